import type { Instant } from '../../../model/instant.ts'
import type { KeyText } from '../../../model/key-text.ts'
import type { Proof } from '../../../model/plan.ts'
import type { Intent, Tools } from '../../target.ts'
import type { FileSight } from '../sight.ts'

/** One run of a plan: what it was given, and what it learned on the way. */
export interface Run {
  readonly seen: FileSight
  readonly intent: Intent
  readonly tools: Tools
  readonly began: Instant
  readonly by: string
  /** the name of the copy that this run keeps of the file */
  readonly archive: string
  /** the file as it is to be; null: it stays as it is */
  readonly wanted: KeyText | null
  /** the file as it was before this rotation; null: there was none */
  readonly before: KeyText | null
  readonly memory: {
    locked: boolean
    archived: boolean
    /** the new key is in the file */
    promoted: boolean
    takenBack: boolean
    restarted: boolean
    proof: Proof
  }
}
