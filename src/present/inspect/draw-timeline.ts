import { DAY, type Instant, toIso } from '../../model/instant.ts'
import type { Phase, Standing, Timeline } from '../../model/timeline.ts'
import type { Paint, Tone } from '../look.ts'

const NARROWEST = 40
const WIDEST = 200
const INDENT = 2
/** the least room for a phase beside its name: a space and a stroke on each side */
const AIR = 4
/** never shows a long phase more than this much longer than a short one, so that grace can be seen */
const FLATTEST = 12

const STROKES = { alive: '\u2501', grace: '\u254d', over: '\u2508', pending: '\u2508' } as const
const TONES = {
  alive: 'good',
  grace: 'attention',
  over: 'bad',
  pending: 'quiet',
} as const satisfies Record<Phase['state'], Tone>

export interface Scene {
  readonly timeline: Timeline
  readonly standing: Standing
  readonly now: Instant
  /** when the first phase began, where it does not say itself */
  readonly issued: Instant | null
  /** `today`, or another word for the moment that is judged */
  readonly mark: string
}

/**
 * A key's life as three lines: the mark for today, a bar of phases, the days they begin. A picture to take
 * in, not a scale to measure: short phases are drawn longer. Empty where there is no room.
 */
export function drawTimeline(scene: Scene, width: number, paint: Paint): readonly string[] {
  const room = Math.min(WIDEST, width) - 2 * INDENT
  const cells = widthsOf(scene, room)
  if (width < NARROWEST || cells === null) return []
  const starts = cells.map((_, at) => cells.slice(0, at).reduce((sum, cell) => sum + cell, 0))
  const here = markAt(scene, cells, starts)
  const margin = ' '.repeat(INDENT)
  const bar = scene.timeline.map((phase, at) => paint(TONES[phase.state], segment(phase, cells[at] ?? 0)))
  return [
    margin + markLine(scene, here, room),
    margin + bar.join(''),
    margin + datesLine(scene.timeline, starts, room),
  ]
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
}

/** Columns for each phase: room for its name first, the rest by how long it lasts. Null where names do not fit. */
function widthsOf({ timeline, now, issued }: Scene, room: number): readonly number[] | null {
  const least = timeline.map(({ name }) => name.length + AIR)
  const rest = room - least.reduce((sum, cell) => sum + cell, 0)
  if (rest < 0) return null
  const known = timeline.map((phase) => lengthOf(phase, now, issued))
  const longest = Math.max(DAY, ...known.map((length) => length ?? 0))
  const shares = known.map((length) => Math.max(length ?? 0, longest / FLATTEST))
  const total = shares.reduce((sum, share) => sum + share, 0)
  const cells = least.map((cell, at) => cell + Math.floor((rest * (shares[at] ?? 0)) / total))
  const used = cells.reduce((sum, cell) => sum + cell, 0)
  return cells.map((cell, at) => (at === 0 ? cell + room - used : cell))
}

/** In milliseconds; null where it has no beginning or no end. */
function lengthOf({ from, until }: Phase, now: Instant, issued: Instant | null): number | null {
  if (until === 'forever') return null
  const begin = from !== 'always' ? from : issued !== null && issued < until ? issued : null
  return begin === null ? Math.max(0, until - now) : until - begin
}

function markAt(
  { timeline, standing, now, issued }: Scene,
  cells: readonly number[],
  starts: readonly number[],
) {
  const at = timeline.indexOf(standing.phase)
  const cell = cells[at] ?? 1
  return (starts[at] ?? 0) + Math.min(cell - 1, Math.floor(cell * progress(standing.phase, now, issued)))
}

/** How much of a phase is over, from 0 to 1; half where it has no beginning or no end. */
function progress({ from, until }: Phase, now: Instant, issued: Instant | null): number {
  const begin = from === 'always' ? issued : from
  if (begin === null || until === 'forever' || begin >= until) return 0.5
  return Math.min(1, Math.max(0, (now - begin) / (until - begin)))
}

function segment({ name, state }: Phase, width: number): string {
  const strokes = width - name.length - 2
  const left = Math.floor(strokes / 2)
  return `${STROKES[state].repeat(left)} ${name} ${STROKES[state].repeat(strokes - left)}`
}

/** `today 2026-11-23 v`, the arrow over its column; the words change sides where they would not fit. */
function markLine({ mark, now }: Scene, here: number, room: number): string {
  const text = `${mark} ${day(now)}`
  const before = here - text.length - 1
  if (before >= 0) return `${' '.repeat(before)}${text} \u25bc`
  return here + 2 + text.length <= room ? `${' '.repeat(here)}\u25bc ${text}` : `${' '.repeat(here)}\u25bc`
}

/** The day each phase begins, under its beginning; one that would run into another is left out. */
function datesLine(timeline: Timeline, starts: readonly number[], room: number): string {
  let line = ''
  timeline.forEach(({ from }, at) => {
    if (from === 'always') return
    const text = `\u2575${day(from)}`
    const start = Math.min(starts[at] ?? 0, room - text.length)
    if (start > line.length || (start === 0 && line === '')) line = line.padEnd(start) + text
  })
  return line
}

const day = (when: Instant): string => toIso(when).slice(0, 10)
