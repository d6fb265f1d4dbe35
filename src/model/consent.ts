import type { Shown } from './visible.ts'

/** What an operator may allow, each for a reason that stands in the plan and in the report. */
export const CONSENTS = [
  'downgrade',
  'sooner-expiry',
  'other-identity',
  'over-limit',
  'expired',
  'unverifiable',
] as const
export type ConsentName = (typeof CONSENTS)[number]

export interface Consent {
  readonly to: ConsentName
  readonly reason: Shown
}
