import { type Instant, realDay } from '../../model/instant.ts'
import { remember } from '../../model/remember.ts'

const EIGHT_DIGITS = /^[0-9]{8}$/

/** `YYYYMMDD` as the start of that day in UTC; undefined for anything that is no day of the calendar. */
export const readDay = (text: string): Instant | undefined =>
  text.length === 8 && EIGHT_DIGITS.test(text) ? dayOf(text) : undefined

const dayOf = remember((digits: string) =>
  realDay(Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6))),
)

/** The day as of which the tables of tiers and platform versions were compared with the vendor's sources. */
export const TABLES_AS_OF = '2026-11-23'

/** The day on which the vendor replaced its enterprise key. */
export const ENTERPRISE_KEY_SINCE = '2026-04-09'
export const EVALUATION_KEY_SINCE = '2026-02-09'
