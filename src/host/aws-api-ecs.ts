import type { Instant } from '../model/instant.ts'

export interface EcsApi {
  /** Batches of ten, as the service takes them. */
  services(cluster: string, names: readonly string[]): Promise<ServicesAnswer>
  taskDefinition(arn: string): Promise<TaskDefinitionFacts>
  /** Tasks that run or should, those that are being stopped, and those that stopped within the hour. */
  tasks(cluster: string, service: string): Promise<readonly TaskFacts[]>
  /** Tasks of a whole cluster that run or should: fewer calls than one service after the other. */
  runningTasks(cluster: string): Promise<readonly TaskFacts[]>
  /** Has no token: sent once. @param taskDefinition a revision to go to; default: the one that the service has */
  forceDeployment(
    cluster: string,
    service: string,
    taskDefinition?: string,
  ): Promise<{ readonly deployment: string; readonly date: Instant }>
  /** Another desired count, and nothing else: no deployment comes of it. Has no token: sent once. */
  setDesired(cluster: string, service: string, count: number): Promise<{ readonly date: Instant }>
  /** Services of a cluster whose desired count Application Auto Scaling changes by itself; the others are left out. */
  scalables(cluster: string, services: readonly string[]): Promise<readonly ScalableFacts[]>
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

/** Between which counts a service is scaled without anybody asking. */
export interface ScalableFacts {
  /** name of the service */
  readonly service: string
  readonly least: number
  readonly most: number
  /** it stands still at present: neither policies nor schedules change the count */
  readonly suspended: boolean
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
  /** the pause that it stands at until somebody lets it go on, or until its time is over, and what it does then: `ROLLBACK`, `CONTINUE` */
  readonly held: { readonly hook: string; readonly until: Instant | null; readonly otherwise: string } | null
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
  /** `REPLICA`, `DAEMON`: one task on every machine, without a count */
  readonly scheduling: string
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
  /** how long traffic goes over step by step, in all */
  readonly shiftMinutes: number
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
  /** ARN of the role that fetches image and secrets; null: none */
  readonly executionRole: string | null
  /** ARN of the role that its processes have; null: none */
  readonly taskRole: string | null
  readonly containers: readonly ContainerFacts[]
}

export interface ContainerFacts {
  readonly name: string
  readonly image: string
  readonly secrets: readonly { readonly name: string; readonly valueFrom: string }[]
  /** values are raw and may be keys: never show them */
  readonly environment: readonly { readonly name: string; readonly value: string }[]
  readonly environmentFiles: readonly string[]
  readonly logs: {
    /** `awslogs`, `awsfirelens`, …; null: what the platform does by itself */
    readonly driver: string | null
    /** of the driver: `awslogs-group`, `awslogs-stream-prefix`, … */
    readonly options: Readonly<Record<string, string>>
  }
}

export interface TaskFacts {
  readonly arn: string
  /** `PROVISIONING` … `RUNNING` … `STOPPED` */
  readonly lastStatus: string
  readonly desiredStatus: string
  readonly taskDefinition: string
  readonly startedBy: string | null
  /** name of the service that it belongs to; null: none */
  readonly service: string | null
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
