import type { Fields } from '../../src/sandbox/world/fields.ts'
import type { Answered } from '../../src/sandbox/world/handle.ts'
import { CURRENT, holderOf, PENDING, PREVIOUS } from '../../src/targets/aws/labels.ts'
import { hash } from './cloud.ts'
import type { Reply } from './told.ts'

export type Mark = readonly [number, number]
export const NOTHING: Mark = [0, 0]

/** Told in another order, the same is the same: calls that wait together are independent. */
export const plus = ([a, b]: Mark, text: string): Mark => [
  (a ^ hash(text)) >>> 0,
  (b ^ hash(text, 0x9747b28c)) >>> 0,
]

/**
 * A step keeps nothing of what it read, once it is through or sleeps before the next look: each look takes the place
 * of the one before, except whether AWSCURRENT was where it should be. After a lost answer what is read counts, and
 * only steps that write nothing forget. `everyCall` forgets nothing, and must come to the same ends.
 */
export const forgets = (step: string, all: boolean): boolean =>
  all
    ? !/^(plan|take-up|stayed|promote|take-back)/.test(step)
    : /^(follow|look-again|read-again|prove)/.test(step)

/**
 * What a run rests on of what it saw for its plan; how many tasks ran is only shown.
 *
 * @param dated when services were read counts: for as long as is waited for, no label tells of a time else
 */
export const planned = (event: string, { answered }: Reply, dated: boolean): string => {
  const services = answered?.body.services
  if (!Array.isArray(services)) return event
  return dated ? `${ofServices(services)} ${answered?.date}` : ofServices(services)
}

const ofServices = (services: readonly Fields[]): string =>
  JSON.stringify(
    services.map(({ taskDefinition, deployments, status, desiredCount }) => [
      ...[taskDefinition, status, desiredCount],
      (deployments as readonly Fields[]).map(({ rolloutState }) => rolloutState),
    ]),
  )

/** Which tasks there were is for the plan alone: it is in its steps. */
export function tasksSeen(event: string, { answered }: Reply): string | null {
  const tasks = answered?.body.tasks
  if (!Array.isArray(tasks)) return null
  const kept = (tasks as readonly Fields[]).map(({ createdAt, lastStatus }) => [createdAt, lastStatus])
  return `${event.split(' #')[0]} ${JSON.stringify(kept)}`
}

const told = new WeakMap<Answered, Map<string, string>>()

/** What a step that forgets takes from an answer to a read: never when it was given, and of a secret few things. */
export function telling(step: string, answered: Answered): string {
  const kind = /^(follow|read-again|look-again)/.exec(step)?.[0] ?? ''
  const known = told.get(answered) ?? new Map<string, string>()
  told.set(answered, known)
  const text = known.get(kind) ?? taken(kind, answered)
  known.set(kind, text)
  return text
}

function taken(kind: string, { status, body, date }: Answered): string {
  const { VersionIdsToStages, RotationEnabled, DeletedDate, LastChangedDate, VersionId, services } = body
  if (status === 200 && kind !== '') {
    const stages = VersionIdsToStages as Readonly<Record<string, readonly string[]>> | undefined
    if (stages !== undefined && kind !== 'look-again')
      return `${holderOf(stages, CURRENT)} ${LastChangedDate} ${date}`
    if (stages !== undefined)
      return JSON.stringify([
        [CURRENT, PREVIOUS, PENDING].map((label) => holderOf(stages, label)),
        ...[RotationEnabled, DeletedDate],
      ])
    if (kind === 'look-again' && VersionId !== undefined) return String(VersionId)
    if (kind === 'look-again' && Array.isArray(services)) return ofServices(services)
  }
  return JSON.stringify([status, body])
}
