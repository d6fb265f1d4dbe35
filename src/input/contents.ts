import type { Finding } from '../model/finding.ts'
import type { Shown } from '../model/visible.ts'

/** More than any key: one environment string holds at most 128 KiB, so a longer one can never reach a runtime. */
export const CAP = 1 << 20

/** What a source held: one character per byte, and which source it was. */
export interface Contents {
  readonly bytes: string
  readonly from: Shown
  /** the environment or the file that it shares with other values; null where it stands alone */
  readonly place: string | null
  readonly findings: readonly Finding[]
  /** the variable or field it stood in, where there was one */
  readonly name?: string
  /** `place` is one document, which somebody wrote as a whole */
  readonly document?: true
}

export interface RemotePlace {
  readonly region: string | null
  readonly profile: string | null
}

/** One character per byte of the UTF-8 text. */
export const bytesOf = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')
