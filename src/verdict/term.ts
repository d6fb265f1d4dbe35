import type { DecodedKey } from '../model/decoded.ts'
import { error, type Finding, warning } from '../model/finding.ts'
import { type Instant, relative, toIso } from '../model/instant.ts'
import type { Standing } from '../model/timeline.ts'
import { own, says } from '../model/visible.ts'

/** What is wrong with where a key stands; null for one that is in term. */
export function termFinding({ expires }: DecodedKey, { phase }: Standing, now: Instant): Finding | null {
  const says_ = [says`running: ${own(phase.says.running)}`, says`starting: ${own(phase.says.starting)}`]
  const since = expires ?? now
  switch (phase.state) {
    case 'alive':
      return null
    case 'grace':
      return error(
        'key.grace',
        says`expired ${relative(since, now)}, at ${toIso(since)}; in its grace period`,
        ...says_,
      )
    case 'over':
      return error('key.expired', says`expired ${relative(since, now)}, at ${toIso(since)}`, ...says_)
    case 'pending':
      return error('key.not-yet-valid', says`not yet valid`, ...says_)
  }
}

/** A coming end of the phase a key is alive in: critical, soon, or nothing. */
export function soonFindings(
  { phase, next }: Standing,
  now: Instant,
  { warnWithin, critWithin }: { readonly warnWithin: number; readonly critWithin: number },
): readonly Finding[] {
  if (phase.state !== 'alive' || phase.until === 'forever' || next === null) return []
  const left = phase.until - now
  if (left > Math.max(warnWithin, critWithin)) return []
  const text = says`expires ${relative(phase.until, now)}, at ${toIso(phase.until)}`
  return [
    warning(
      left <= critWithin ? 'key.expires-critical' : 'key.expires-soon',
      text,
      says`then: ${own(next.says.running)}`,
    ),
  ]
}
