import type { TaskFacts } from '../../host/aws-api.ts'
import { type Instant, instantAt, SECOND } from '../../model/instant.ts'
import { CURRENT, compact, type Labelled, parseCompact, type Stages } from './labels.ts'

/**
 * A time for which AWSCURRENT was on a version without a break. It stays true whatever happens afterwards, so that
 * whoever reads of it need not know what has happened since.
 */
export interface Lived {
  readonly from: Instant
  readonly until: Instant
}

const LIVED = 'lic-lived.'

/** `lic-lived.<UTC from>.<UTC until>`; whole seconds, from which it is narrowed. Null where nothing is left of it. */
export function livedLabel({ from, until }: Lived): string | null {
  const first = instantAt(Math.ceil(from / SECOND) * SECOND)
  const last = instantAt(Math.floor(until / SECOND) * SECOND)
  return first < last ? `${LIVED}${compact(first)}.${compact(last)}` : null
}

export const livedOn = (labels: readonly string[]): readonly Lived[] =>
  labels.flatMap((label) => {
    if (!label.startsWith(LIVED)) return []
    const [, first = '', last = ''] = label.split('.')
    const [from, until] = [parseCompact(first), parseCompact(last)]
    return from === null || until === null ? [] : [{ from, until }]
  })

/** Whenever between its making and its start a task read the secret: it was then. */
export const readThen = (
  { created, started }: Pick<TaskFacts, 'created' | 'started'>,
  { from, until }: Lived,
): boolean => created !== null && started !== null && created >= from && started < until

/** What tells of versions that are not live any more. */
export const outlived = (stages: Stages): readonly Labelled[] =>
  Object.entries(stages)
    .filter(([, labels]) => !labels.includes(CURRENT))
    .flatMap(([version, labels]) =>
      labels.filter((label) => label.startsWith(LIVED)).map((label) => ({ label, version })),
    )
