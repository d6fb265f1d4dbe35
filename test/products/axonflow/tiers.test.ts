import { describe, expect, test } from 'vitest'
import type { Limit } from '../../../src/model/limit.ts'
import { axonflow } from '../../../src/products/axonflow/product.ts'

const word = (limit: Limit | undefined): string => {
  if (limit === undefined) return '?'
  switch (limit.kind) {
    case 'max':
      return `${limit.value}${limit.unit ? ` ${limit.unit}` : ''}`
    case 'feature':
      return limit.how ?? (limit.enabled ? 'yes' : 'no')
    case 'text':
      return limit.value
    default:
      return limit.kind
  }
}

const table = (platform: string | null) => axonflow.tiers({ platform })
const rows = (platform: string | null) =>
  Object.fromEntries(
    table(platform).rows.map(({ id, byTier }) => [
      id,
      table(platform)
        .tiers.map((tier) => word(byTier[tier]))
        .join(' | '),
    ]),
  )

/** A row of the tiers page: Community, Evaluation, and Enterprise for the three paid tiers. */
const three = (a: string, b: string, c: string): string => [a, b, c, c, c].join(' | ')

describe('the tier table', () => {
  test('holds the whole published page, as it was before platform 11', () => {
    expect(rows('10')).toMatchObject({
      tenant_policies: three('20', '50', 'unlimited'),
      organization_policies: three('none', '5', 'unlimited'),
      connectors_with_custom_policies: three('2', '5', 'unlimited'),
      llm_providers: three('2', '3', 'unlimited'),
      audit_retention: three('3 days', '14 days', '3650 days'),
      execution_history: three('50', '500', 'unlimited'),
      concurrent_executions: three('5', '25', 'unlimited'),
      map_plans: three('25', '100', 'unlimited'),
      versions_per_plan: three('10', '25', 'unlimited'),
      sse_connections: three('5', '25', 'unlimited'),
      cost_estimates_per_day: three('10', '100', 'unlimited'),
      pending_approvals: three('5', '100', 'unlimited'),
      media_governance: three('opt-in', 'yes', 'yes'),
      human_approvals: three('no', 'yes', 'yes'),
      policy_simulation: three('no', 'yes', 'yes'),
      evidence_export: three('no', 'yes', 'yes'),
      impact_report_inputs: three('none', '50', '100'),
      evidence_export_window: three('none', '14 days', 'unlimited'),
    })
  })

  test("holds the runtime's own limits", () => {
    expect(rows('10')).toMatchObject({
      simulations_per_day: three('none', '300', 'unlimited'),
      evidence_export_records: three('none', '5000', 'unlimited'),
      evidence_exports_per_day: three('none', '3', 'unlimited'),
      approval_expiry: three('none', '24 hours', '24 hours'),
      decision_list_window: three('24 hours', '336 hours', 'unlimited'),
      decision_list_page: three('5', '100', '1000'),
    })
  })

  test('holds the In-VPC page: nodes, capacity, SLA, support, releases', () => {
    expect(rows(null)).toMatchObject({
      nodes: '? | 2 | 10 | 50 | unlimited',
      node_grace: '? | ? | 7 days | 7 days | 7 days',
      capacity: '? | ? | ~100K requests/day | ~500K requests/day | millions of requests/day',
      sla: '? | ? | none | 99.9% | 99.9%',
      support_response: '? | ? | 48 hours | 4 hours | 1 hour',
      releases: '? | ? | quarterly | monthly | on demand',
      customer_success: '? | ? | no | yes | yes',
      architecture_reviews: '? | ? | no | no | yes',
    })
  })

  test('changes with platform 11, and says what the page still says', () => {
    const before = rows('10.9')
    const since = rows('11')
    const changed = Object.keys(since).filter((id) => since[id] !== before[id])
    expect(Object.fromEntries(changed.map((id) => [id, since[id]]))).toEqual({
      organization_policies: three('none', 'none', 'unlimited'),
      pending_approvals: three('5', '25', 'unlimited'),
      human_approvals: three('no', 'no', 'yes'),
      admitted_nodes: three('1', 'unlimited', 'unlimited'),
      human_principals: three('25', '75', 'unlimited'),
      service_principals: three('5', '25', 'unlimited'),
    })
    expect(rows(null)).toEqual(since)
    const notes = table(null).rows.filter(({ note }) => note?.includes('page still'))
    expect(notes.map(({ id }) => id)).toEqual([
      'organization_policies',
      'pending_approvals',
      'human_approvals',
    ])
  })

  test('has each row once, in its group, with its source', () => {
    const { rows: all } = table(null)
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    expect([...new Set(all.map(({ group }) => group))]).toEqual(['nodes', 'limits', 'features', 'service'])
    expect(all.filter(({ source }) => !/License Management|getaxonflow\/axonflow/.test(source))).toEqual([])
  })

  test('names the features of the runtime by tier', () => {
    const having = (tier: string) =>
      table(null)
        .rows.filter(({ source, byTier }) => source.endsWith('validation.go') && word(byTier[tier]) === 'yes')
        .map(({ id }) => id)
    expect(Object.fromEntries(table(null).tiers.map((tier) => [tier, having(tier).sort()]))).toEqual({
      Community: ['audit_logging'],
      Evaluation: ['audit_logging', 'basic_support'],
      Professional: ['audit_logging', 'basic_support'],
      Enterprise: [
        'advanced_policies',
        'audit_logging',
        'custom_connectors',
        'multi_tenant',
        'priority_support',
        'sla_guarantee',
      ],
      Plus: [
        '24x7_support',
        'advanced_policies',
        'audit_logging',
        'custom_connectors',
        'dedicated_sa',
        'multi_tenant',
        'sla_guarantee',
        'unlimited_nodes',
      ],
    })
  })
})

test.each([
  ['PRO', 'Professional'],
  ['professional', 'Professional'],
  ['PROFESSIONAL', 'Professional'],
  ['ENT', 'Enterprise'],
  ['Plus', 'Plus'],
  ['Enterprise Plus', 'Plus'],
  ['enterprise_plus', 'Plus'],
  ['eval', 'Evaluation'],
  ['Community', 'Community'],
  ['Premium', null],
  ['__proto__', null],
  ['constructor', null],
  ['', null],
])('the tier spelled %j is %s', (spelling, tier) => {
  expect(axonflow.tierNamed(spelling)).toBe(tier)
})
