import type { Again } from '../health/again.ts'
import type { HealthRef } from '../health/ask.ts'

/** Where a key lives in a file of variables: the file, the variable in it, and what has the product read it again. */
export interface EnvFileRef extends Again {
  readonly path: string
  readonly variable: string
  /** where the key that verifies the license is; null: the product has it built in */
  readonly publicKey: PublicKeyRef | null
  /** a shell command that restarts the product; null: nobody restarts it here */
  readonly restart: string | null
  readonly health: readonly HealthRef[]
  /** how much must be proven: what the restart said of itself, or that the runtime says so */
  readonly prove: 'restart' | 'health'
  /** a file that is not there is made */
  readonly create: boolean
  /** milliseconds given for the whole, going back apart */
  readonly timeoutMs: number
}

/** The variable that holds the key that verifies the license. */
export interface PublicKeyRef {
  readonly variable: string
  /** the new one, one character a byte; null: it stays, unless an archived key had another */
  readonly text: string | null
}
