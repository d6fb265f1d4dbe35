import { type Instant, instantAt, SECOND } from '../../model/instant.ts'
import type { Phase, Standing, Timeline } from '../../model/timeline.ts'
import type { Entry } from '../section.ts'
import { when } from '../verdict-line.ts'

/** Each phase with its exact instants, and what running and starting processes do in it. */
export const phaseEntries = (
  timeline: Timeline,
  standing: Standing,
  now: Instant,
  asked: boolean,
): readonly Entry[] =>
  timeline.flatMap((phase) => {
    const label = phase === standing.phase ? momentWord(asked) : isPast(phase, now) ? 'past' : 'later'
    return [
      [label, `${phase.name}: ${span(phase, now)}`],
      ['', effects(phase)],
    ] as const
  })

/** What to call the moment a key is judged at. */
export const momentWord = (asked: boolean): string => (asked ? 'then' : 'now')

/** `running: Community limits; starting: boots as Community` */
export const effects = ({ says }: Phase): string => `running: ${says.running}; starting: ${says.starting}`

const isPast = ({ until }: Phase, now: Instant): boolean => until !== 'forever' && until <= now

function span({ from, until }: Phase, now: Instant): string {
  if (until === 'forever') return from === 'always' ? 'always' : `from ${boundary(from, now)} on`
  if (from === 'always') return `until ${boundary(until, now)}`
  return `from ${boundary(from, now)} until ${boundary(until, now)}`
}

/** Where a phase begins one millisecond after a whole second, people are told the second; JSON is exact. */
export const boundary = (at: Instant, now: Instant): string =>
  when(at % SECOND === 1 ? instantAt(at - 1) : at, now)
