import { verdictJson } from '../present/verdict-view.ts'
import { planRedeployment } from '../rotation/plan.ts'
import type { Verb } from './command.ts'
import { carryOut } from './deploying/carry-out.ts'
import { judgingFor, placeAgain } from './deploying/judging.ts'
import { addDeployOptions, readDeployOptions } from './deploying/options.ts'
import { openPlace } from './deploying/place.ts'
import { addPolicyOption, policyFor, wantsPolicy } from './deploying/print-policy.ts'
import { deployedProduct, usualWiring } from './deploying/wiring.ts'

export const redeploy: Verb = {
  uses: ['judging', 'aws', 'input', 'deployment'],
  define(flags) {
    addDeployOptions(flags, usualWiring())
    addPolicyOption(flags)
  },
  async run(context, _operands, options) {
    const { host, settings } = context
    if (wantsPolicy(options)) return policyFor('redeploy', context, options)
    const product = deployedProduct(settings.product, options.variable)
    const deploy = await readDeployOptions(options, settings, product, host)
    const { judge, keyring } = await judgingFor(context, options)
    const place = placeAgain(deploy, ['redeploy'], { settings, options, keyring })
    const target = await openPlace(place, { host, product, judge }, context)
    const prepared = await planRedeployment(target, deploy.consents)
    return carryOut(prepared, {
      options: deploy,
      context,
      product,
      about: { key: prepared.current === null ? null : verdictJson(prepared.current) },
      asides: [],
    })
  },
}
