import type { DecodedKey } from '../model/decoded.ts'
import { difference } from '../model/difference.ts'
import { error, type Finding, warning } from '../model/finding.ts'
import { toIso } from '../model/instant.ts'
import { sideBySide, type TierTable } from '../model/limit.ts'
import { whyItWouldNotStart } from '../model/starting.ts'
import type { Verdict } from '../model/verdict.ts'
import { own, type Shown, says } from '../model/visible.ts'
import type { Product, Rules } from '../products/product.ts'
import { lostLimits } from './lost-limits.ts'

/** What would get worse if the new key replaced the one that is there: each is a reason not to. */
export function losses(
  fresh: DecodedKey,
  current: Verdict,
  product: Product,
  rules: Rules,
): readonly Finding[] {
  if (!('key' in current)) return []
  const { key } = current
  return [...differences(fresh, key, product.tiers(rules))]
}

function* differences(fresh: DecodedKey, key: DecodedKey, table: TierTable): Generator<Finding> {
  if (fresh.product !== key.product)
    yield error(
      'rotation.other-product',
      says`the key that is there is one of ${key.product}, this one of ${fresh.product}`,
    )
  const turned = difference(key, fresh, table)
  if (turned.identity === 'worse' && fresh.identity && key.identity)
    yield error(
      'rotation.other-identity',
      says`this key is for ${fresh.identity.value}, the one that is there for ${key.identity.value}`,
      says`check that this is the right deployment`,
    )
  if (turned.expires === 'worse' && fresh.expires !== null && key.expires !== null)
    yield error(
      'rotation.sooner-expiry',
      says`this key expires at ${toIso(fresh.expires)}, sooner than the one that is there: ${toIso(key.expires)}`,
      says`ask for a key that lasts longer`,
    )
  if (turned.tier === 'worse')
    yield error(
      'rotation.lower-tier',
      says`this key is of tier ${fresh.tier ?? ''}, lower than the one that is there: ${key.tier ?? ''}`,
      says`see what would be lost: lic limits ${key.tier ?? ''} ${fresh.tier ?? ''}`,
    )
  const laid = sideBySide(table, key, fresh)
  const lost = lostLimits(laid.table, laid.before, laid.after)
  if (lost !== null) yield error('rotation.fewer-limits', says`this key allows less: ${own(lost)}`)
}

/** Why the keys that are there could not be put back, in so many words; null where they could. */
export function whyNoUndo(replaced: readonly Verdict[]): Shown | null {
  if (replaced.length === 0) return says`nothing is known of the key that is there`
  const [why] = replaced.flatMap((verdict) => whyItWouldNotStart(verdict) ?? [])
  return why === undefined
    ? null
    : says`the key that is live now would not start a new task (${own(why)}), so a failure after the move is left as it is, for you to finish`
}

/** What is worth knowing about the key that is there. */
export function remarks(current: Verdict | null): readonly Finding[] {
  if (current === null || current.kind === 'usable') return []
  const first = current.findings[0]
  return first === undefined
    ? []
    : [warning('rotation.current-key', says`the key that is there now: ${own(first.says)}`)]
}
