import type { Instant } from '../model/instant.ts'

/** What the user said about AWS; everything else is the SDK's own chain. */
export interface AwsSettings {
  readonly region?: string
  readonly profile?: string
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

export interface EcsApi {
  /** Batches of ten, as the service takes them. */
  services(cluster: string, names: readonly string[]): Promise<ServicesAnswer>
  taskDefinition(arn: string): Promise<TaskDefinitionFacts>
  /** Tasks that run or should, those that are being stopped, and those that stopped within the hour. */
  tasks(cluster: string, service: string): Promise<readonly TaskFacts[]>
  /** Has no token: sent once. @param taskDefinition a revision to go to; default: the one that the service has */
  forceDeployment(
    cluster: string,
    service: string,
    taskDefinition?: string,
  ): Promise<{ readonly deployment: string; readonly date: Instant }>
  /** ARNs of every service of a cluster. */
  serviceArns(cluster: string): Promise<readonly string[]>
  /** All of a task definition, its tags too, as it can be registered again. May hold keys: never show it. */
  taskDefinitionDraft(arn: string): Promise<TaskDefinitionDraft>
  /** A new revision of its family. Has no token: sent once. */
  register(draft: TaskDefinitionDraft): Promise<{ readonly arn: string; readonly date: Instant }>
  /** Newest first; null where this endpoint does not know the call, or refuses it. */
  serviceDeployments(
    cluster: string,
    service: string,
    createdAfter: Instant,
  ): Promise<readonly ServiceDeploymentFacts[] | null>
}

/** The request of `RegisterTaskDefinition`; raw values. */
export interface TaskDefinitionDraft {
  readonly [field: string]: unknown
}

export interface ServiceDeploymentFacts {
  readonly arn: string
  /** `PENDING`, `IN_PROGRESS`, `SUCCESSFUL`, `STOPPED`, `ROLLBACK_IN_PROGRESS`, `ROLLBACK_SUCCESSFUL`, … */
  readonly status: string
  readonly reason: string | null
  /** such as `BAKE_TIME`, `PRE_SCALE_UP`; null where there is none */
  readonly lifecycleStage: string | null
  readonly created: Instant
  /** why ECS went back, where it did */
  readonly rollbackReason: string | null
}

export interface ServicesAnswer {
  readonly services: readonly ServiceFacts[]
  /** names or ARNs asked for that are not there */
  readonly missing: readonly string[]
  readonly date: Instant
}

export interface ServiceFacts {
  readonly arn: string
  readonly name: string
  /** `ACTIVE`, `DRAINING`, `INACTIVE` */
  readonly status: string
  /** `ECS`, `CODE_DEPLOY`, `EXTERNAL` */
  readonly controller: string
  readonly desired: number
  readonly running: number
  readonly pending: number
  readonly taskDefinition: string
  /** null: off */
  readonly circuitBreaker: { readonly rollback: boolean } | null
  /** percent of the desired count that keep running, and that may run, during a deployment */
  readonly minimumHealthy: number
  readonly maximum: number
  /** `ROLLING`, `BLUE_GREEN`, `LINEAR`, `CANARY` */
  readonly strategy: string
  /** how long old tasks are kept after the traffic has moved */
  readonly bakeMinutes: number
  /** alarms that make ECS give a deployment up */
  readonly alarms: readonly string[]
  /** steps at which a deployment waits for a function, or for somebody */
  readonly hooks: readonly ('AWS_LAMBDA' | 'PAUSE')[]
  readonly tags: Readonly<Record<string, string>>
  readonly deployments: readonly DeploymentFacts[]
  /** newest first */
  readonly events: readonly { readonly at: Instant; readonly text: string }[]
}

export interface DeploymentFacts {
  readonly id: string
  /** `PRIMARY`, `ACTIVE` (being replaced), `INACTIVE` */
  readonly status: string
  /** `IN_PROGRESS`, `COMPLETED`, `FAILED`; null where ECS does not say */
  readonly rollout: string | null
  readonly reason: string | null
  readonly taskDefinition: string
  readonly desired: number
  readonly running: number
  readonly pending: number
  readonly failed: number
  readonly created: Instant
}

export interface TaskDefinitionFacts {
  readonly arn: string
  readonly containers: readonly ContainerFacts[]
}

export interface ContainerFacts {
  readonly name: string
  readonly image: string
  readonly secrets: readonly { readonly name: string; readonly valueFrom: string }[]
  /** values are raw and may be keys: never show them */
  readonly environment: readonly { readonly name: string; readonly value: string }[]
  readonly environmentFiles: readonly string[]
  /** options of the log driver: `awslogs-group`, `awslogs-stream-prefix`, … */
  readonly logs: Readonly<Record<string, string>>
}

export interface TaskFacts {
  readonly arn: string
  /** `PROVISIONING` … `RUNNING` … `STOPPED` */
  readonly lastStatus: string
  readonly desiredStatus: string
  readonly taskDefinition: string
  readonly startedBy: string | null
  readonly created: Instant | null
  readonly started: Instant | null
  readonly stopped: Instant | null
  readonly stopCode: string | null
  readonly stopReason: string | null
  readonly containers: readonly {
    readonly name: string
    readonly exitCode: number | null
    readonly reason: string | null
  }[]
}

export const AWS_REASONS = [
  'throttled',
  'denied',
  /** no credentials, or refused ones */
  'credentials',
  /** the SSO session is over */
  'sso',
  /** the named profile does not exist */
  'profile',
  /** no Region is set */
  'region',
  /** this machine's clock is off */
  'clock',
  'not-found',
  'conflict',
  'invalid',
  'limit',
  'unsupported',
  'fault',
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
