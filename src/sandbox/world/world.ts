import { DAY, type Instant, MINUTE, SECOND } from '../../model/instant.ts'
import type { Scalable } from './auto-scaling.ts'
import type { Cluster, Service, Task, TaskDefinition } from './ecs/nouns.ts'
import type { ServiceDeployment } from './ecs/service-deployments.ts'
import type { Chance } from './ids.ts'
import type { Appointment, Kept } from './schedule.ts'
import type { Secret } from './secrets/nouns.ts'
import type { Spell } from './weather/spells.ts'

/** How long things take, in milliseconds of the world's clock; each at least 1 where it does not say otherwise. */
export interface Timings {
  /** a task's `createdAt` to the moment its secrets are read */
  readonly pull: number
  /** how much longer that may take, differently for each task, so that tasks do not change places all at once */
  readonly spread: number
  /** from there to `startedAt` */
  readonly start: number
  /** from there until the runtime has judged its key: it boots or exits */
  readonly boot: number
  /** from there until its health check passes */
  readonly healthy: number
  /** from the order to stop until `stoppedAt` */
  readonly stop: number
  /** the pause after a failed task; doubles with each, up to 15 minutes */
  readonly retry: number
  /** how long a deployment, or a request to roll one back, waits until ECS takes it up; may be 0 */
  readonly pending: number
}

export const TIMINGS: Timings = {
  pull: 1 * SECOND,
  spread: 0,
  start: 1 * SECOND,
  boot: SECOND / 2,
  healthy: 1 * SECOND,
  stop: 1 * SECOND,
  retry: 2 * SECOND,
  pending: 0,
}

/** What AWS's documentation leaves open: tests run under each answer. The first is the default. */
export interface Switches {
  /** labels of our own on a version that loses AWSCURRENT */
  readonly demotion: 'keeps-labels' | 'drops-labels'
  /** a label attached without `RemoveFromVersionId` while another version holds it */
  readonly move: 'refused' | 'steals'
  /** versions without a label */
  readonly unlabelled: 'kept-until-100' | 'gone-after-a-day'
  /** what the circuit breaker counts: tasks that exit soon after they ran, too, or only those that never ran */
  readonly breaker: 'counts-exits' | 'counts-failed-starts'
  /** what a deployment that failed gives way to: the last good one once more, or a new one like it */
  readonly rollback: 'same-deployment' | 'new-deployment'
  /** whether this endpoint knows the calls about service deployments, which are younger than some partitions */
  readonly serviceDeployments: 'known' | 'unknown'
  /** how many empty pages come before each page of `FilterLogEvents`: AWS says no more than that there may be some */
  readonly emptyLogPages: number
}

const SWITCHES: Switches = {
  demotion: 'keeps-labels',
  move: 'refused',
  unlabelled: 'kept-until-100',
  breaker: 'counts-exits',
  rollback: 'same-deployment',
  serviceDeployments: 'known',
  emptyLogPages: 0,
}

/** Which of the published answers `/health` gives. */
export const HEALTH_SHAPES = ['nodes', 'marketplace', 'migration', 'plain', 'all'] as const
export type HealthShape = (typeof HEALTH_SHAPES)[number]

/** Which runtime is in the containers: one that exits with a key it refuses, or one that goes on as Community. */
export type Build = 'enterprise' | 'community'

/** An account in one Region, as plain data: `structuredClone` makes another that goes its own way. */
export interface World extends Chance {
  now: Instant
  readonly partition: string
  readonly region: string
  readonly account: string
  readonly timings: Timings
  readonly switches: Switches
  /** public keys, in hex, that the runtimes of this world trust beside the published ones */
  readonly anchors: Readonly<Record<'evaluation' | 'enterprise', string>>
  healthShape: HealthShape
  build: Build
  secrets: Secret[]
  /** SSM parameters by name */
  readonly parameters: Map<string, string>
  readonly clusters: Cluster[]
  readonly taskDefinitions: TaskDefinition[]
  readonly services: Service[]
  /** services that Application Auto Scaling may change the count of; nothing here does */
  readonly scalables: Scalable[]
  /** oldest first */
  readonly serviceDeployments: ServiceDeployment[]
  /** CloudWatch alarms that are on */
  readonly alarms: Set<string>
  tasks: Task[]
  /** what befalls the calls that arrive */
  weather: Spell[]
  /** the world after earlier calls, kept while a read may still answer it */
  memories: World[]
  /** what others will do */
  schedule: Appointment[]
  /** what others did */
  readonly kept: Kept[]
  /** requests answered, from which their ids are made */
  served: number
}

interface WorldOptions {
  readonly now: Instant
  readonly anchors: World['anchors']
  readonly chance?: number
  readonly timings?: Partial<Timings>
  readonly switches?: Partial<Switches>
  readonly healthShape?: HealthShape
  readonly build?: Build
  readonly schedule?: readonly Appointment[]
}

export const newWorld = (options: WorldOptions): World => ({
  now: options.now,
  chance: options.chance ?? 1,
  partition: 'aws',
  region: 'us-east-1',
  account: '123456789012',
  timings: { ...TIMINGS, ...options.timings },
  switches: { ...SWITCHES, ...options.switches },
  anchors: options.anchors,
  healthShape: options.healthShape ?? 'nodes',
  build: options.build ?? 'enterprise',
  secrets: [],
  parameters: new Map(),
  clusters: [],
  taskDefinitions: [],
  services: [],
  scalables: [],
  serviceDeployments: [],
  alarms: new Set(),
  tasks: [],
  weather: [],
  memories: [],
  schedule: [...(options.schedule ?? [])],
  kept: [],
  served: 0,
})

/** Another world like this one; what happens in one is not seen in the other. */
export const cloneWorld = (world: World): World => structuredClone(world)

export const arn = (world: World, service: string, resource: string): string =>
  `arn:${world.partition}:${service}:${world.region}:${world.account}:${resource}`

/** Time as AWS JSON has it: seconds since 1970, with a fraction. */
export const seconds = (when: Instant): number => when / SECOND

export const LONGEST_RETRY = 15 * MINUTE
export const VERSION_KEPT = DAY
