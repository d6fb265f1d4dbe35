import type { Instant } from '../../../model/instant.ts'
import { serviceDeploymentId } from '../ids.ts'
import { arn, type World } from '../world.ts'
import type { Deployment, Service } from './nouns.ts'

export const STATUSES = [
  'PENDING',
  'IN_PROGRESS',
  'SUCCESSFUL',
  'STOPPED',
  'STOP_REQUESTED',
  'ROLLBACK_REQUESTED',
  'ROLLBACK_IN_PROGRESS',
  'ROLLBACK_SUCCESSFUL',
  'ROLLBACK_FAILED',
] as const
type Status = (typeof STATUSES)[number]

/** The story of one deployment, its rollback included. Kept after its end. */
export interface ServiceDeployment {
  readonly arn: string
  readonly service: string
  /** the deployment that it is about */
  readonly deployment: string
  /** the service revision that ran before; null: none */
  readonly source: string | null
  readonly target: string
  readonly created: Instant
  started: Instant | null
  updated: Instant
  finished: Instant | null
  stopped: Instant | null
  status: Status
  reason: string | null
  rollback: { readonly reason: string; readonly at: Instant; readonly revision: string } | null
  /** alarms that were on when it failed */
  alarms: readonly string[]
}

const OPEN: ReadonlySet<Status> = new Set([
  'PENDING',
  'IN_PROGRESS',
  'STOP_REQUESTED',
  'ROLLBACK_REQUESTED',
  'ROLLBACK_IN_PROGRESS',
])

export const isOpen = ({ status }: ServiceDeployment): boolean => OPEN.has(status)

/** The one that goes on; there is one at most. */
export const openOne = (world: World, service: Service): ServiceDeployment | undefined =>
  world.serviceDeployments.findLast((one) => one.service === service.arn && isOpen(one))

/** Begins the story of a deployment; one that goes on still is stopped. */
export function recount(world: World, service: Service, deployment: Deployment, source: string | null): void {
  const before = openOne(world, service)
  if (before) {
    conclude(world, before, 'STOPPED', 'The service deployment was superseded by a newer one.')
    before.stopped = world.now
  }
  world.serviceDeployments.push({
    arn: arn(
      world,
      'ecs',
      `service-deployment/${service.cluster}/${service.name}/${serviceDeploymentId(world)}`,
    ),
    service: service.arn,
    deployment: deployment.id,
    source,
    target: deployment.revision,
    created: world.now,
    started: null,
    updated: world.now,
    finished: null,
    stopped: null,
    status: 'PENDING',
    reason: null,
    rollback: null,
    alarms: [],
  })
}

/** Goes on to a status; from one that is an end, nothing goes on. */
export function conclude(
  world: World,
  story: ServiceDeployment | undefined,
  status: Status,
  reason: string | null,
): void {
  if (!story) return
  story.status = status
  story.reason = reason
  story.updated = world.now
  if (status === 'IN_PROGRESS') story.started = world.now
  if (!isOpen(story)) story.finished = world.now
}
