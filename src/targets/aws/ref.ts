import type { Again } from '../health/again.ts'
import type { HealthRef } from '../health/ask.ts'

/** Where a key lives on AWS: one secret, and the services of one cluster whose tasks read it. */
export interface AwsRef extends Again {
  /** name or ARN */
  readonly secret: string
  /** a field of a JSON document; null: as the task definitions say, else the whole secret */
  readonly field: string | null
  /** name or ARN */
  readonly cluster: string
  readonly services: readonly [string, ...string[]]
  readonly region: string | null
  readonly profile: string | null
  readonly health: readonly HealthRef[]
  /** how much must be proven: that tasks read the key, or that the runtime says so itself */
  readonly prove: 'tasks' | 'health'
  /** one service after the other, so that few extra tasks run at a time */
  readonly sequential: boolean
  /** milliseconds given for the whole, going back apart */
  readonly timeoutMs: number
  /** services that hold the key as a plain value get a new revision of their task definition; null: they are refused */
  readonly via: Via | null
  /** a secret that is not there, or has no value yet, is made */
  readonly create: boolean
}

/** What a new revision has in place of a plain value: a reference to the secret, or the new value. */
export type Via = 'secret' | 'value'
