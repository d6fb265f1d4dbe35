import { after } from '../../../model/instant.ts'
import { deploymentId, revisionId } from '../ids.ts'
import { arn, type World } from '../world.ts'
import { failed, rollingBack, tell } from './events.ts'
import type { Deployment, Service } from './nouns.ts'
import { conclude, openOne, recount } from './service-deployments.ts'

/** A new primary deployment; the one before goes on until its tasks are replaced. */
export function deploy(world: World, service: Service, taskDefinition: string): Deployment {
  const source = service.deployments[0]?.revision ?? null
  const deployment = put(world, service, taskDefinition)
  recount(world, service, deployment, source)
  return deployment
}

function put(world: World, service: Service, taskDefinition: string): Deployment {
  const id = deploymentId(world)
  const { pending } = world.timings
  const deployment: Deployment = {
    id,
    status: 'PRIMARY',
    taskDefinition,
    created: world.now,
    updated: world.now,
    revision: arn(world, 'ecs', `service-revision/${service.cluster}/${service.name}/${revisionId(world)}`),
    begins: after(world.now, pending),
    stage: 'PRE_SCALE_UP',
    weight: 0,
    baked: null,
    held: null,
    released: [],
    failed: 0,
    setbacks: 0,
    proven: false,
    rollout: 'IN_PROGRESS',
    reason: `ECS deployment ${id} in progress.`,
  }
  lead(service, deployment)
  return deployment
}

/** Makes a deployment the primary one. */
function lead(service: Service, deployment: Deployment): void {
  for (const older of service.deployments) older.status = 'ACTIVE'
  deployment.status = 'PRIMARY'
  service.deployments = [deployment, ...service.deployments.filter((one) => one !== deployment)]
  service.steady = false
  service.retryAt = null
}

/** Why a deployment is given up, in the words of its event, its rollout state, and its story. */
export interface Why {
  readonly event: string
  readonly rollout: string
  readonly story: string
}

export const WHY = {
  breaker: {
    event: 'tasks failed to start',
    rollout: 'ECS deployment circuit breaker: tasks failed to start.',
    story: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
  },
  alarm: {
    event: 'alarm detected',
    rollout: 'ECS deployment failed: alarm detected.',
    story: 'Service deployment rolled back because of alarms in the ALARM state.',
  },
  asked: {
    event: 'rollback requested',
    rollout: 'ECS deployment rollback was requested.',
    story: 'Service deployment rolled back because of a user request.',
  },
} as const satisfies Record<string, Why>

export const hookFailed = (stage: string): Why => ({
  event: `Service deployment rolled back because ${stage} lifecycle hook(s) failed`,
  rollout: 'ECS deployment lifecycle hook failed.',
  story: `Service deployment rolled back because ${stage} lifecycle hook(s) failed.`,
})

const NOWHERE = 'No rollback candidate was found to run the rollback.'

/** Gives the primary deployment up; where a rollback is asked for, for the newest one that had completed. */
export function giveUp(world: World, service: Service, why: Why, rollback: boolean): void {
  const [deployment] = service.deployments
  const story = openOne(world, service)
  if (!deployment) return
  deployment.rollout = 'FAILED'
  deployment.updated = world.now
  deployment.reason = why.rollout
  deployment.held = deployment.baked = null
  tell(world, service, failed(deployment.id, why.event))
  const again = story?.status === 'ROLLBACK_IN_PROGRESS'
  const good = again || service.lastGood === deployment ? null : service.lastGood
  if (rollback && good) goBack(world, service, good, why)
  else if (rollback || again) conclude(world, story, 'ROLLBACK_FAILED', NOWHERE)
  else {
    conclude(world, story, 'STOPPED', why.rollout)
    if (story) story.stopped = world.now
  }
}

function goBack(world: World, service: Service, good: Deployment, why: Why): void {
  const story = openOne(world, service)
  const back = world.switches.rollback === 'same-deployment' ? good : put(world, service, good.taskDefinition)
  lead(service, back)
  Object.assign(back, { begins: null, stage: 'CLEAN_UP', weight: 100, failed: 0, setbacks: 0, proven: false })
  back.rollout = 'IN_PROGRESS'
  back.updated = world.now
  back.reason =
    why === WHY.breaker
      ? `ECS deployment circuit breaker: rolling back to deploymentId ${good.id}.`
      : `ECS deployment: rolling back to deploymentId ${good.id}.`
  conclude(world, story, 'ROLLBACK_IN_PROGRESS', why.story)
  if (story) story.rollback = { reason: why.story, at: world.now, revision: back.revision }
  tell(world, service, rollingBack(good.id))
}
