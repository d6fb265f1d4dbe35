import type { Grant, Limit } from '../model/limit.ts'
import type { Verdict } from '../model/verdict.ts'
import { type Shown, says, visible } from '../model/visible.ts'
import type { Product } from '../products/product.ts'
import type { HeardFrom, Running } from '../targets/target.ts'

/** One limit of a license that the product counts against. What is used of it no vendor publishes. */
export interface Quota {
  readonly id: string
  readonly label: string
  readonly limit: Limit
  readonly statedBy: Shown
  /** how the product calls it where it stops something; null: it has not been told to */
  readonly code: string | null
  /** operations that it stopped since the processes started, as they count them; null: nobody tells */
  readonly exceeded: number | null
}

/** The quotas of a license, as a runtime states them, else as the key in place does; none of a product that counts none. */
export function quotasOf(
  { heard }: Pick<Running, 'heard'>,
  verdict: Verdict | null,
  product: Product,
): readonly Quota[] {
  const { quotaOf } = product.counters ?? {}
  if (quotaOf === undefined) return []
  const asked = heard.filter(({ counted }) => counted)
  return stated(heard, verdict).map(({ id, label, limit, statedBy }) => {
    const hits = asked.flatMap(({ alarms }) => alarms.filter((one) => quotaOf(one.label) === id))
    return {
      id,
      label,
      limit,
      statedBy,
      code: hits[0]?.label ?? null,
      exceeded: asked.length === 0 ? null : hits.reduce((sum, { count }) => sum + count, 0),
    }
  })
}

type Stated = Pick<Quota, 'id' | 'label' | 'limit' | 'statedBy'>

function stated(heard: readonly HeardFrom[], verdict: Verdict | null): readonly Stated[] {
  for (const { url, word } of heard) {
    const limits = word?.limits ?? []
    if (limits.length > 0) return limits.map((one) => ({ ...one, statedBy: visible(url) }))
  }
  const grants = verdict !== null && 'key' in verdict ? (verdict.key.grants ?? []) : []
  return grants.filter(isQuota).map((one) => ({ ...one, statedBy: says`the key in place` }))
}

/** A module that is there or not is none. */
const isQuota = ({ limit }: Grant): boolean => limit.kind !== 'feature'
