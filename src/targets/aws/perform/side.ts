import type { TaskFacts } from '../../../host/aws-api.ts'
import { alive, freshness } from '../freshness.ts'
import type { Side } from '../steps.ts'
import type { Run } from './run.ts'

/** Whether a task surely holds the key of a side. What is not sure does not count. */
export function holds(task: TaskFacts, side: Side, { memory, since, seen }: Run): boolean {
  // A key in the task definition itself is the one of that revision, whenever the task was made.
  if (seen.moving.some(({ from }) => from === task.taskDefinition)) return side === 'old'
  if (side === 'old' && [...memory.registered.values()].includes(task.taskDefinition)) return false
  if (side === 'current') return freshness(task, since) === 'fresh'
  if (side === 'new') return memory.promoted !== null && freshness(task, memory.promoted) === 'fresh'
  const untouched = memory.promoted === null || freshness(task, memory.promoted) === 'old'
  const again = memory.takenBack !== null && freshness(task, memory.takenBack) === 'fresh'
  return untouched || again
}

export const allHold = (tasks: readonly TaskFacts[], side: Side, run: Run): boolean =>
  alive(tasks).every((task) => holds(task, side, run))

/** A task that will not go away by itself and does not hold the key of this side. */
export const isStale = (task: TaskFacts, side: Side, run: Run): boolean =>
  task.desiredStatus === 'RUNNING' && !holds(task, side, run)
