import type { Fact } from '../../model/decoded.ts'
import { type StructOf, struct } from '../../wire/json-shape.ts'

const LIMITS = {
  tenant_policies: 'integer',
  org_policies: 'integer',
  custom_policy_connectors: 'integer',
  audit_retention_days: 'integer',
  max_llm_providers: 'integer',
  max_execution_history: 'integer',
  max_concurrent_executions: 'integer',
  max_plans: 'integer',
  max_versions_per_plan: 'integer',
  max_sse_connections: 'integer',
  max_cost_estimates_per_day: 'integer',
  max_pending_approvals: 'integer',
  media_governance_enabled: 'flag',
  max_human_principals: 'integer',
  max_service_principals: 'integer',
  max_nodes: 'integer',
  daily_event_quota: 'integer',
  max_active_custom_policies: 'integer',
  max_hitl_approvals_per_week: 'integer',
  decision_list_window_hours: 'integer',
  decision_list_max_page: 'integer',
  hitl_approval_enabled: 'flag',
  hitl_expiry_hours: 'integer',
  policy_simulation_enabled: 'flag',
  max_simulations_per_day: 'integer',
  max_impact_report_inputs: 'integer',
  evidence_export_enabled: 'flag',
  max_evidence_export_records: 'integer',
  max_evidence_window_days: 'integer',
  max_evidence_exports_per_day: 'integer',
} as const

/** The payload as the runtime knows it. Source: getaxonflow/axonflow platform/agent/license/validation.go, tier_limits.go */
export const PAYLOAD = struct({
  id: 'text',
  tier: 'text',
  deployment_id: 'text',
  org_id: 'text',
  service_name: 'text',
  service_type: 'text',
  permissions: 'texts',
  issued_at: 'text',
  expires_at: 'text',
  email: 'text',
  email2: 'text',
  limits: LIMITS,
  tenant_id: 'text',
  aud: 'text',
  jti: 'text',
  kid: 'text',
  origin: 'text',
})

export type Payload = StructOf<typeof PAYLOAD.shape>

/** What a key says, field by field, in the order people ask for it. */
const LABELS = [
  ['license', 'id'],
  ['deployment', 'deployment_id'],
  ['organization', 'org_id'],
  ['tenant', 'tenant_id'],
  ['service', 'service_name'],
  ['service type', 'service_type'],
  ['permissions', 'permissions'],
  ['issued', 'issued_at'],
  ['expires', 'expires_at'],
  ['email', 'email'],
  ['second email', 'email2'],
  ['token', 'jti'],
  ['signing key', 'kid'],
  ['origin', 'origin'],
] as const satisfies readonly (readonly [string, keyof Payload])[]

export function factsOf(payload: Payload): readonly Fact[] {
  const facts: Fact[] = []
  for (const [label, field] of LABELS) {
    const value = payload[field]
    if (value === undefined || value.length === 0) continue
    facts.push({ label, field, values: typeof value === 'string' ? [value] : value })
  }
  if (payload.limits) {
    const values = Object.entries(payload.limits).map(([name, value]) => `${name} ${value}`)
    if (values.length > 0)
      facts.push({ label: 'limits', field: 'limits', values, note: 'ignored: the tier alone decides' })
  }
  return facts
}

/** The first value that a key gives for a field; an empty text where it gives none. */
export const factOf = (key: { readonly facts: readonly Fact[] }, field: string): string =>
  key.facts.find((fact) => fact.field === field)?.values[0] ?? ''
