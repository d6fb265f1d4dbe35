import type { Caller, ScalableFacts, SecretFacts, ServiceFacts } from '../../../host/aws-api.ts'
import type { Finding } from '../../../model/finding.ts'
import type { Said } from '../../health/ask.ts'
import type { Sight } from '../../target.ts'
import type { AwsRef } from '../ref.ts'

/** Everything that a plan to scale rests on. */
export interface ScaleSight extends Sight {
  readonly ref: AwsRef
  readonly region: string
  readonly caller: Caller
  readonly secret: SecretFacts | null
  /** all that are counted against the license: those that are named, and others of the cluster that read this key */
  readonly services: readonly ServiceFacts[]
  /** names of those that may be scaled */
  readonly named: ReadonlySet<string>
  /** what the runtimes say of nodes and limits, where they say anything */
  readonly words: readonly Said[]
  readonly scalables: readonly ScalableFacts[]
  /** by service: what there is to say of a deployment that is in progress */
  readonly deploying: ReadonlyMap<string, Finding>
  /** why the key of the secret cannot be read */
  readonly unreadable: readonly Finding[]
  /** by service: why its tasks may hold another key than that of the secret */
  readonly miswired: ReadonlyMap<string, readonly Finding[]>
  /** a rotation that has not ended */
  readonly underWay: Finding | null
}

/** Another desired count for one service. */
export interface Change {
  readonly service: string
  readonly from: number
  readonly to: number
}

/** `back`: to what it was before. */
export type ScaleStep =
  | { readonly do: 'scale'; readonly change: Change }
  | { readonly do: 'scale-back' }
  | { readonly do: 'follow'; readonly back: boolean }
  | { readonly do: 'count' }
