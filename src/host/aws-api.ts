import type { Instant } from '../model/instant.ts'

/** What the user said about AWS; everything else is the SDK's own chain. */
export interface AwsSettings {
  readonly region?: string
  readonly profile?: string
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

export interface SecretsApi {
  describe(id: string): Promise<SecretFacts>
  get(id: string, which: { readonly stage: string } | { readonly version: string }): Promise<SecretValue>
  put(request: PutSecret): Promise<{ readonly version: string; readonly date: Instant }>
  /** Moves a label; without `from`, refused when another version holds it. */
  moveStage(request: MoveStage): Promise<{ readonly date: Instant }>
}

export interface SecretFacts {
  readonly arn: string
  readonly name: string
  readonly kmsKey: string | null
  readonly rotationEnabled: boolean
  readonly owningService: string | null
  readonly primaryRegion: string | null
  readonly deleted: Instant | null
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
  services(cluster: string, names: readonly string[]): Promise<readonly ServiceFacts[]>
  taskDefinition(arn: string): Promise<TaskDefinitionFacts>
  /** Task ARNs, running and stopped ones. */
  tasks(cluster: string, service: string, status: 'RUNNING' | 'STOPPED'): Promise<readonly TaskFacts[]>
  forceDeployment(
    cluster: string,
    service: string,
  ): Promise<{ readonly deployment: string; readonly date: Instant }>
}

export interface ServiceFacts {
  readonly arn: string
  readonly name: string
  readonly status: string
  readonly controller: string
  readonly desired: number
  readonly running: number
  readonly pending: number
  readonly taskDefinition: string
  readonly deployments: readonly DeploymentFacts[]
  readonly events: readonly { readonly at: Instant; readonly text: string }[]
}

export interface DeploymentFacts {
  readonly id: string
  readonly status: string
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
  readonly containers: readonly {
    readonly name: string
    readonly image: string
    readonly secrets: readonly { readonly name: string; readonly valueFrom: string }[]
    /** names only where the value may be a key */
    readonly environment: readonly { readonly name: string; readonly value: string }[]
    readonly logs: Readonly<Record<string, string>>
  }[]
}

export interface TaskFacts {
  readonly arn: string
  readonly lastStatus: string
  readonly taskDefinition: string
  readonly startedBy: string | null
  readonly created: Instant | null
  readonly started: Instant | null
  readonly stopped: Instant | null
  readonly stopReason: string | null
  readonly containers: readonly {
    readonly name: string
    readonly exitCode: number | null
    readonly reason: string | null
  }[]
}

export type AwsReason =
  | 'throttled'
  | 'denied'
  | 'credentials'
  | 'not-found'
  | 'conflict'
  | 'invalid'
  | 'limit'
  | 'fault'
  | 'unreachable'
  | 'timeout'

/** A call that did not succeed. `uncertain`: the server may have acted all the same. */
export class AwsTrouble extends Error {
  constructor(
    readonly reason: AwsReason,
    /** such as `secretsmanager:PutSecretValue` */
    readonly action: string,
    readonly resource: string,
    /** the service's own error name; raw text, escape before showing */
    readonly errorName: string,
    readonly detail: string,
    readonly uncertain: boolean,
  ) {
    super(`${action}: ${reason}`)
  }
}
