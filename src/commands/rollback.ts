import { isKeyLike } from '../input/may-show.ts'
import { LicError } from '../model/lic-error.ts'
import { says } from '../model/visible.ts'
import { verdictJson } from '../present/verdict-view.ts'
import { canName } from '../rotation/choose.ts'
import { planRollback, whereFrom } from '../rotation/rollback.ts'
import type { Options, Verb } from './command.ts'
import { carryOut } from './deploying/carry-out.ts'
import { judgingFor, placeAgain } from './deploying/judging.ts'
import { addDeployOptions, addIdentityOption, readDeployOptions } from './deploying/options.ts'
import { openPlace } from './deploying/place.ts'
import { addPolicyOption, policyFor, wantsPolicy } from './deploying/print-policy.ts'
import { deployedProduct, usualWiring } from './deploying/wiring.ts'

export const rollback: Verb = {
  uses: ['judging', 'aws', 'input', 'deployment'],
  define(flags) {
    flags.option(
      '--to <fingerprint or version>',
      'which kept key, by 6 or more digits of its fingerprint or 8 of its version id (default: the newest archive)',
    )
    addIdentityOption(flags)
    addDeployOptions(flags, usualWiring())
    addPolicyOption(flags)
    flags.epilogue(HELP)
  },
  async run(context, _operands, options) {
    const { host, settings } = context
    const to = wanted(options)
    if (wantsPolicy(options)) return policyFor('rotate', context, options)
    const product = deployedProduct(settings.product, options.variable)
    const deploy = await readDeployOptions(options, settings, product, host)
    const begun = to === null ? ['rollback'] : ['rollback', '--to', to]
    const { judge, rules, keyring } = await judgingFor(context, options)
    const place = placeAgain(deploy, begun, { settings, options, keyring })
    const target = await openPlace(place, { host, product, judge }, context)
    const prepared = await planRollback(target, to, {
      product,
      rules,
      consents: deploy.consents,
      identity: deploy.identity,
    })
    const { chosen, current } = prepared
    return carryOut(prepared, {
      options: deploy,
      context,
      product,
      about: {
        from: chosen && whereFrom(chosen),
        newKey: chosen && verdictJson(chosen.key.verdict),
        currentKey: current && verdictJson(current),
      },
      asides: [],
    })
  },
}

const HELP = `
  lic rollback --dry-run                       the plan: which key, which steps
  lic rollback --yes                           back to the newest archived key
  lic rollback --to 4c686a539d12 --yes         back to that one, by its fingerprint
  lic history                                  every version there is

A key that a rotation failed with is never gone back to. A sooner expiry, a lower tier and
fewer limits are only warned of here: going back is what was asked.
`

function wanted({ to }: Options): string | null {
  if (typeof to !== 'string') return null
  if (canName(to) && !isKeyLike(to)) return to
  throw new LicError(
    'usage.argument',
    says`--to is neither the beginning of a fingerprint nor of a version id`,
    says`write 6 to 12 hexadecimal digits of a fingerprint, or 8 or more characters of a version id`,
    says`see what there is: lic history`,
  )
}
