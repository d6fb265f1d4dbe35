import { verdictJson } from '../present/verdict-view.ts'
import { PRODUCTS } from '../products/registry.ts'
import { planRedeployment } from '../rotation/plan.ts'
import type { Verb } from './command.ts'
import { carryOut } from './deploying/carry-out.ts'
import { judgingFor } from './deploying/judging.ts'
import { addDeployOptions, readDeployOptions } from './deploying/options.ts'
import { awsOf, openPlace } from './deploying/place.ts'
import { addPolicyOption, printPolicy, wantsPolicy } from './deploying/print-policy.ts'
import { wiringOf } from './deploying/wiring.ts'

export const redeploy: Verb = {
  uses: ['judging', 'aws', 'input', 'deployment'],
  define(flags) {
    addDeployOptions(flags, wiringOf(PRODUCTS.axonflow))
    addPolicyOption(flags)
  },
  async run(context, _operands, options) {
    const { host, settings } = context
    const product = PRODUCTS.axonflow
    const deploy = await readDeployOptions(options, settings, wiringOf(product), host)
    if (wantsPolicy(options))
      return printPolicy(awsOf(deploy.place, '--print-iam-policy'), 'redeploy', context)
    const { judge, place } = await judgingFor(context, { options, deploy, begun: ['redeploy'] })
    const target = await openPlace(place, { host, product, judge }, context)
    const prepared = await planRedeployment(target, deploy.consents)
    return carryOut(prepared, {
      options: deploy,
      context,
      about: { key: prepared.current === null ? null : verdictJson(prepared.current) },
      asides: [],
    })
  },
}
