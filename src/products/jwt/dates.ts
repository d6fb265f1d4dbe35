import { error, type Finding, warning } from '../../model/finding.ts'
import { HOUR, type Instant, instantAt, relative, SECOND, toIso } from '../../model/instant.ts'
import { type Shown, says } from '../../model/visible.ts'
import type { JsonValue } from '../../wire/strict-json.ts'
import { type Claims, valueText } from './claims.ts'

/** The dates of a token, and why one of them cannot be read. */
export interface Dates {
  readonly issued: Instant | null
  readonly expires: Instant | null
  readonly begins: Instant | null
  readonly faults: readonly Finding[]
}

/** Seconds of the year 5138: larger numbers are milliseconds, which a runtime takes for a date in 50 millennia. */
const MILLISECONDS = 1e11
const NONE: readonly Finding[] = []

/** `exp`, `nbf` and `iat` (RFC 7519, section 4.1): whole seconds since 1970. `exp` must be there. */
export function datesOf(claims: Claims): Dates {
  const exp = claims.value('exp')
  const nbf = claims.value('nbf')
  const iat = claims.value('iat')
  const expires = instant(exp)
  const begins = instant(nbf)
  const issued = instant(iat)
  if (expires !== null && (nbf === undefined || begins !== null) && (iat === undefined || issued !== null))
    return { issued, expires, begins, faults: NONE }
  return {
    issued,
    expires,
    begins,
    faults: [
      ...(exp === undefined ? [missing] : expires === null ? [unreadable('exp', exp)] : []),
      ...(nbf !== undefined && begins === null ? [unreadable('nbf', nbf)] : []),
      ...(iat !== undefined && issued === null ? [oddIssue(iat)] : []),
    ],
  }
}

const instant = (value: JsonValue | undefined): Instant | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= MILLISECONDS
    ? instantAt(value * SECOND)
    : null

const missing = error(
  'key.expiry-format',
  says`the key states no expiry: it has no exp`,
  says`a license without an end is none: ask the vendor for the key again`,
)

const unreadable = (name: string, value: JsonValue): Finding =>
  error(
    'key.expiry-format',
    wrong(name, value),
    says`whole seconds since 1970 are wanted, as RFC 7519 has them`,
  )

const oddIssue = (value: JsonValue): Finding => warning('key.issue-date', wrong('iat', value))

const wrong = (name: string, value: JsonValue): Shown => {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > MILLISECONDS)
    return says`${name} ${value} is in milliseconds: as seconds it is more than three thousand years away`
  return typeof value === 'number'
    ? says`${name} ${value} is no whole number of seconds since 1970`
    : says`${name} is no number: ${valueText(value)}`
}

/** Clocks differ; an hour does not. */
const TOLERANCE = HOUR

/** A key that was issued later than now: its clock or ours is wrong, or `--at` asks for a day before it. */
export const issuedLater = (issued: Instant | null, now: Instant): readonly Finding[] =>
  issued === null || issued <= now + TOLERANCE
    ? NONE
    : [
        warning(
          'key.issue-date',
          says`issued in the future: ${toIso(issued)}, ${relative(issued, now)}`,
          says`look at the clock of this machine; libraries differ on whether such a key is good`,
        ),
      ]
