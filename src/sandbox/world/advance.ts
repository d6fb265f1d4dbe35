import type { Instant } from '../../model/instant.ts'
import { noteFailure, noteSuccess } from './ecs/failures.ts'
import { forgetOldTasks, takeStep } from './ecs/lifecycle.ts'
import type { Service } from './ecs/nouns.ts'
import { keepAppointments } from './schedule.ts'
import { buryDeleted } from './secrets/lifecycle.ts'
import { forgetStaleVersions } from './secrets/versions.ts'
import { settle } from './settle.ts'
import type { World } from './world.ts'

/** Lets time pass up to a moment, one event after the other. Time never goes back. */
export function advance(world: World, until: Instant): void {
  for (let next = earliest(world); next !== null && next <= until; next = earliest(world)) {
    if (next > world.now) world.now = next
    keepAppointments(world)
    stepDueTasks(world)
    settle(world)
  }
  if (until > world.now) world.now = until
  forgetOldTasks(world)
  buryDeleted(world)
  forgetStaleVersions(world)
}

/** When something will happen by itself; null: never. */
function earliest(world: World): Instant | null {
  let next: Instant | null = null
  const consider = (at: Instant | null | undefined) => {
    if (at !== null && at !== undefined && (next === null || at < next)) next = at
  }
  for (const { at } of world.schedule) consider(at)
  for (const { due } of world.tasks) consider(due?.at)
  for (const service of world.services) if (service.status === 'ACTIVE') waits(service).forEach(consider)
  return next
}

/** What a service waits for. */
function waits({ retryAt, deployments: [primary] }: Service): readonly (Instant | null | undefined)[] {
  return [retryAt, primary?.begins, primary?.baked, primary?.held?.expires]
}

function stepDueTasks(world: World): void {
  for (const task of [...world.tasks]) {
    if (!task.due || task.due.at > world.now) continue
    const wasReady = task.ready
    const ended = takeStep(world, task)
    const service = world.services.find((one) => one.name === task.service && one.cluster === task.cluster)
    if (service && ended) noteFailure(world, service, task)
    if (service && task.ready && !wasReady) noteSuccess(service, task)
  }
}
