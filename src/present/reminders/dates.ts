import { DAY, type Instant, instantAt, SECOND } from '../../model/instant.ts'
import type { Phase } from '../../model/timeline.ts'
import type { JudgedVerdict, Verdict } from '../../model/verdict.ts'
import { own, type Shown, says, visible } from '../../model/visible.ts'
import { effects } from '../inspect/timeline-words.ts'

/** A moment in a key's life that somebody should know of before. */
export interface Dated {
  /** `reminder-90`, `expiry`, or the name of the phase that begins */
  readonly kind: string
  readonly at: Instant
  /** the same for the same key and kind, whenever it is made: a calendar replaces what it had */
  readonly uid: string
  /** whose license, and what happens */
  readonly title: Shown
  /** what happens alone */
  readonly event: Shown
  readonly says: Shown
  /** how many milliseconds before a calendar should ring */
  readonly alarms: readonly number[]
}

interface Of {
  readonly productName: string
  readonly verdict: Verdict
  readonly reminders: readonly { readonly at: Instant; readonly says: Shown }[]
}

/**
 * The dates to come of a key: the vendor's reminders, its expiry, and whatever changes before and after. None of a key
 * that says nothing to go by: refused, forged, unreadable, absent, or without an end.
 */
export function datesOf({ productName, verdict, reminders }: Of): readonly Dated[] {
  if (verdict.kind !== 'usable' && verdict.kind !== 'out-of-term' && verdict.kind !== 'unproved') return []
  const { key, timeline, now } = verdict
  const { expires } = key
  if (expires === null) return []
  const license = own(says`${productName} license ${own(whose(verdict))}`)
  const doubt = verdict.kind === 'unproved' ? says` (nobody could check who made this key)` : says``
  const dated = (kind: string, at: Instant, event: Shown, what: Shown, alarms: readonly number[]): Dated => ({
    kind,
    at: wholeSecond(at),
    uid: `lic-${key.fingerprint}-${kind}`,
    title: says`${license}: ${own(event)}`,
    event,
    says: says`${own(what)}${own(doubt)}; fingerprint ${key.fingerprint}`,
    alarms,
  })
  const mails = reminders.map(({ at, says: event }) => {
    const days = Math.round((expires - at) / DAY)
    const what = says`the vendor writes about the renewal; the license expires in ${days} days`
    return dated(`reminder-${days}`, at, event, what, [0])
  })
  const turns = (timeline ?? []).flatMap((phase, index, all): readonly Dated[] => {
    if (phase.from === 'always' || index === 0) return []
    const ends = wholeSecond(phase.from) === wholeSecond(expires)
    const event = ends ? says`it expires` : turn(all[index - 1], phase)
    const what = says`from then on: ${own(visible(effects(phase)))}`
    const alarms = phase.state === 'alive' ? [0] : [7 * DAY, DAY]
    return [dated(ends ? 'expiry' : phase.name, phase.from, event, what, alarms)]
  })
  return [...mails, ...turns].filter(({ at }) => at > now).sort((a, b) => a.at - b.at)
}

const turn = (before: Phase | undefined, phase: Phase): Shown =>
  before?.state === 'grace' && phase.state !== 'grace' ? says`its grace ends` : says`${phase.name} begins`

/** Where a phase begins one millisecond after a second, it is told by the second. */
const wholeSecond = (at: Instant): Instant => instantAt(Math.floor(at / SECOND) * SECOND)

function whose({ key }: JudgedVerdict): Shown {
  const tier = key.tier === null ? says`of no tier` : says`(${key.tier})`
  return key.identity === null ? tier : says`${own(tier)} of ${key.identity.value}`
}
