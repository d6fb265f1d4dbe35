import type { DecodedKey } from '../model/decoded.ts'
import { error, type Finding, warning } from '../model/finding.ts'
import { type Instant, relative, toIso } from '../model/instant.ts'
import type { Phase, Standing, Timeline } from '../model/timeline.ts'
import { own, type Shown, says } from '../model/visible.ts'

/** What is wrong with where a key stands; null for one that is in term. `worth`: it counted while it was. */
export function termFinding(
  { expires }: DecodedKey,
  { phase }: Standing,
  now: Instant,
  worth: boolean,
): Finding | null {
  if (phase.state === 'alive') return null
  if (phase.finding) return phase.finding
  const effects = worth
    ? [says`running: ${own(phase.says.running)}`, says`starting: ${own(phase.says.starting)}`]
    : []
  const since = expires ?? now
  switch (phase.state) {
    case 'grace':
      return error(
        'key.grace',
        says`expired ${relative(since, now)}, at ${toIso(since)}; in its grace period${own(graceEnd(phase, now))}`,
        ...effects,
      )
    case 'over':
      return error('key.expired', says`expired ${relative(since, now)}, at ${toIso(since)}`, ...effects)
    case 'pending':
      return error('key.not-yet-valid', says`not yet valid`, ...effects)
  }
}

const graceEnd = ({ until }: Phase, now: Instant): Shown =>
  until === 'forever' ? says`` : says` until ${toIso(until)}, ${relative(until, now)}`

const NONE: readonly Finding[] = []

/** A coming end of the term a key is alive in: critical, soon, or nothing. */
export function soonFindings(
  { expires }: DecodedKey,
  { phase }: Standing,
  timeline: Timeline | null,
  now: Instant,
  { warnWithin, critWithin }: { readonly warnWithin: number; readonly critWithin: number },
): readonly Finding[] {
  if (phase.state !== 'alive') return NONE
  if (phase.finding) return [phase.finding]
  if (phase.until === 'forever' || expires === null) return NONE
  const left = expires - now
  if (left > Math.max(warnWithin, critWithin)) return NONE
  const next = timeline?.find(({ state }) => state === 'grace' || state === 'over')
  if (next === undefined) return NONE
  const text = says`expires ${relative(expires, now)}, at ${toIso(expires)}`
  return [
    warning(
      left <= critWithin ? 'key.expires-critical' : 'key.expires-soon',
      text,
      says`then, running: ${own(next.says.running)}`,
      says`then, starting: ${own(next.says.starting)}`,
    ),
  ]
}
