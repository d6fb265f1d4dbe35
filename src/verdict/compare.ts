import { type Compared, type Difference, difference, type Turn } from '../model/difference.ts'
import { type Finding, warning } from '../model/finding.ts'
import { toIso } from '../model/instant.ts'
import type { TierTable } from '../model/limit.ts'
import type { Verdict } from '../model/verdict.ts'
import { says } from '../model/visible.ts'

/** What changes if one key takes another's place. */
export interface Comparison {
  readonly old: Verdict
  readonly fresh: Verdict
  readonly product: Turn
  /** null: of different products, or one of them cannot be read */
  readonly difference: Difference | null
  /** what would be lost, a warning each */
  readonly losses: readonly Finding[]
}

/** @param table of their product; null where they have none in common */
export function compare(old: Verdict, fresh: Verdict, table: TierTable | null): Comparison {
  const product = productTurn(old, fresh)
  const [had, has] = [comparedOf(old), comparedOf(fresh)]
  const turns = had === null || has === null || table === null ? null : difference(had, has, table)
  return {
    old,
    fresh,
    product,
    difference: turns,
    losses: [
      ...(product === 'worse'
        ? [
            warning(
              'diff.other-product',
              says`the old key is one of ${old.product ?? ''}, the new one of ${fresh.product ?? ''}`,
            ),
          ]
        : []),
      ...(had === null || has === null || turns === null ? [] : lossesOf(had, has, turns)),
    ],
  }
}

function productTurn(old: Verdict, fresh: Verdict): Turn {
  if (old.product === fresh.product) return 'same'
  return old.product === null || fresh.product === null ? 'other' : 'worse'
}

function comparedOf(verdict: Verdict): Compared | null {
  if ('key' in verdict) return verdict.key
  return verdict.kind === 'absent'
    ? { tier: verdict.tier, identity: null, issued: null, expires: null }
    : null
}

function* lossesOf(had: Compared, has: Compared, turns: Difference): Generator<Finding> {
  if (turns.identity === 'worse')
    yield warning(
      'diff.other-identity',
      has.identity === null
        ? says`the new key names no identity, the old one ${had.identity?.value ?? ''}`
        : says`the new key is for ${has.identity.value}, the old one for ${had.identity?.value ?? ''}`,
    )
  if (turns.expires === 'worse' && had.expires !== null && has.expires !== null)
    yield warning(
      'diff.sooner-expiry',
      says`the new key expires at ${toIso(has.expires)}, sooner than the old one: ${toIso(had.expires)}`,
    )
  if (turns.tier === 'worse')
    yield warning(
      'diff.lower-tier',
      says`the new key is of tier ${has.tier ?? ''}, the old one of ${had.tier ?? ''}`,
    )
  const lost = turns.limits?.lost.length ?? 0
  const things = lost === 1 ? 'thing' : 'things'
  if (lost > 0)
    yield warning(
      'diff.fewer-limits',
      turns.limits?.stated
        ? says`the new key states less, or nothing, of ${lost} ${things} that the old one grants`
        : says`the new key allows less of ${lost} ${things}`,
    )
}
