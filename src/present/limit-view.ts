import type { Json } from '../model/answer.ts'
import type { Limit, TierRow } from '../model/limit.ts'

/** `{ max, unit? }`, `{ unlimited: true }`, `{ none: true }`, `{ enabled, how? }`, `{ text }` or `{ published: false }`. */
export function limitJson(limit: Limit | undefined): Json {
  switch (limit?.kind) {
    case undefined:
      return { published: false }
    case 'unlimited':
      return { unlimited: true }
    case 'none':
      return { none: true }
    case 'max':
      return limit.unit === undefined ? { max: limit.value } : { max: limit.value, unit: limit.unit }
    case 'feature':
      return limit.how === undefined ? { enabled: limit.enabled } : { enabled: limit.enabled, how: limit.how }
    case 'text':
      return { text: limit.value }
  }
}

/** One row of a tier table for the tiers asked for. */
export const rowJson = (row: TierRow, tiers: readonly string[]): Json => ({
  id: row.id,
  label: row.label,
  group: row.group,
  byTier: Object.fromEntries(tiers.map((tier) => [tier, limitJson(row.byTier[tier])])),
  source: row.source,
  ...(row.note === undefined ? {} : { note: row.note }),
})
