import { readKeyring } from '../input/keyring.ts'
import type { KeyText } from '../model/key-text.ts'
import { verdictJson } from '../present/verdict-view.ts'
import { PRODUCTS } from '../products/registry.ts'
import { planRedeployment } from '../rotation/plan.ts'
import { TARGETS } from '../targets/registry.ts'
import { judge } from '../verdict/judge.ts'
import type { Verb } from './command.ts'
import { carryOut } from './deploying/carry-out.ts'
import { debugCalls } from './deploying/course.ts'
import { addDeployOptions, readDeployOptions } from './deploying/options.ts'
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
    const { region, profile, publicKeys, pin, hmacSecret, platform, now } = settings
    const product = PRODUCTS.axonflow
    const deploy = await readDeployOptions(options, settings, wiringOf(product), host)
    if (wantsPolicy(options)) return printPolicy(deploy.ref, 'redeploy', context)
    const keyring = await readKeyring({ publicKeys, pin, hmacSecret, region, profile }, host)
    const judgeKey = (key: KeyText) => judge(key, { now, rules: { platform }, keyring })
    const target = await TARGETS.aws(deploy.ref, { host, product, judge: judgeKey }, debugCalls(context))
    const prepared = await planRedeployment(target, deploy.consents)
    return carryOut(prepared, {
      options: deploy,
      context,
      about: { key: prepared.current === null ? null : verdictJson(prepared.current) },
      asides: [],
    })
  },
}
