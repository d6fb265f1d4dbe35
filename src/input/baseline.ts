import type { Host } from '../host/host.ts'
import { CODES, type Code } from '../model/codes.ts'
import { EXIT } from '../model/exit.ts'
import { type Instant, parseInstant } from '../model/instant.ts'
import { LicError } from '../model/lic-error.ts'
import { own, type Shown, says } from '../model/visible.ts'
import { showName } from './may-show.ts'
import { fileError } from './read-source.ts'

/** A finding that is known and let pass, by whose decision and until when. */
export interface KnownFinding {
  readonly fingerprint: string
  readonly code: Code
  readonly reason: Shown
  /** the first instant at which it counts again; null: none */
  readonly until: Instant | null
}

export const BASELINE_SCHEMA = 'lic-baseline/1'
const CAP = 1 << 24

/**
 * Reads `{ "schema": "lic-baseline/1", "findings": [{ fingerprint, code, reason, until? }] }`. What is rejected for good
 * (forged, refused) needs a day until which; what cannot be read has no fingerprint, so that no entry can match it.
 *
 * @throws LicError source.unreadable; check.baseline naming the entry that is not whole
 */
export async function readBaseline(path: string, host: Host): Promise<readonly KnownFinding[]> {
  const from = says`the baseline, file ${own(showName(path))}`
  const { bytes } = await host.files.read(path, CAP).catch((thrown) => {
    throw fileError(thrown, from)
  })
  const findings = listIn(new TextDecoder().decode(bytes))
  if (findings === null || bytes.length > CAP)
    throw new LicError(
      'check.baseline',
      says`${own(from)} is none; nothing was checked`,
      says`write one with: lic check SOURCE --write-baseline FILE`,
    )
  return findings.map((entry, index) => {
    const known = readEntry(entry)
    if (typeof known !== 'string') return known
    throw new LicError(
      'check.baseline',
      says`entry ${index + 1} of ${own(from)}: ${own(known)}; nothing was checked`,
      says`an entry is: fingerprint (12 hex digits), code, reason, and until: "2026-12-31"`,
    )
  })
}

function listIn(text: string): readonly unknown[] | null {
  try {
    const value: unknown = JSON.parse(text)
    const { schema, findings } = Object(value) as { schema?: unknown; findings?: unknown }
    return schema === BASELINE_SCHEMA && Array.isArray(findings) ? findings : null
  } catch {
    return null
  }
}

function readEntry(entry: unknown): KnownFinding | Shown {
  const { fingerprint, code, reason, until } = Object(entry) as Readonly<Record<string, unknown>>
  if (typeof fingerprint !== 'string' || !/^[0-9a-f]{12}$/.test(fingerprint))
    return says`its fingerprint is not 12 hex digits`
  const known = Object.keys(CODES).find((one) => one === code) as Code | undefined
  if (known === undefined) return says`its code is none: lic help codes lists them`
  if (typeof reason !== 'string' || reason.trim() === '') return says`it states no reason`
  const end = until === undefined ? null : typeof until === 'string' ? parseInstant(until) : undefined
  if (end === undefined) return says`until is no day: write "2026-12-31"`
  if (end === null && CODES[known] > EXIT.malformed)
    return says`${known} may be let pass only until a stated day`
  return { fingerprint, code: known, reason: showName(reason), until: end }
}
