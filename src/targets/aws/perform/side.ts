import type { TaskFacts } from '../../../host/aws-api.ts'
import { alive, freshness, type Moment } from '../freshness.ts'
import { readThen } from '../lived.ts'
import type { Side } from '../steps.ts'
import type { Run } from './run.ts'

/** Whether a task surely holds the key of a side. What is not sure does not count. */
export function holds(task: TaskFacts, side: Side, { memory, since, lived, seen }: Run): boolean {
  // A key in the task definition itself is the one of that revision, whenever the task was made.
  if (seen.moving.some(({ from }) => from === task.taskDefinition)) return side === 'old'
  if (side === 'old' && [...memory.registered.values()].includes(task.taskDefinition)) return false
  const spared = memory.astray.every((when) => freshness(task, when) !== 'unknown')
  const read = (changed: Moment | null) => changed !== null && freshness(task, changed) === 'fresh' && spared
  if (side === 'current') return read(since) || (spared && lived.some((span) => readThen(task, span)))
  if (side === 'new') return read(memory.promoted)
  const untouched = memory.promoted === null || freshness(task, memory.promoted) === 'old'
  return untouched || read(memory.takenBack)
}

export const allHold = (tasks: readonly TaskFacts[], side: Side, run: Run): boolean =>
  alive(tasks).every((task) => holds(task, side, run))

/** A task that will not go away by itself and does not hold the key of this side. */
export const isStale = (task: TaskFacts, side: Side, run: Run): boolean =>
  task.desiredStatus === 'RUNNING' && !holds(task, side, run)
