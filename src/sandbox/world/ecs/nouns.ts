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

export interface Alarms {
  readonly names: readonly string[]
  readonly enable: boolean
  readonly rollback: boolean
}

/** What a deployment goes through, one after the other. */
export type Stage =
  | 'PRE_SCALE_UP'
  | 'SCALE_UP'
  | 'POST_SCALE_UP'
  | 'PRODUCTION_TRAFFIC_SHIFT'
  | 'BAKE_TIME'
  | 'CLEAN_UP'

/** How traffic goes over: LINEAR: so many percent at a time; CANARY: so many, then the rest. Minutes between two steps. */
export interface Shift {
  readonly percent: number
  readonly minutes: number
}

/** Holds every deployment of a service at a stage until somebody lets it go on. */
export interface PauseHook {
  readonly stage: 'PRE_SCALE_UP' | 'POST_SCALE_UP'
  readonly minutes: number
  readonly onTimeout: HookAction
}

export type HookAction = 'CONTINUE' | 'ROLLBACK'

export type Strategy = 'ROLLING' | 'BLUE_GREEN' | 'LINEAR' | 'CANARY'

/** How a service is deployed. */
export interface Configuration {
  readonly maximumPercent: number
  readonly minimumHealthyPercent: number
  readonly breaker: Breaker
  readonly alarms: Alarms
  /** all but `ROLLING`: all new tasks beside all old ones, which stop in the end */
  readonly strategy: Strategy
  /** null: all traffic goes over at once */
  readonly shift: Shift | null
  readonly bakeMinutes: number
  readonly hooks: readonly PauseHook[]
}

export interface Service {
  readonly arn: string
  readonly name: string
  readonly cluster: string
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE'
  desired: number
  configuration: Configuration
  readonly controller: 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL'
  /** what the request said of network, load balancers and the like, given back as it was */
  readonly fields: Fields
  readonly created: Instant
  tags: readonly Tag[]
  /** the primary one first */
  deployments: Deployment[]
  /** the newest one that completed: what a failed one goes back to */
  lastGood: Deployment | null
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
  /** the ARN of the service revision that it brings */
  readonly revision: string
  /** when ECS takes it up; null: it has */
  begins: Instant | null
  stage: Stage
  /** percent of the traffic that it has, where it shifts */
  weight: number
  /** when its bake time, or the next step of its traffic, is due; null: nothing is waited for */
  baked: Instant | null
  /** the hook that holds it */
  held: { readonly id: string; readonly expires: Instant; readonly onTimeout: HookAction } | null
  /** stages whose hooks let it go on */
  released: Stage[]
  /** tasks that failed before one ran well; that many count for the circuit breaker */
  failed: number
  /** tasks that failed one after the other: each makes the next pause longer */
  setbacks: number
  /** one of its tasks has run well */
  proven: boolean
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
  /** why its key grants nothing, where that did not keep it from starting */
  readonly rejected: Rejection | null
}

/** As the runtime's own counter names the reasons. */
export type Rejection = 'signature' | 'expired' | 'unknown_tier' | 'malformed' | 'invalid'
