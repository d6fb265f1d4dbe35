import type { Finding } from '../../model/finding.ts'
import type { KeyText } from '../../model/key-text.ts'
import type { Said } from '../health/ask.ts'
import type { InFlight, Sight } from '../target.ts'
import type { Archive } from './archives.ts'
import type { Lock } from './lock.ts'
import type { EnvFileRef } from './ref.ts'

/** A rotation that left its lock file. */
export interface FileInFlight extends InFlight {
  readonly lock: Lock
}

/** Everything the plan rests on. */
export interface FileSight extends Sight {
  readonly ref: EnvFileRef
  /** the file as it stands, one character a byte; null: there is none, or none that can be read */
  readonly file: KeyText | null
  readonly inFlight: FileInFlight | null
  /** what stands where a lock file would, and is none */
  readonly noLock: readonly Finding[]
  readonly archives: readonly Archive[]
  /** what the runtimes say before anything is done, where they say anything */
  readonly words: readonly Said[]
  readonly creates: 'file' | 'variable' | null
  /** why the file must not be written */
  readonly obstacles: readonly Finding[]
}
