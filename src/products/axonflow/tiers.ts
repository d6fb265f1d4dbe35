import type { Limit, TierRow, TierTable } from '../../model/limit.ts'
import type { Rules } from '../product.ts'
import { TIERS } from './names.ts'
import { platformOf } from './platform.ts'
import { ROWS, ROWS_SINCE_11, type RowSpec } from './tier-rows.ts'

const GROUPS = ['nodes', 'limits', 'features', 'service'] as const

/** Every published figure, and those of the runtime that are not published, as they hold for a platform. */
export function tiers(rules: Rules): TierTable {
  const { version, newLimits } = platformOf(rules)
  const specs = newLimits ? [...ROWS, ...ROWS_SINCE_11] : ROWS
  return {
    product: 'axonflow',
    platform: version,
    tiers: TIERS,
    rows: GROUPS.flatMap((group) => specs.filter((spec) => spec.group === group)).map((spec) =>
      rowOf(spec, newLimits),
    ),
  }
}

function rowOf(spec: RowSpec, newLimits: boolean): TierRow {
  const { since11, ...rest } = spec
  const row = spec.group === 'service' ? { ...rest, service: true as const } : rest
  return newLimits && since11 ? { ...row, ...since11 } : row
}

/** Agents and orchestrators together; null for a tier for which nothing is published. */
export function nodeLimit(tier: string): number | 'unlimited' | null {
  const limits: Readonly<Record<string, Limit>> = ROWS.find(({ id }) => id === 'nodes')?.byTier ?? {}
  const limit = Object.hasOwn(limits, tier) ? limits[tier] : undefined
  if (limit?.kind === 'max') return limit.value
  return limit?.kind === 'unlimited' ? 'unlimited' : null
}
