import type { Caller, SecretFacts, ServiceFacts, TaskDefinitionFacts, TaskFacts } from '../../host/aws-api.ts'
import type { Finding } from '../../model/finding.ts'
import type { Instant } from '../../model/instant.ts'
import type { KeyText } from '../../model/key-text.ts'
import type { Verdict } from '../../model/verdict.ts'
import type { Said } from '../health/ask.ts'
import type { Sight } from '../target.ts'
import type { AwsInFlight } from './in-flight.ts'
import type { AwsRef } from './ref.ts'

/** The value of AWSCURRENT: the whole of it, and the key in it. */
export interface CurrentValue {
  readonly version: string
  /** the secret as it stands, a JSON document perhaps; bytes, like a key */
  readonly document: KeyText
  readonly field: string | null
  readonly text: KeyText
  readonly verdict: Verdict
  /** the server's time at which it was read */
  readonly read: Instant
}

/** A value as its archive label names it. */
export const named = (value: CurrentValue | null) =>
  value && {
    version: value.version,
    fingerprint: 'key' in value.verdict ? value.verdict.key.fingerprint : null,
  }

export interface ServiceSight {
  readonly service: ServiceFacts
  readonly definition: TaskDefinitionFacts
  readonly tasks: readonly TaskFacts[]
}

/** A service whose task definition holds the key as a plain value, and gets a new revision of it. */
export interface Moving {
  readonly service: string
  /** ARN of the revision that it has */
  readonly from: string
  readonly variables: readonly PlainVariable[]
  /** null: its tasks could read no secret */
  readonly executionRole: string | null
}

export interface PlainVariable {
  readonly container: string
  readonly name: string
}

/** Everything the plan rests on. Empty parts are explained by a refusal. */
export interface AwsSight extends Sight {
  readonly ref: AwsRef
  readonly region: string
  readonly caller: Caller
  readonly secret: SecretFacts | null
  /** the field of the secret that the key is in, or goes to; null: the whole of it */
  readonly field: string | null
  readonly current: CurrentValue | null
  readonly inFlight: AwsInFlight | null
  readonly services: readonly ServiceSight[]
  /** the server's time before their tasks were listed; null: there are none */
  readonly servicesRead: Instant | null
  /** what the runtimes say before anything is done, where they say anything */
  readonly words: readonly Said[]
  readonly deploying: readonly Finding[]
  /** why the secret must not be written */
  readonly obstacles: readonly Finding[]
  readonly moving: readonly Moving[]
  /** what has to be made before there is a key in place: the secret, or its first version */
  readonly creates: 'secret' | 'version' | null
}
