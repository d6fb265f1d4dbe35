import type { Json } from '../model/answer.ts'
import type { Limit, TierRow } from '../model/limit.ts'
import { visible } from '../model/visible.ts'

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
      return { text: visible(limit.value) }
  }
}

/** One row of a tier table for the tiers asked for. */
export const rowJson = (row: TierRow, tiers: readonly string[]): Json => ({
  id: visible(row.id),
  label: visible(row.label),
  group: row.group,
  byTier: Object.fromEntries(tiers.map((tier) => [visible(tier), limitJson(row.byTier[tier])])),
  source: visible(row.source),
  ...(row.note === undefined ? {} : { note: row.note }),
})
