import { lengthOfTime } from '../../model/length-of-time.ts'
import { LicError } from '../../model/lic-error.ts'
import { says } from '../../model/visible.ts'

/** Milliseconds; null where nothing was said. */
export function durationOf(flag: '--timeout' | '--undo-timeout', given: unknown): number | null {
  if (typeof given !== 'string') return null
  const length = lengthOfTime(given, ['s', 'min', 'm', 'h'])
  if (length === undefined || length === 0)
    throw new LicError(
      'usage.argument',
      says`${flag} is not a length of time`,
      says`write a number and s, m or h: 30m`,
    )
  return length
}
