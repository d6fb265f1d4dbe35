import type { Instant } from '../model/instant.ts'
import type { EcsApi } from './aws-api-ecs.ts'
import type { LogsApi } from './aws-api-logs.ts'

export type * from './aws-api-ecs.ts'
export type * from './aws-api-logs.ts'

/** What the user said about AWS; everything else is the SDK's own chain. */
export interface AwsSettings {
  readonly region?: string
  readonly profile?: string
  /** nobody is asked for the code of an MFA device */
  readonly noInput?: boolean
  /** nobody is told what is waited for */
  readonly quiet?: boolean
  /** is told of every call when it ends, for `--debug`: names and times, never values */
  readonly onCall?: (call: AwsCall) => void
}

export interface AwsCall {
  /** such as `secretsmanager:PutSecretValue` */
  readonly action: string
  readonly milliseconds: number
  /** `ok`, or why not */
  readonly outcome: 'ok' | AwsReason
}

/** The AWS calls we make, and no others. Every answer carries the server's own time. */
export interface Aws {
  readonly region: string
  readonly secrets: SecretsApi
  readonly ecs: EcsApi
  readonly logs: LogsApi
  caller(): Promise<Caller>
}

export interface Caller {
  readonly account: string
  readonly arn: string
  /** when the credentials in use expire, where that is known */
  readonly expires: Instant | null
}

/** Calls reject with `AwsTrouble`. Reads are tried again by the SDK; label moves are sent once. */
export interface SecretsApi {
  describe(id: string): Promise<SecretFacts>
  get(id: string, which: { readonly stage: string } | { readonly version: string }): Promise<SecretValue>
  /**
   * The values of AWSCURRENT of up to twenty secrets a call, by the ids that were asked for; of those that cannot be read
   * there is none.
   */
  currentValues(ids: readonly string[]): Promise<ReadonlyMap<string, SecretValue>>
  /** Every version that is kept, those without a label too. Newest first. */
  versions(id: string): Promise<readonly VersionFacts[]>
  /** Safe to send again with the same token and text. */
  create(
    request: CreateSecret,
  ): Promise<{ readonly arn: string; readonly version: string; readonly date: Instant }>
  /** Safe to send again with the same token and text. */
  put(request: PutSecret): Promise<{ readonly version: string; readonly date: Instant }>
  /** Moves a label; without `from`, refused when another version holds it; without `to`, takes it off `from`. */
  moveStage(request: MoveStage): Promise<{ readonly date: Instant }>
}

export interface SecretFacts {
  readonly arn: string
  readonly name: string
  readonly kmsKey: string | null
  readonly rotationEnabled: boolean
  readonly owningService: string | null
  readonly primaryRegion: string | null
  /** Regions that it is copied to */
  readonly replicas: readonly string[]
  readonly deleted: Instant | null
  /** when value or labels last changed */
  readonly changed: Instant | null
  readonly tags: Readonly<Record<string, string>>
  /** labels by version id */
  readonly stages: Readonly<Record<string, readonly string[]>>
  readonly date: Instant
}

export interface SecretValue {
  readonly version: string
  readonly stages: readonly string[]
  readonly created: Instant | null
  /** null: a binary secret */
  readonly text: string | null
  readonly date: Instant
}

export interface VersionFacts {
  readonly id: string
  readonly stages: readonly string[]
  readonly created: Instant | null
  /** the KMS keys it is encrypted under; `DefaultEncryptionKey` for the account's own */
  readonly kmsKeys: readonly string[]
}

export interface CreateSecret {
  readonly name: string
  readonly token: string
  readonly text: string
}

export interface PutSecret {
  readonly id: string
  readonly token: string
  readonly text: string
  readonly stages: readonly string[]
}

export interface MoveStage {
  readonly id: string
  readonly stage: string
  readonly to?: string
  readonly from?: string
}

export const AWS_REASONS = [
  'throttled',
  'denied',
  /** no credentials, or refused ones */
  'credentials',
  /** the SSO session is over; the resource is the profile that has it */
  'sso',
  /** the session that `aws login` began is over; the resource is the profile that has it */
  'login',
  /** no code of an MFA device, or a wrong one; the resource is the device */
  'mfa',
  /** no file knows the profile, which is the resource */
  'profile',
  /** no Region is set, or what is set is none */
  'region',
  /** HTTPS_PROXY or HTTP_PROXY is no address; the resource is the variable */
  'proxy',
  /** the CA bundle cannot be read; the resource is its path, the error name the variable or setting that names it */
  'ca-bundle',
  /** this machine's clock is off */
  'clock',
  'not-found',
  'conflict',
  'invalid',
  'limit',
  'unsupported',
  'fault',
  /** an answer that is none of the service */
  'garbled',
  /** who answered has a certificate that is not trusted */
  'certificate',
  'unreachable',
  'timeout',
] as const
export type AwsReason = (typeof AWS_REASONS)[number]

/** A call that did not succeed. `uncertain`: the server may have acted all the same. */
export class AwsTrouble extends Error {
  constructor(
    readonly reason: AwsReason,
    /** such as `secretsmanager:PutSecretValue` */
    readonly action: string,
    readonly resource: string,
    /** the service's own error name; raw text, escape before showing */
    readonly errorName: string,
    /** the service's own words; raw text */
    readonly detail: string,
    readonly uncertain: boolean,
  ) {
    super(`${action}: ${reason}`)
  }
}
