import { distance, MINUTE, SECOND } from '../../model/instant.ts'

const TENTH = SECOND / 10

/** ` (0.3 s)`, ` (2 min 5 s)`; nothing for what took no time worth telling. */
export function lasted(milliseconds: number): string {
  if (milliseconds < TENTH / 2) return ''
  if (milliseconds >= MINUTE) return ` (${distance(milliseconds)})`
  return ` (${(milliseconds / SECOND).toFixed(1)} s)`
}
