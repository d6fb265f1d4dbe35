import { uuid } from '../ids.ts'
import type { World } from '../world.ts'
import type { Service, Task } from './nouns.ts'

const MOST_EVENTS = 100

/** Adds an event in AWS's own wording: `(service NAME) …`. */
export function tell(world: World, service: Service, what: string): void {
  const event = { id: uuid(world), at: world.now, message: `(service ${service.name}${what}` }
  service.events = [event, ...service.events].slice(0, MOST_EVENTS)
}

const list = (tasks: readonly Task[]): string => tasks.map(({ id }) => `(task ${id})`).join(' ')

export const started = (tasks: readonly Task[]): string =>
  `) has started ${tasks.length} tasks: ${list(tasks)}.`

export const stopped = (tasks: readonly Task[]): string =>
  `) has stopped ${tasks.length} running tasks: ${list(tasks)}.`

export const draining = (deployment: string, count: number): string =>
  `, taskSet ${deployment}) has begun draining connections on ${count} tasks.`

export const completed = (deployment: string): string => `) (deployment ${deployment}) deployment completed.`

export const failed = (deployment: string, why: string): string =>
  `) (deployment ${deployment}) deployment failed: ${why}.`

export const rollingBack = (deployment: string): string => `) rolling back to deployment ${deployment}.`

export const STEADY = ') has reached a steady state.'

export const UNABLE =
  ') is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.'
