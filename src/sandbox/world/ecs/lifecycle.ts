import { after, HOUR } from '../../../model/instant.ts'
import { boot } from '../../runtime/boot.ts'
import { draw, hex } from '../ids.ts'
import { arn, type World } from '../world.ts'
import { findTaskDefinition } from './find.ts'
import type { ContainerDefinition, Deployment, NextStep, Service, StopNote, Task } from './nouns.ts'
import { resolveEnvironment } from './resolve.ts'

const STOPPED_KEPT = HOUR

export function createTask(world: World, service: Service, deployment: Deployment): Task {
  const id = hex(world, 32)
  const task: Task = {
    id,
    arn: arn(world, 'ecs', `task/${service.cluster}/${id}`),
    cluster: service.cluster,
    service: service.name,
    deployment: deployment.id,
    taskDefinition: deployment.taskDefinition,
    status: 'PENDING',
    desired: 'RUNNING',
    ready: false,
    due: { at: after(world.now, pullTime(world)), step: 'read-secrets' },
    created: world.now,
    secretsRead: null,
    started: null,
    stopping: null,
    stopped: null,
    stop: null,
    environments: new Map(),
    exitCodes: new Map(),
    license: null,
    log: [],
  }
  world.tasks.push(task)
  return task
}

function pullTime(world: World): number {
  const { pull, spread } = world.timings
  return spread === 0 ? pull : pull + (draw(world) % spread)
}

export const containersOf = (world: World, task: Task): readonly ContainerDefinition[] =>
  findTaskDefinition(world, task.taskDefinition)?.containers ?? []

/** Does what a task is due to do. True where it ended without having been asked to. */
export function takeStep(world: World, task: Task): boolean {
  const step = task.due?.step
  task.due = null
  if (step === 'be-stopped') return end(world, task, 0)
  if (step === 'read-secrets') return readSecrets(world, task)
  if (step === 'start') {
    task.status = 'RUNNING'
    task.started = world.now
    later(world, task, 'boot', world.timings.boot)
  }
  if (step === 'boot') return bootAll(world, task)
  if (step === 'pass-health-check') {
    task.ready = true
  }
  return false
}

function later(world: World, task: Task, step: NextStep, milliseconds: number): void {
  task.due = { at: after(world.now, milliseconds), step }
}

function readSecrets(world: World, task: Task): boolean {
  task.secretsRead = world.now
  for (const container of containersOf(world, task)) {
    const resolved = resolveEnvironment(world, container)
    if (resolved.kind === 'failed') {
      task.stop = { code: 'TaskFailedToStart', reason: resolved.reason }
      return end(world, task, null)
    }
    task.environments.set(container.name, resolved.environment)
  }
  later(world, task, 'start', world.timings.start)
  return false
}

function bootAll(world: World, task: Task): boolean {
  for (const container of containersOf(world, task)) {
    const booted = boot(world, container, task.environments.get(container.name) ?? new Map())
    for (const text of booted.log) task.log.push({ at: world.now, container: container.name, text })
    if (booted.kind === 'runs') {
      task.license ??= booted.license
      continue
    }
    task.exitCodes.set(container.name, booted.exitCode)
    if (!container.essential) continue
    task.stop = { code: 'EssentialContainerExited', reason: 'Essential container in task exited' }
    return end(world, task, null)
  }
  later(world, task, 'pass-health-check', world.timings.healthy)
  return false
}

/** Orders a task to stop: it is drained at once, and gone a little later. */
export function stopTask(world: World, task: Task, stop: StopNote): void {
  if (task.desired === 'STOPPED') return
  task.desired = 'STOPPED'
  task.stop = stop
  task.stopping = world.now
  task.ready = false
  if (task.status === 'RUNNING') task.status = 'DEACTIVATING'
  later(world, task, 'be-stopped', world.timings.stop)
}

function end(world: World, task: Task, exitCode: number | null): boolean {
  const unasked = task.desired === 'RUNNING'
  if (exitCode !== null && task.started !== null)
    for (const { name } of containersOf(world, task))
      if (!task.exitCodes.has(name)) task.exitCodes.set(name, exitCode)
  task.status = 'STOPPED'
  task.desired = 'STOPPED'
  task.ready = false
  task.stopping ??= world.now
  task.stopped = world.now
  task.environments = new Map()
  return unasked
}

/** Stopped tasks can be described for an hour. */
export function forgetOldTasks(world: World): void {
  const old = ({ stopped }: Task) => stopped !== null && after(stopped, STOPPED_KEPT) <= world.now
  if (world.tasks.some(old)) world.tasks = world.tasks.filter((task) => !old(task))
}
