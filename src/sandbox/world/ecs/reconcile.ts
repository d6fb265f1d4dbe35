import type { World } from '../world.ts'
import { completed, draining, STEADY, started, stopped, tell } from './events.ts'
import { tasksOf } from './find.ts'
import { createTask, stopTask } from './lifecycle.ts'
import type { Deployment, Service, Task } from './nouns.ts'
import { conclude, openOne } from './service-deployments.ts'
import { heedAlarms, moveOn, taken } from './stages.ts'

/** Brings a service one look nearer to what is desired: starts, stops, completes. Doing it twice changes nothing. */
export function reconcile(world: World, service: Service): void {
  if (service.retryAt !== null && service.retryAt <= world.now) service.retryAt = null
  const [newest] = service.deployments
  if (newest && !taken(world, service, newest)) return
  heedAlarms(world, service)
  moveOn(world, service)
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
  const waits = primary.stage === 'PRE_SCALE_UP'
  const leading = waits ? service.deployments[1] : primary
  if (!leading) return
  const { maximumPercent } = service.configuration
  const all = tasksOf(world, service).filter(({ status }) => status !== 'STOPPED')
  const serving = all.filter(alive).filter((task) => waits || belongs(primary)(task))
  const missing = service.desired - serving.length
  const most = isSideBySide(service)
    ? 2 * service.desired
    : Math.max(service.desired, Math.floor((service.desired * maximumPercent) / 100))
  const room = most - all.length
  const count = Math.min(missing, room)
  if (count <= 0) return
  const created = Array.from({ length: count }, () => createTask(world, service, leading))
  service.steady = false
  tell(world, service, started(created))
}

/** All new tasks beside all old ones. */
const isSideBySide = ({ configuration }: Service): boolean => configuration.strategy !== 'ROLLING'

function stopSpare(world: World, service: Service): void {
  const [primary] = service.deployments
  if (!primary) return
  const tasks = tasksOf(world, service).filter(alive)
  const current = tasks.filter(belongs(primary))
  const wanted = primary.rollout === 'FAILED' ? 0 : service.desired
  const old = tasks.filter((task) => !belongs(primary)(task))
  const waits = primary.stage === 'PRE_SCALE_UP' || (isSideBySide(service) && primary.stage !== 'CLEAN_UP')
  const keepOld = waits || primary.rollout === 'FAILED' ? service.desired : 0
  const least = Math.ceil((service.desired * service.configuration.minimumHealthyPercent) / 100)
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
  if (primary.rollout === 'IN_PROGRESS' && primary.stage !== 'CLEAN_UP') return
  const tasks = tasksOf(world, service).filter(({ status }) => status !== 'STOPPED')
  const done = tasks.length === service.desired && tasks.every((task) => task.ready && belongs(primary)(task))
  if (!done) return
  service.steady = true
  if (primary.rollout === 'IN_PROGRESS') {
    primary.rollout = 'COMPLETED'
    primary.updated = world.now
    primary.reason = `ECS deployment ${primary.id} completed.`
    service.lastGood = primary
    const story = openOne(world, service)
    if (story?.status === 'ROLLBACK_IN_PROGRESS') conclude(world, story, 'ROLLBACK_SUCCESSFUL', story.reason)
    else conclude(world, story, 'SUCCESSFUL', null)
    tell(world, service, completed(primary.id))
  }
  tell(world, service, STEADY)
}
