import type { Limit } from '../../model/limit.ts'
import type { Support } from '../../model/support.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { Tier } from './names.ts'
import { ROWS } from './tier-rows.ts'

const BRIDGE = says`in the grace period an emergency license comes within 2 hours`

/** Source: docs.getaxonflow.com, License Management (In-VPC), Emergency License Issues. */
const URGENT: Readonly<Partial<Record<Tier, Shown>>> = {
  Professional: says`email with the subject "URGENT: License Issue"; ${own(BRIDGE)}`,
  Enterprise: says`call your dedicated support line, which stands in the welcome email; ${own(BRIDGE)}`,
  Plus: says`call your dedicated support line, which stands in the welcome email; ${own(BRIDGE)}`,
}

/** The figures stand in the table of tiers. The address itself is on the page: it is not repeated where it may age. */
export function support(tier: string): Support | null {
  const answers = figure('support_response', tier)
  const kind = figure('support', tier)
  if (kind?.limit.kind !== 'text') return null
  const contact =
    answers?.limit.kind === 'max'
      ? says`AxonFlow support by email, answered within ${answers.limit.value} ${answers.limit.unit ?? ''} (${tier})`
      : says`AxonFlow support: ${kind.limit.value} (${tier})`
  return {
    contact,
    urgent: URGENT[tier as Tier] ?? null,
    source: says`${(answers ?? kind).source}`,
  }
}

function figure(row: string, tier: string): { readonly limit: Limit; readonly source: string } | null {
  const found = ROWS.find(({ id }) => id === row)
  const limits: Readonly<Record<string, Limit>> = found?.byTier ?? {}
  const limit = Object.hasOwn(limits, tier) ? limits[tier] : undefined
  return found === undefined || limit === undefined ? null : { limit, source: found.source }
}
