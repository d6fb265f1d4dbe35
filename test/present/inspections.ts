import { instantAt } from '../../src/model/instant.ts'
import { feature, max, none, type TierTable, unlimited, words } from '../../src/model/limit.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { says } from '../../src/model/visible.ts'
import type { Inspection } from '../../src/present/inspect/inspection.ts'

export const tiers: TierTable = {
  product: 'AxonFlow',
  platform: '11',
  tiers: ['Community', 'Evaluation', 'Enterprise'],
  rows: [
    {
      id: 'tenant-policies',
      label: 'tenant policies',
      group: 'policies',
      source: 'docs/license',
      byTier: { Community: max(20), Evaluation: max(50), Enterprise: unlimited },
    },
    {
      id: 'organization-policies',
      label: 'organization policies',
      group: 'policies',
      source: 'docs/license',
      byTier: { Community: none, Evaluation: max(5), Enterprise: unlimited },
      note: 'platform 11 says none for Evaluation',
    },
    {
      id: 'audit-retention',
      label: 'audit retention',
      group: 'retention',
      source: 'docs/license',
      byTier: { Community: max(3, 'days'), Evaluation: max(14, 'days'), Enterprise: max(3650, 'days') },
    },
    {
      id: 'media-governance',
      label: 'media governance',
      group: 'features',
      source: 'docs/license',
      byTier: { Community: feature(true, 'opt-in'), Evaluation: feature(true), Enterprise: feature(true) },
    },
    {
      id: 'support-response',
      label: 'support response',
      group: 'support',
      source: 'docs/in-vpc',
      byTier: { Enterprise: words('4 hours'), Evaluation: feature(false) },
    },
  ],
}

/** An inspection of a verdict, as the command would put it together. */
export const inspectionOf = (verdict: Verdict, overrides: Partial<Inspection> = {}): Inspection => ({
  verdict,
  from: says`standard input`,
  strays: [],
  asked: false,
  productName: 'AxonFlow',
  tierInForce: verdict.kind === 'unproved' ? null : verdict.kind === 'usable' ? 'Enterprise' : 'Community',
  tiers,
  rotates: true,
  support: null,
  ask: [],
  reminders: [{ at: instantAt(Date.UTC(2026, 10, 20)), says: says`30 days before expiry: final reminder` }],
  explanations: [{ label: 'deployment_id', says: says`names the installation that may boot` }],
  ...overrides,
})
