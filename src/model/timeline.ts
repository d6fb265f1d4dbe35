import type { Finding, NonEmpty } from './finding.ts'
import type { Instant } from './instant.ts'
import type { Shown } from './visible.ts'

export type Effect = 'full' | 'reduced' | 'read-only' | 'refused'

/** A stretch of a key's life; `from` is inclusive, `until` exclusive. */
export interface Phase {
  readonly name: string
  readonly from: Instant | 'always'
  readonly until: Instant | 'forever'
  /** `pending`: not yet valid. `alive`: in term. `grace`: expired, tolerated. `over`: expired. */
  readonly state: 'pending' | 'alive' | 'grace' | 'over'
  readonly effect: { readonly running: Effect; readonly starting: Effect }
  readonly says: { readonly running: Shown; readonly starting: Shown }
  /** what to report while a key stands here, where the key's dates do not say it */
  readonly finding?: Finding
}

/** A product states a key's life as data, in order and without gaps; `standing` reads any of them. */
export type Timeline = NonEmpty<Phase>

export interface Standing {
  readonly phase: Phase
  readonly next: Phase | null
}

/** Where a key stands at a moment. */
export function standing(timeline: Timeline, now: Instant): Standing {
  const index = timeline.findIndex((phase) => phase.until === 'forever' || now < phase.until)
  const at = index < 0 ? timeline.length - 1 : index
  return { phase: timeline[at] ?? timeline[0], next: timeline[at + 1] ?? null }
}
