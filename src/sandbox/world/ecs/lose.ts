import type { World } from '../world.ts'
import { stopTask } from './lifecycle.ts'
import type { StopNote } from './nouns.ts'

/** Tasks of a service that end for reasons of the hardware below; the scheduler puts others in their place. */
export interface Loss {
  readonly service: string
  /** default: all that run */
  readonly count?: number
  readonly why: keyof typeof NOTES
}

const NOTES = {
  /** the instance below is gone, and the task at once with it */
  host: { code: 'TerminationNotice', reason: 'Host EC2 (instance i-0123456789abcdef0) terminated.' },
  spot: { code: 'SpotInterruption', reason: 'Your Spot Task was interrupted.' },
  maintenance: {
    code: 'TerminationNotice',
    reason: 'ECS is performing maintenance on the underlying infrastructure hosting the task.',
  },
} as const satisfies Record<string, StopNote>

/** Takes the oldest running tasks away. @returns how many */
export function loseTasks(world: World, { service, count, why }: Loss): number {
  const running = world.tasks.filter(
    (task) => task.service === service && task.desired === 'RUNNING' && task.status === 'RUNNING',
  )
  const lost = running.slice(0, count)
  for (const task of lost) {
    stopTask(world, task, NOTES[why])
    if (why === 'host') task.due = { at: world.now, step: 'be-stopped' }
  }
  const owner = world.services.find(({ name }) => name === service)
  if (owner && lost.length > 0) owner.steady = false
  return lost.length
}
