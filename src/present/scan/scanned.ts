import type { AllowedKey } from '../../input/project-file.ts'
import type { Code } from '../../model/codes.ts'
import type { Verdict } from '../../model/verdict.ts'
import type { Shown } from '../../model/visible.ts'

/** What a key that was found is worth to whoever else finds it. */
export type Worth = 'live' | 'unproved' | 'expired' | 'untrusted' | 'refused' | 'example'

export const CODE_OF = {
  live: 'scan.live-key',
  unproved: 'scan.unproved-key',
  expired: 'scan.expired-key',
  untrusted: 'scan.untrusted-key',
  refused: 'scan.refused-key',
  example: 'scan.example',
} as const satisfies Record<Worth, Code>

/** One key where it was found. */
export interface Scanned {
  readonly worth: Worth
  readonly verdict: Verdict
  /** raw; null for standard input */
  readonly path: string | null
  readonly from: Shown
  readonly line: number
  readonly column: number
  /** it stands there in base64 */
  readonly encoded: boolean
  /** the entry of the project file about it, with whether it still counts */
  readonly allowed: { readonly entry: AllowedKey; readonly counts: boolean } | null
  /** it makes the scan fail */
  readonly fails: boolean
}

/** What was looked at: files, what is staged of them, or standard input. */
export type Scope = 'files' | 'staged' | 'input'

/** What was looked at, and what was found. */
export interface ScanReport {
  readonly found: readonly Scanned[]
  /** found, and too many to be listed */
  readonly left: number
  readonly counts: Readonly<Record<Worth | 'allowed', number>>
  readonly files: number
  /** left out, as they hold no text */
  readonly binary: number
  readonly unread: readonly { readonly from: Shown; readonly why: Shown }[]
  readonly of: Scope
}
