import { after } from '../../../model/instant.ts'
import { LONGEST_RETRY, type World } from '../world.ts'
import { giveUp, WHY } from './deployments.ts'
import { tell, UNABLE } from './events.ts'
import type { Service, Task } from './nouns.ts'

/** Half of what is desired, at least 3, at most 200. */
export const breakerThreshold = (desired: number): number =>
  Math.min(200, Math.max(3, Math.ceil(desired / 2)))

/** A task ended without being asked: wait longer each time, and trip the breaker where there is one. */
export function noteFailure(world: World, service: Service, task: Task): void {
  const deployment = service.deployments.find(({ id }) => id === task.deployment)
  if (!deployment) return
  deployment.setbacks++
  deployment.updated = world.now
  service.steady = false
  const pause = Math.min(LONGEST_RETRY, world.timings.retry * 2 ** Math.min(20, deployment.setbacks - 1))
  if (deployment.status === 'PRIMARY') service.retryAt = after(world.now, pause)
  if (deployment.setbacks === 3) tell(world, service, UNABLE)
  if (deployment.proven || !counts(world, task)) return
  deployment.failed++
  if (
    service.configuration.breaker.enable &&
    deployment.status === 'PRIMARY' &&
    deployment.rollout === 'IN_PROGRESS' &&
    deployment.failed >= breakerThreshold(service.desired)
  )
    giveUp(world, service, WHY.breaker, service.configuration.breaker.rollback)
}

const counts = (world: World, task: Task): boolean =>
  world.switches.breaker === 'counts-exits' || task.started === null

/** One task ran well: failures count from zero, and no longer for the circuit breaker. */
export function noteSuccess(service: Service, task: Task): void {
  const deployment = service.deployments.find(({ id }) => id === task.deployment)
  if (deployment) Object.assign(deployment, { proven: true, failed: 0, setbacks: 0 })
}
