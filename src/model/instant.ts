import { remember } from './remember.ts'

declare const instant: unique symbol

/** A moment, in milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number & { readonly [instant]: true }

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export const instantAt = (milliseconds: number): Instant => milliseconds as Instant

export const after = (from: Instant, milliseconds: number): Instant => instantAt(from + milliseconds)

/** ISO 8601 in UTC, milliseconds only where there are some: `2026-10-28T00:00:00Z`. */
export const toIso = remember((when: Instant): string => {
  const date = new Date(when)
  const year = date.getUTCFullYear()
  if (!(year >= 0 && year <= 9999)) return date.toISOString().replace('.000Z', 'Z')
  const [month, day] = [date.getUTCMonth() + 1, date.getUTCDate()]
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map((part) => padded(part, 2))
  const milliseconds = date.getUTCMilliseconds()
  const fraction = milliseconds === 0 ? '' : `.${padded(milliseconds, 3)}`
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}T${time.join(':')}${fraction}Z`
})

/** `Date.toISOString` does the same, but first has the local time zone looked up. */
const padded = (part: number, digits: number): string => String(part).padStart(digits, '0')

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(Z|[+-]\d{2}:\d{2}))?$/

/** ISO 8601; a bare date is 00:00:00 UTC of that day. Undefined for anything else, 30 February included. */
export function parseInstant(text: string): Instant | undefined {
  const match = ISO.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] = match
  const days = realDay(Number(year), Number(month), Number(day))
  if (days === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const time =
    (Number(hour) * 60 + Number(minute)) * MINUTE + Number(second) * SECOND + Number(fraction.padEnd(3, '0'))
  return instantAt(days + time - offset(zone))
}

function offset(zone: string): number {
  if (zone === 'Z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4))
  return (zone.startsWith('-') ? -minutes : minutes) * MINUTE
}

/** The start of a proleptic Gregorian day in UTC, years 0000 to 9999; undefined where there is no such day. */
export function realDay(year: number, month: number, day: number): Instant | undefined {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return same ? instantAt(date.getTime()) : undefined
}

/** How far apart two moments are, in the two largest units that say something: `27 d 4 h`, `3 min`, `12 s`. */
export const distance = remember((milliseconds: number): string => {
  let rest = Math.abs(milliseconds)
  const parts: string[] = []
  for (const [unit, size] of [
    ['d', DAY],
    ['h', HOUR],
    ['min', MINUTE],
    ['s', SECOND],
  ] as const) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count > 0) parts.push(`${count} ${unit}`)
    else if (parts.length > 0) break
    if (parts.length === 2) break
  }
  return parts.join(' ') || '0 s'
})

/** `in 27 d 4 h` or `3 d ago`. */
export const relative = (when: Instant, now: Instant): string =>
  when === now ? 'now' : when > now ? `in ${distance(when - now)}` : `${distance(now - when)} ago`
