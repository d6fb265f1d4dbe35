import { after } from '../../../model/instant.ts'
import { LONGEST_RETRY, type World } from '../world.ts'
import { breakerThreshold, trip } from './deployments.ts'
import { completed, draining, STEADY, started, stopped, tell, UNABLE } from './events.ts'
import { tasksOf } from './find.ts'
import { createTask, stopTask } from './lifecycle.ts'
import type { Deployment, Service, Task } from './nouns.ts'

/** Brings a service one look nearer to what is desired: starts, stops, completes. Doing it twice changes nothing. */
export function reconcile(world: World, service: Service): void {
  if (service.retryAt !== null && service.retryAt <= world.now) service.retryAt = null
  startMissing(world, service)
  stopSpare(world, service)
  forgetEmpty(world, service)
  noticeSteady(world, service)
}

const alive = (task: Task): boolean => task.desired === 'RUNNING' && task.status !== 'STOPPED'
const belongs = (deployment: Deployment) => (task: Task) => task.deployment === deployment.id

function startMissing(world: World, service: Service): void {
  const [primary] = service.deployments
  if (!primary || service.retryAt !== null || primary.rollout === 'FAILED') return
  const all = tasksOf(world, service).filter(({ status }) => status !== 'STOPPED')
  const missing = service.desired - all.filter(alive).filter(belongs(primary)).length
  const most = Math.max(service.desired, Math.floor((service.desired * service.maximumPercent) / 100))
  const room = most - all.length
  const count = Math.min(missing, room)
  if (count <= 0) return
  const created = Array.from({ length: count }, () => createTask(world, service, primary))
  service.steady = false
  tell(world, service, started(created))
}

function stopSpare(world: World, service: Service): void {
  const [primary] = service.deployments
  if (!primary) return
  const tasks = tasksOf(world, service).filter(alive)
  const current = tasks.filter(belongs(primary))
  const wanted = primary.rollout === 'FAILED' ? 0 : service.desired
  const old = tasks.filter((task) => !belongs(primary)(task))
  const keepOld = primary.rollout === 'FAILED' ? service.desired : 0
  const least = Math.ceil((service.desired * service.minimumHealthyPercent) / 100)
  let ready = tasks.filter((task) => task.ready).length
  const spare = [
    ...unreadyFirst(old).slice(0, Math.max(0, old.length - keepOld)),
    ...unreadyFirst(current).slice(wanted),
  ]
  const stopping: Task[] = []
  for (const task of spare) {
    if (task.ready && ready - 1 < least) continue
    if (task.ready) ready--
    stopping.push(task)
  }
  if (stopping.length > 0) stopAll(world, service, stopping, primary)
}

/** Tasks that serve nobody yet go first; among the rest, and for scaling in, the order of starting. */
const unreadyFirst = (tasks: readonly Task[]): readonly Task[] => [
  ...tasks.filter((task) => !task.ready),
  ...tasks.filter((task) => task.ready),
]

function stopAll(world: World, service: Service, tasks: readonly Task[], primary: Deployment): void {
  const running = tasks.filter(({ status }) => status === 'RUNNING')
  for (const task of tasks)
    stopTask(world, task, {
      code: 'ServiceSchedulerInitiated',
      reason: `Scaling activity initiated by (deployment ${primary.id})`,
    })
  service.steady = false
  if (running.length === 0) return
  tell(world, service, stopped(running))
  for (const id of new Set(running.map(({ deployment }) => deployment)))
    tell(world, service, draining(id, running.filter(({ deployment }) => deployment === id).length))
}

/** An older deployment is gone from the list when its last task has stopped. */
function forgetEmpty(world: World, service: Service): void {
  const tasks = tasksOf(world, service).filter(({ status }) => status !== 'STOPPED')
  service.deployments = service.deployments.filter(
    (deployment) => deployment.status === 'PRIMARY' || tasks.some(belongs(deployment)),
  )
}

function noticeSteady(world: World, service: Service): void {
  const [primary] = service.deployments
  if (!primary || service.steady) return
  const tasks = tasksOf(world, service).filter(({ status }) => status !== 'STOPPED')
  const done = tasks.length === service.desired && tasks.every((task) => task.ready && belongs(primary)(task))
  if (!done) return
  service.steady = true
  if (primary.rollout === 'IN_PROGRESS') {
    primary.rollout = 'COMPLETED'
    primary.updated = world.now
    primary.reason = `ECS deployment ${primary.id} completed.`
    tell(world, service, completed(primary.id))
  }
  tell(world, service, STEADY)
}

/** A task ended without being asked: wait longer each time, and trip the breaker where there is one. */
export function noteFailure(world: World, service: Service, task: Task): void {
  const deployment = service.deployments.find(belongsTo(task))
  if (!deployment) return
  deployment.failed++
  deployment.updated = world.now
  service.steady = false
  const pause = Math.min(LONGEST_RETRY, world.timings.retry * 2 ** Math.min(20, deployment.failed - 1))
  if (deployment.status === 'PRIMARY') service.retryAt = after(world.now, pause)
  if (deployment.failed === 3) tell(world, service, UNABLE)
  if (
    service.breaker.enable &&
    deployment.status === 'PRIMARY' &&
    deployment.rollout === 'IN_PROGRESS' &&
    deployment.failed >= breakerThreshold(service.desired)
  )
    trip(world, service, deployment)
}

const belongsTo = (task: Task) => (deployment: Deployment) => deployment.id === task.deployment
