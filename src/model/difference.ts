import type { DecodedKey } from './decoded.ts'
import { type Limit, type TierRow, type TierTable, tableOfGrants } from './limit.ts'

/** What becomes of something when one key takes another's place; `other`: neither better nor worse, or nobody can tell. */
export type Turn = 'same' | 'better' | 'worse' | 'other'

/** What of a key counts when it is compared. No key at all has a tier, perhaps, and nothing else. */
export type Compared = Pick<DecodedKey, 'identity' | 'tier' | 'issued' | 'expires' | 'grants'>

export interface Difference {
  /** another one, or none any more, is worse */
  readonly identity: Turn
  readonly tier: Turn
  readonly issued: Turn
  readonly expires: Turn
  /** null: of one tier at least nothing is published, nor does the key state anything */
  readonly limits: LimitChanges | null
}

export interface LimitChanges {
  /** whose columns of each row were compared */
  readonly columns: { readonly old: string; readonly fresh: string }
  /** the keys state their limits themselves: what one no longer states is lost */
  readonly stated: boolean
  readonly lost: readonly TierRow[]
  readonly gained: readonly TierRow[]
  readonly other: readonly TierRow[]
  readonly same: number
}

/** What changes if `fresh` takes the place of `old`, by the table of their product. */
export function difference(old: Compared, fresh: Compared, table: TierTable): Difference {
  return {
    identity: identityTurn(old.identity?.value ?? null, fresh.identity?.value ?? null),
    tier: tierTurn(table.tiers, old.tier, fresh.tier),
    issued: old.issued === fresh.issued ? 'same' : 'other',
    expires: expiryTurn(old.expires, fresh.expires),
    limits:
      table.rows.length > 0 ? limitChanges(table, old.tier, fresh.tier) : grantChanges(old, fresh, table),
  }
}

function identityTurn(old: string | null, fresh: string | null): Turn {
  if (old === fresh) return 'same'
  return old === null ? 'better' : 'worse'
}

function tierTurn(tiers: readonly string[], old: string | null, fresh: string | null): Turn {
  if (old === fresh) return 'same'
  const [had, has] = [old, fresh].map((tier) => (tier === null ? -1 : tiers.indexOf(tier)))
  if (had === undefined || has === undefined || had < 0 || has < 0) return 'other'
  return has < had ? 'worse' : 'better'
}

function expiryTurn(old: number | null, fresh: number | null): Turn {
  if (old === fresh) return 'same'
  if (old === null || fresh === null) return 'other'
  return fresh < old ? 'worse' : 'better'
}

const isPublished = (tier: string | null, { tiers }: TierTable): tier is string =>
  tier !== null && tiers.includes(tier)

/** What one tier allows that another does not, and the other way round; null where one of them is in no column. */
export function limitChanges(table: TierTable, from: string | null, to: string | null): LimitChanges | null {
  if (!isPublished(from, table) || !isPublished(to, table)) return null
  return changes(table.rows, { old: from, fresh: to }, false)
}

function grantChanges(old: Compared, fresh: Compared, { product }: TierTable): LimitChanges | null {
  const columns = { old: 'old', fresh: 'new' }
  const { rows } = tableOfGrants(product, [
    { name: columns.old, grants: old.grants ?? [] },
    { name: columns.fresh, grants: fresh.grants ?? [] },
  ])
  return rows.length === 0 ? null : changes(rows, columns, true)
}

function changes(rows: readonly TierRow[], columns: LimitChanges['columns'], stated: boolean): LimitChanges {
  const turns = rows.map((row) => {
    const [had, has] = [row.byTier[columns.old], row.byTier[columns.fresh]]
    if (stated && has === undefined) return [row, grantsNothing(had) ? 'other' : 'worse'] as const
    if (stated && had === undefined) return [row, grantsNothing(has) ? 'other' : 'better'] as const
    return [row, limitTurn(row, columns.old, columns.fresh, rows)] as const
  })
  const of = (wanted: Turn) => turns.filter(([, turn]) => turn === wanted).map(([row]) => row)
  const same = of('same').length
  return { columns, stated, lost: of('worse'), gained: of('better'), other: of('other'), same }
}

/** What is not published counts for nothing; nor does what is replaced by something better, or what people do. */
function limitTurn(row: TierRow, from: string, to: string, rows: readonly TierRow[]): Turn {
  const [had, has] = [row.byTier[from], row.byTier[to]]
  if (isSame(had, has)) return 'same'
  if (had === undefined || has === undefined || row.service === true) return 'other'
  if (isLess(has, had)) return isBettered(row, to, rows) ? 'other' : 'worse'
  if (isLess(had, has)) return isBettered(row, from, rows) ? 'other' : 'better'
  return 'other'
}

const grantsNothing = (limit: Limit | undefined): boolean =>
  limit?.kind === 'none' || (limit?.kind === 'feature' && !limit.enabled)

const isSame = (one: Limit | undefined, other: Limit | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other)

function isLess(has: Limit, had: Limit): boolean {
  switch (had.kind) {
    case 'unlimited':
      return has.kind === 'max' || has.kind === 'none'
    case 'max':
      return has.kind === 'none' || (has.kind === 'max' && has.unit === had.unit && has.value < had.value)
    case 'feature':
      return had.enabled && (has.kind === 'none' || (has.kind === 'feature' && !has.enabled))
    case 'none':
    case 'text':
      return false
  }
}

/** Whether the tier has, in the place of this one, something better. */
function isBettered({ bettered }: TierRow, tier: string, rows: readonly TierRow[]): boolean {
  const better = rows.find(({ id }) => id === bettered)
  if (better === undefined) return false
  const limit = better.byTier[tier]
  return (limit?.kind === 'feature' && limit.enabled) || isBettered(better, tier, rows)
}
