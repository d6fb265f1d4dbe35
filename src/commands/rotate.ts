import { readKey } from '../input/key-source.ts'
import { readKeyring } from '../input/keyring.ts'
import type { KeyText } from '../model/key-text.ts'
import { LicError } from '../model/lic-error.ts'
import { type Shown, says } from '../model/visible.ts'
import { findingLines } from '../present/findings.ts'
import { verdictJson } from '../present/verdict-view.ts'
import { PRODUCTS } from '../products/registry.ts'
import { planRotation } from '../rotation/plan.ts'
import { storable } from '../targets/aws/perform/value.ts'
import { TARGETS } from '../targets/registry.ts'
import { judge } from '../verdict/judge.ts'
import type { Verb } from './command.ts'
import { carryOut } from './deploying/carry-out.ts'
import { debugCalls } from './deploying/course.ts'
import { addDeployOptions, addMakingOptions, readDeployOptions } from './deploying/options.ts'
import { addPolicyOption, printPolicy, wantsPolicy } from './deploying/print-policy.ts'
import { wiringOf } from './deploying/wiring.ts'

export const rotate: Verb = {
  uses: ['judging', 'aws', 'input'],
  define(flags) {
    flags.argument('[source]', 'where the new key is: -, file:PATH, env:NAME, secret:ID (lic help sources)')
    addDeployOptions(flags, wiringOf(PRODUCTS.axonflow))
    addMakingOptions(flags)
    addPolicyOption(flags)
  },
  async run(context, [source], options) {
    const { host, settings, paint } = context
    const { region, profile, publicKeys, pin, hmacSecret, platform, now } = settings
    const deploy = await readDeployOptions(options, settings, wiringOf(PRODUCTS.axonflow), host)
    if (wantsPolicy(options)) return printPolicy(deploy.ref, 'rotate', context)
    if (source === undefined) throw noSource()
    const given = await readKey(source, host, {
      argvKeys: 'refuse',
      ambient: false,
      ask: false,
      region,
      profile,
    })
    const keyring = await readKeyring(
      { publicKeys, pin, hmacSecret, region, profile, keyPlace: given.place },
      host,
    )
    const rules = { platform }
    const text = storable(given.text)
    const judgeKey = (key: KeyText) => judge(key, { now, rules, keyring })
    const verdict = judgeKey(text)
    const product = PRODUCTS[verdict.product ?? 'axonflow']
    const tools = { host, product, judge: judgeKey }
    const open = () => TARGETS.aws(deploy.ref, tools, debugCalls(context))
    const prepared = await planRotation(open, text, verdict, { product, rules, consents: deploy.consents })
    return carryOut(prepared, {
      options: deploy,
      context,
      about: {
        from: given.from,
        newKey: verdictJson(verdict),
        currentKey: prepared.current === null ? null : verdictJson(prepared.current),
      },
      asides: given.findings.flatMap((finding) => findingLines(finding, paint) as Shown[]),
    })
  },
}

const noSource = () =>
  new LicError('usage.argument', says`no key is named`, says`run: lic rotate file:new-license.txt --dry-run`)
