import { type Instant, realDay } from '../../model/instant.ts'

const EIGHT_DIGITS = /^[0-9]{8}$/

/** `YYYYMMDD` as the start of that day in UTC; undefined for anything that is no day of the calendar. */
export function readDay(text: string): Instant | undefined {
  if (!EIGHT_DIGITS.test(text)) return undefined
  return realDay(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6)))
}

/** The day on which the vendor replaced its enterprise key. */
export const ENTERPRISE_KEY_SINCE = '2026-04-09'
export const EVALUATION_KEY_SINCE = '2026-02-09'
