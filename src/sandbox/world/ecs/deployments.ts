import { deploymentId } from '../ids.ts'
import type { World } from '../world.ts'
import { failed, rollingBack, tell } from './events.ts'
import type { Deployment, Service } from './nouns.ts'

/** A new primary deployment; the one before goes on until its tasks are replaced. */
export function deploy(world: World, service: Service, taskDefinition: string): Deployment {
  const id = deploymentId(world)
  const deployment: Deployment = {
    id,
    status: 'PRIMARY',
    taskDefinition,
    created: world.now,
    updated: world.now,
    failed: 0,
    rollout: 'IN_PROGRESS',
    reason: `ECS deployment ${id} in progress.`,
  }
  for (const older of service.deployments) older.status = 'ACTIVE'
  service.deployments = [deployment, ...service.deployments]
  service.steady = false
  service.retryAt = null
  return deployment
}

/** Half of what is desired, at least 3, at most 200. */
export const breakerThreshold = (desired: number): number =>
  Math.min(200, Math.max(3, Math.ceil(desired / 2)))

/** Gives a deployment up, and goes back to the newest one that had completed where that was asked for. */
export function trip(world: World, service: Service, deployment: Deployment): void {
  deployment.rollout = 'FAILED'
  deployment.updated = world.now
  deployment.reason = 'ECS deployment circuit breaker: tasks failed to start.'
  tell(world, service, failed(deployment.id))
  const back = service.deployments.find((one) => one !== deployment && one.rollout === 'COMPLETED')
  if (!service.breaker.rollback || !back) return
  deployment.status = 'ACTIVE'
  back.status = 'PRIMARY'
  back.rollout = 'IN_PROGRESS'
  back.updated = world.now
  back.reason = `ECS deployment circuit breaker: rolling back to deploymentId ${back.id}.`
  service.deployments = [back, ...service.deployments.filter((one) => one !== back)]
  service.steady = false
  service.retryAt = null
  tell(world, service, rollingBack(back.id))
}
