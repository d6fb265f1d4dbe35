import type { Instant } from '../../../model/instant.ts'
import type { Fields } from '../fields.ts'
import type { Tag } from '../tags.ts'

export interface Cluster {
  readonly arn: string
  readonly name: string
  tags: readonly Tag[]
}

export interface TaskDefinition {
  readonly arn: string
  readonly family: string
  readonly revision: number
  status: 'ACTIVE' | 'INACTIVE'
  readonly registered: Instant
  /** the request that registered it */
  readonly fields: Fields
  readonly containers: readonly ContainerDefinition[]
  tags: readonly Tag[]
}

export interface ContainerDefinition {
  readonly name: string
  readonly image: string
  readonly essential: boolean
  readonly environment: readonly { readonly name: string; readonly value: string }[]
  readonly secrets: readonly { readonly name: string; readonly valueFrom: string }[]
  readonly healthCheck: boolean
  readonly logs: { readonly group: string; readonly prefix: string } | null
  readonly fields: Fields
}

export interface Breaker {
  readonly enable: boolean
  readonly rollback: boolean
}

export interface Service {
  readonly arn: string
  readonly name: string
  readonly cluster: string
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE'
  desired: number
  maximumPercent: number
  minimumHealthyPercent: number
  breaker: Breaker
  readonly controller: 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL'
  /** what the request said of network, load balancers and the like, given back as it was */
  readonly fields: Fields
  readonly created: Instant
  tags: readonly Tag[]
  /** the primary one first */
  deployments: Deployment[]
  /** newest first */
  events: ServiceEvent[]
  /** no task is started before; null: nothing holds it back */
  retryAt: Instant | null
  steady: boolean
}

interface ServiceEvent {
  readonly id: string
  readonly at: Instant
  readonly message: string
}

export interface Deployment {
  readonly id: string
  status: 'PRIMARY' | 'ACTIVE'
  readonly taskDefinition: string
  readonly created: Instant
  updated: Instant
  /** tasks that stopped by themselves or never started, since the last one that did */
  failed: number
  rollout: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED'
  reason: string
}

type TaskStatus = 'PENDING' | 'RUNNING' | 'DEACTIVATING' | 'STOPPED'

/** What happens to a task next, when its time comes. */
export type NextStep = 'read-secrets' | 'start' | 'boot' | 'pass-health-check' | 'be-stopped'

export interface Task {
  readonly id: string
  readonly arn: string
  readonly cluster: string
  readonly service: string
  readonly deployment: string
  readonly taskDefinition: string
  status: TaskStatus
  desired: 'RUNNING' | 'STOPPED'
  /** its health check has passed, or it has none and runs */
  ready: boolean
  due: { readonly at: Instant; readonly step: NextStep } | null
  readonly created: Instant
  secretsRead: Instant | null
  started: Instant | null
  stopping: Instant | null
  stopped: Instant | null
  stop: StopNote | null
  /** environment by container, secrets resolved */
  environments: Map<string, Map<string, string>>
  exitCodes: Map<string, number>
  /** what the runtime inside holds; null before it booted, and where there is none */
  license: BootedLicense | null
  log: LogLine[]
}

export interface StopNote {
  readonly code:
    | 'EssentialContainerExited'
    | 'ServiceSchedulerInitiated'
    | 'SpotInterruption'
    | 'TaskFailedToStart'
    | 'TerminationNotice'
    | 'UserInitiated'
  readonly reason: string
}

interface LogLine {
  readonly at: Instant
  readonly container: string
  readonly text: string
}

/** What a runtime took from its key when it started. */
export interface BootedLicense {
  /** the tier while the key is in term */
  readonly tier: string
  readonly identity: string | null
  /** from then on it runs as Community; null: never */
  readonly expires: Instant | null
}
