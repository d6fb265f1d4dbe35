import { feature, type Limit, max, none, unlimited, words } from '../../model/limit.ts'
import type { Tier } from './names.ts'

type Columns = Readonly<Partial<Record<Tier, Limit>>>

/** One row before its platform is known. */
export interface RowSpec {
  readonly id: string
  readonly label: string
  readonly group: 'nodes' | 'limits' | 'features' | 'service'
  readonly source: string
  readonly byTier: Columns
  readonly note?: string
  /** the row of what a higher tier has in its place */
  readonly bettered?: string
  /** what platform 11 changed */
  readonly since11?: { readonly byTier: Columns; readonly source: string; readonly note: string }
}

const PUBLISHED = 'AxonFlow docs, License Management (tiers)'
const IN_VPC = 'AxonFlow docs, License Management (In-VPC)'
const RUNTIME = 'getaxonflow/axonflow platform/agent/license/tier_limits.go'
const VALIDATION = 'getaxonflow/axonflow platform/agent/license/validation.go'

/** Professional, Enterprise and Plus share the Enterprise column. */
const columns = (Community: Limit, Evaluation: Limit, Enterprise: Limit): Columns => ({
  Community,
  Evaluation,
  Professional: Enterprise,
  Enterprise,
  Plus: Enterprise,
})

const row =
  (group: RowSpec['group'], source: string) =>
  (id: string, label: string, byTier: Columns): RowSpec => ({ id, label, group, source, byTier })

const published = row('limits', PUBLISHED)
const runtime = row('limits', RUNTIME)
const gate = row('features', PUBLISHED)

const inVpc = (id: string, label: string, Professional: Limit, Enterprise: Limit, Plus: Limit): RowSpec => ({
  id,
  label,
  group: 'service',
  source: IN_VPC,
  byTier: { Professional, Enterprise, Plus },
})

/** A feature by the tiers that have it. Source: getFeatures in validation.go */
const named = (id: string, label: string, ...having: readonly Tier[]): RowSpec => {
  const of = (tier: Tier) => (having.includes(tier) ? yes : no)
  return {
    id,
    label,
    group: 'features',
    source: VALIDATION,
    byTier: {
      Community: of('Community'),
      Evaluation: of('Evaluation'),
      Professional: of('Professional'),
      Enterprise: of('Enterprise'),
      Plus: of('Plus'),
    },
  }
}

const yes = feature(true)
const no = feature(false)

export const ROWS: readonly RowSpec[] = [
  {
    id: 'nodes',
    label: 'nodes (agents and orchestrators)',
    group: 'nodes',
    source: `${IN_VPC}; ${VALIDATION}`,
    byTier: { Evaluation: max(2), Professional: max(10), Enterprise: max(50), Plus: unlimited },
    note: "the tiers page says tiers limit resources 'rather than node counts'; unlimited is sent as 9999",
  },
  {
    id: 'node_grace',
    label: 'over the node limit, tolerated for',
    group: 'nodes',
    source: IN_VPC,
    byTier: { Professional: max(7, 'days'), Enterprise: max(7, 'days'), Plus: max(7, 'days') },
  },
  published('tenant_policies', 'tenant policies', columns(max(20), max(50), unlimited)),
  {
    ...published('organization_policies', 'organization policies', columns(none, max(5), unlimited)),
    since11: {
      byTier: columns(none, none, unlimited),
      source: RUNTIME,
      note: 'the tiers page still says 5 for Evaluation; platform 11 allows none',
    },
  },
  published(
    'connectors_with_custom_policies',
    'connectors with custom policies',
    columns(max(2), max(5), unlimited),
  ),
  published('llm_providers', 'LLM providers', columns(max(2), max(3), unlimited)),
  published(
    'audit_retention',
    'audit retention',
    columns(max(3, 'days'), max(14, 'days'), max(3650, 'days')),
  ),
  published('execution_history', 'execution history', columns(max(50), max(500), unlimited)),
  published('concurrent_executions', 'concurrent executions', columns(max(5), max(25), unlimited)),
  published('map_plans', 'MAP plans', columns(max(25), max(100), unlimited)),
  published('versions_per_plan', 'versions per plan', columns(max(10), max(25), unlimited)),
  published('sse_connections', 'SSE connections', columns(max(5), max(25), unlimited)),
  published('cost_estimates_per_day', 'cost estimates per day', columns(max(10), max(100), unlimited)),
  {
    ...published('pending_approvals', 'pending approvals', columns(max(5), max(100), unlimited)),
    since11: {
      byTier: columns(max(5), max(25), unlimited),
      source: RUNTIME,
      note: 'the tiers page still says 100 for Evaluation; platform 11 allows 25, and approvals are off there',
    },
  },
  runtime('approval_expiry', 'approvals expire after', columns(none, max(24, 'hours'), max(24, 'hours'))),
  runtime('simulations_per_day', 'policy simulations per day', columns(none, max(300), unlimited)),
  published('impact_report_inputs', 'impact report inputs', columns(none, max(50), max(100))),
  published('evidence_export_window', 'evidence export window', columns(none, max(14, 'days'), unlimited)),
  runtime('evidence_export_records', 'evidence export records', columns(none, max(5000), unlimited)),
  runtime('evidence_exports_per_day', 'evidence exports per day', columns(none, max(3), unlimited)),
  runtime(
    'decision_list_window',
    'decision list window',
    columns(max(24, 'hours'), max(336, 'hours'), unlimited),
  ),
  runtime('decision_list_page', 'decision list page', columns(max(5), max(100), max(1000))),
  gate('media_governance', 'media governance', columns(feature(false, 'opt-in'), yes, yes)),
  {
    ...gate('human_approvals', 'human-in-the-loop approvals', columns(no, yes, yes)),
    since11: {
      byTier: columns(no, no, yes),
      source: RUNTIME,
      note: 'the tiers page still grants them to Evaluation; platform 11 does not',
    },
  },
  gate('policy_simulation', 'policy simulation', columns(no, yes, yes)),
  gate('evidence_export', 'evidence export', columns(no, yes, yes)),
  named('audit_logging', 'audit logging', 'Community', 'Evaluation', 'Professional', 'Enterprise', 'Plus'),
  { ...named('basic_support', 'basic support', 'Evaluation', 'Professional'), bettered: 'priority_support' },
  named('multi_tenant', 'multi-tenant', 'Enterprise', 'Plus'),
  named('advanced_policies', 'advanced policies', 'Enterprise', 'Plus'),
  named('custom_connectors', 'custom connectors', 'Enterprise', 'Plus'),
  named('sla_guarantee', 'SLA guarantee', 'Enterprise', 'Plus'),
  { ...named('priority_support', 'priority support', 'Enterprise'), bettered: '24x7_support' },
  named('24x7_support', '24x7 support', 'Plus'),
  named('dedicated_sa', 'dedicated solutions architect', 'Plus'),
  named('unlimited_nodes', 'unlimited nodes', 'Plus'),
  inVpc(
    'capacity',
    'estimated capacity',
    words('~100K requests/day'),
    words('~500K requests/day'),
    words('millions of requests/day'),
  ),
  {
    ...inVpc('sla', 'availability SLA', none, words('99.9%'), words('99.9%')),
    note: 'Plus includes everything Enterprise has',
  },
  inVpc('support_response', 'support answers within', max(48, 'hours'), max(4, 'hours'), max(1, 'hour')),
  {
    id: 'support',
    label: 'support',
    group: 'service',
    source: `${IN_VPC}; ${PUBLISHED}`,
    byTier: {
      Community: words('GitHub issues, best effort'),
      Evaluation: words('GitHub issues, best effort'),
      Professional: words('community support by email'),
      Enterprise: words('priority support'),
      Plus: words('24x7 premium support'),
    },
    note: 'the tiers page says of Enterprise: per contract or SLA',
  },
  inVpc('releases', 'releases', words('quarterly'), words('monthly'), words('on demand')),
  inVpc(
    'connectors',
    'connectors',
    words('standard (HTTP REST, Redis)'),
    words('custom too'),
    words('custom too'),
  ),
  inVpc('customer_success', 'customer success manager', no, yes, yes),
  inVpc('custom_development', 'custom feature development', no, no, yes),
  inVpc('architecture_reviews', 'architecture review sessions', no, no, yes),
  {
    id: 'cost',
    label: 'cost',
    group: 'service',
    source: PUBLISHED,
    byTier: columns(words('free, no license'), words('free'), words('paid')),
  },
]

/** Counted and enforced by platform 11 only. */
export const ROWS_SINCE_11: readonly RowSpec[] = [
  {
    ...runtime('admitted_nodes', 'nodes admitted by the agent', columns(max(1), unlimited, unlimited)),
    group: 'nodes',
    note: 'since platform 11; over it the agent answers 402 and the node does not run',
  },
  runtime('human_principals', 'human principals', columns(max(25), max(75), unlimited)),
  runtime('service_principals', 'service principals', columns(max(5), max(25), unlimited)),
]
