import type { TaskFacts } from '../../host/aws-api.ts'
import { after, type Instant, SECOND } from '../../model/instant.ts'
import { type Lived, readThen } from './lived.ts'

/** How late reads are thought to be at most. */
export const LAG = 6 * SECOND

/** When a key was changed, as closely as the server's answers tell. */
export interface Moment {
  readonly notBefore: Instant
  readonly notAfter: Instant
}

/** A `Date` header tells the second: what it dates happened within it. */
export const momentOf = (date: Instant): Moment => ({ notBefore: date, notAfter: after(date, SECOND) })

type Freshness = 'fresh' | 'old' | 'unknown'

/** Secrets are resolved somewhere between `createdAt` and `startedAt`: deployment ids prove nothing. */
export function freshness(task: Pick<TaskFacts, 'created' | 'started'>, changed: Moment): Freshness {
  if (task.created !== null && task.created >= changed.notAfter) return 'fresh'
  if (task.started !== null && task.started < changed.notBefore) return 'old'
  return 'unknown'
}

/** Tasks that serve, or will: all that have not stopped. */
export const alive = (tasks: readonly TaskFacts[]): readonly TaskFacts[] =>
  tasks.filter((task) => task.lastStatus !== 'STOPPED' && task.lastStatus !== 'DELETED')

/** @param lived times in which what a task read was the same as after the change */
export const allFresh = (
  tasks: readonly TaskFacts[],
  changed: Moment,
  lived: readonly Lived[] = [],
): boolean =>
  alive(tasks).every(
    (task) => freshness(task, changed) === 'fresh' || lived.some((span) => readThen(task, span)),
  )
