import { after, DAY, type Instant } from '../../model/instant.ts'
import { remember } from '../../model/remember.ts'
import type { Phase, Timeline } from '../../model/timeline.ts'
import { type Shown, says } from '../../model/visible.ts'

/** Whole days expired, hours / 24 cut off, up to 7 still boot: so grace ends before the ninth day begins. */
const GRACE = 8 * DAY
const DAYS_BEFORE = [90, 60, 30] as const

/**
 * The life of a key that expires at this instant. It counts as expired strictly after 00:00:00 UTC at the start of the
 * printed day, so `active` reaches one millisecond further. Source: validation.go, tier_read.go
 */
export const timelineOf = remember((expires: Instant): Timeline => {
  const ended = after(expires, 1)
  const graceOver = after(expires, GRACE)
  return [
    {
      name: 'active',
      from: 'always',
      until: ended,
      state: 'alive',
      effect: FULL,
      says: ACTIVE,
    },
    {
      name: 'grace',
      from: ended,
      until: graceOver,
      state: 'grace',
      effect: REDUCED,
      says: GRACE_SAYS,
    },
    {
      name: 'after',
      from: graceOver,
      until: 'forever',
      state: 'over',
      effect: OVER,
      says: AFTER_SAYS,
    },
  ]
})

const FULL = { running: 'full', starting: 'full' } as const
const REDUCED = { running: 'reduced', starting: 'reduced' } as const
const OVER = { running: 'reduced', starting: 'refused' } as const
const ACTIVE = { running: says`everything the tier grants`, starting: says`starts on the key's tier` }
const COMMUNITY = says`the limits of Community apply`
const GRACE_SAYS = {
  running: COMMUNITY,
  starting: says`starts with a warning, on the limits of Community`,
}
const AFTER_SAYS = { running: COMMUNITY, starting: says`refuses to start: the grace is over` }

/** A token of the hosted service, which takes it for 24 hours more; no agent starts with it. Source: the vendor's validator */
export const tokenTimelineOf = (expires: Instant): Timeline => [
  tokenPhase('active', 'always', after(expires, 1), says`good for requests to the hosted service`),
  tokenPhase(
    'grace',
    after(expires, 1),
    after(expires, DAY),
    says`taken by the hosted service for 24 hours more`,
  ),
  tokenPhase('after', after(expires, DAY), 'forever', says`refused by the hosted service`),
]

const STATES = { active: 'alive', grace: 'grace', after: 'over' } as const

const tokenPhase = (
  name: keyof typeof STATES,
  from: Phase['from'],
  until: Phase['until'],
  running: Shown,
): Phase => ({
  name,
  from,
  until,
  state: STATES[name],
  effect: { running: name === 'after' ? 'refused' : 'full', starting: 'refused' },
  says: { running, starting: says`starts no self-hosted agent` },
})

/** When the vendor writes to the customer. Source: docs.getaxonflow.com, license management (In-VPC) */
export const remindersOf = (expires: Instant): readonly { readonly at: Instant; readonly says: Shown }[] =>
  DAYS_BEFORE.map((days, index) => ({
    at: after(expires, -days * DAY),
    says: REMINDERS[index] ?? says`reminder`,
  }))

const REMINDERS = [
  says`renewal notice by email, 90 days before`,
  says`second reminder, 60 days before`,
  says`final reminder, 30 days before`,
]
