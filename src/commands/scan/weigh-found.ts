import type { AllowedKey } from '../../input/project-file.ts'
import type { Sighting } from '../../model/hunt.ts'
import type { Instant } from '../../model/instant.ts'
import { KeyText } from '../../model/key-text.ts'
import type { Verdict } from '../../model/verdict.ts'
import type { Shown } from '../../model/visible.ts'
import type { Scanned, Worth } from '../../present/scan/scanned.ts'
import { type JudgeOptions, judge } from '../../verdict/judge.ts'
import { worthOf } from './worth.ts'

/** All it takes to say what a sighting is. */
export interface Scales extends JudgeOptions {
  readonly allow: readonly AllowedKey[]
  /** what is not live fails, too */
  readonly failOnAny: boolean
}

const FAILS: readonly Worth[] = ['live', 'unproved']

/** Judges what was found; null for what only looks like a key. A key broken over lines is one only where its signature is good. */
export function weighFound(
  sighting: Sighting,
  place: { readonly path: string | null; readonly from: Shown },
  scales: Scales,
): Scanned | null {
  const verdict = judgeEither(sighting, scales)
  if (sighting.shared && verdict.kind === 'unreadable') return null
  const worth = worthOf(verdict)
  const allowed = allowanceFor(verdict, scales.allow, scales.now)
  return {
    worth,
    verdict,
    path: place.path,
    from: place.from,
    line: sighting.line,
    column: sighting.column,
    encoded: sighting.encoded,
    allowed,
    fails: allowed?.counts !== true && (scales.failOnAny || FAILS.includes(worth)),
  }
}

function judgeEither({ text, joined }: Sighting, scales: Scales): Verdict {
  const other = joined === null ? null : judge(new KeyText(joined), scales)
  if (other !== null && 'trust' in other && other.trust.kind === 'verified') return other
  return judge(new KeyText(text), scales)
}

function allowanceFor(verdict: Verdict, allow: readonly AllowedKey[], now: Instant): Scanned['allowed'] {
  if (!('key' in verdict)) return null
  const about = allow.filter(({ fingerprint }) => fingerprint === verdict.key.fingerprint)
  const entry = about.find(({ until }) => now < until) ?? about[0]
  return entry === undefined ? null : { entry, counts: now < entry.until }
}
