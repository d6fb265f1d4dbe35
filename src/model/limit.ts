/** What a tier allows of one thing. Unlimited, none and a number are never the same. */
export type Limit =
  | { readonly kind: 'max'; readonly value: number; readonly unit?: string }
  | { readonly kind: 'unlimited' }
  | { readonly kind: 'none' }
  | { readonly kind: 'feature'; readonly enabled: boolean; readonly how?: string }
  | { readonly kind: 'text'; readonly value: string }

/** One row of a tier table, with where the figure comes from. */
export interface TierRow {
  readonly id: string
  readonly label: string
  readonly group: string
  /** the page or file that states the figure */
  readonly source: string
  /** by tier name; a tier for which nothing is published is absent */
  readonly byTier: Readonly<Record<string, Limit>>
  readonly note?: string
  /** what people do, not what the software allows: more of it is not always better */
  readonly service?: true
  /** the row of a higher tier's better thing: who has that does not miss this one */
  readonly bettered?: string
}

/** One thing that a key itself allows, and the claim that says so. */
export interface Grant {
  readonly id: string
  readonly label: string
  readonly group: string
  readonly source: string
  readonly limit: Limit
  readonly note?: string
}

export interface TierTable {
  readonly product: string
  /** whose rules; null where keys state their limits themselves, so that no platform changes them */
  readonly platform: string | null
  readonly tiers: readonly string[]
  readonly rows: readonly TierRow[]
}

/** What keys state themselves, a column a key. @param columns whose, and what is granted there */
export function tableOfGrants(
  product: string,
  columns: readonly { readonly name: string; readonly grants: readonly Grant[] }[],
): TierTable {
  const rows = new Map<string, Omit<TierRow, 'byTier'> & { readonly byTier: Record<string, Limit> }>()
  for (const { name, grants } of columns)
    for (const { limit, ...grant } of grants) {
      const known = rows.get(grant.id)
      const source =
        known === undefined || known.source === grant.source ? grant.source : 'the keys themselves'
      const row = { ...grant, source, byTier: known?.byTier ?? Object.create(null) }
      row.byTier[name] = limit
      rows.set(grant.id, row)
    }
  return { product, platform: null, tiers: columns.map(({ name }) => name), rows: [...rows.values()] }
}

interface Granted {
  readonly tier: string | null
  readonly grants?: readonly Grant[]
}

/** Two keys in one table: by their tiers, or, where no table is published, by what they state. A module that only one lists, the other has not. */
export function sideBySide(
  published: TierTable,
  before: Granted,
  after: Granted,
): { readonly table: TierTable; readonly before: string | null; readonly after: string | null } {
  if (published.platform !== null) return { table: published, before: before.tier, after: after.tier }
  const own = tableOfGrants(published.product, [
    { name: 'before', grants: before.grants ?? [] },
    { name: 'after', grants: after.grants ?? [] },
  ])
  const rows = own.rows.map((row) => {
    const listed = Object.values(row.byTier).every((limit) => limit.kind === 'feature')
    return listed ? { ...row, byTier: { before: feature(false), after: feature(false), ...row.byTier } } : row
  })
  return { table: { ...own, rows }, before: 'before', after: 'after' }
}

export const max = (value: number, unit?: string): Limit =>
  unit === undefined ? { kind: 'max', value } : { kind: 'max', value, unit }
export const unlimited: Limit = { kind: 'unlimited' }
export const none: Limit = { kind: 'none' }
export const feature = (enabled: boolean, how?: string): Limit =>
  how === undefined ? { kind: 'feature', enabled } : { kind: 'feature', enabled, how }
export const words = (value: string): Limit => ({ kind: 'text', value })

/** `50`, `14 days`, `unlimited`, `none`, `yes (opt-in)`, `no`, `not published`: never two of them alike. */
export function limitWords(limit: Limit | undefined, unknown = 'not published'): string {
  switch (limit?.kind) {
    case undefined:
      return unknown
    case 'unlimited':
      return 'unlimited'
    case 'none':
      return 'none'
    case 'max':
      return limit.unit === undefined ? `${limit.value}` : `${limit.value} ${unitOf(limit.unit, limit.value)}`
    case 'feature':
      return `${limit.enabled ? 'yes' : 'no'}${limit.how === undefined ? '' : ` (${limit.how})`}`
    case 'text':
      return limit.value
  }
}

const unitOf = (unit: string, count: number): string => (count === 1 ? unit.replace(/s$/, '') : unit)
