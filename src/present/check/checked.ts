import type { KnownFinding } from '../../input/baseline.ts'
import type { Decoding } from '../../model/decoded.ts'
import type { ExitCode } from '../../model/exit.ts'
import type { Finding } from '../../model/finding.ts'
import type { Verdict } from '../../model/verdict.ts'
import type { Shown } from '../../model/visible.ts'

/** One key that was checked: what was found, and how it ends by what was asked of it. */
export interface Checked {
  readonly of:
    | { readonly kind: 'judged'; readonly verdict: Verdict }
    | { readonly kind: 'format'; readonly decoding: Decoding }
  /** beside those of the verdict: what lies around the key, and what was asked and does not hold */
  readonly findings: readonly Finding[]
  readonly exitCode: ExitCode
  readonly from: Shown
  /** in a list of keys; else null */
  readonly line: number | null
  /** the file it lies in, its path as given; absent where it lies in none */
  readonly location?: Location
  /** what a baseline lets pass of it; absent for nothing */
  readonly letPass?: readonly KnownFinding[]
}

export interface Location {
  readonly path: string
  readonly line?: number
  readonly column?: number
  /** which variable gets it; null where the file says none */
  readonly variable?: Shown | null
  /** `service agent` */
  readonly inside?: Shown | null
}

/** How many keys were checked, how they ended, and what was passed over. */
export interface Tally {
  readonly checked: number
  readonly passed: number
  /** how many of those only because a baseline lets them */
  readonly letPass?: number
  readonly blank: number
  readonly comments: number
  /** how many keys ended in each exit code but 0 */
  readonly exitCodes: Readonly<Record<string, number>>
}

export const NOTHING: Tally = { checked: 0, passed: 0, blank: 0, comments: 0, exitCodes: {} }

/** Of one key. */
export const tallyOf = ({ exitCode }: Checked): Tally => ({
  ...NOTHING,
  checked: 1,
  ...(exitCode === 0 ? { passed: 1 } : { exitCodes: { [exitCode]: 1 } }),
})

export function addTallies(one: Tally, other: Tally): Tally {
  const exitCodes: Record<string, number> = { ...one.exitCodes }
  for (const [code, count] of Object.entries(other.exitCodes))
    exitCodes[code] = (exitCodes[code] ?? 0) + count
  return {
    checked: one.checked + other.checked,
    passed: one.passed + other.passed,
    blank: one.blank + other.blank,
    comments: one.comments + other.comments,
    exitCodes,
  }
}
