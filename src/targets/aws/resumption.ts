import type { Finding } from '../../model/finding.ts'
import type { Planned } from '../../model/plan.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { Draft, Stand } from '../target.ts'
import { allFresh, momentOf } from './freshness.ts'
import type { AwsInFlight } from './in-flight.ts'
import { archivesFor, CURRENT, holderOf, isArchiveOf, type Labelled, leftOver, PENDING } from './labels.ts'
import { type Leg, legsOf } from './legs.ts'
import { registering } from './moving.ts'
import { otherServices } from './other-services.ts'
import { backToOld, restart, rotation, tidying } from './planned.ts'
import { type AwsSight, named } from './sight.ts'
import type { AwsStep } from './steps.ts'
import { since } from './under-way.ts'

type Steps = readonly Planned<AwsStep>[]

/** What is left of a rotation that was begun, from where it stands. */
export function resumption(
  seen: AwsSight,
  inFlight: AwsInFlight,
  room: Steps,
  noUndo: Shown | null,
): Draft<AwsStep> {
  const { stand } = inFlight
  const steps = [...room, ...stepsFrom(seen, inFlight, noUndo)]
  return {
    head: [
      {
        label: 'in flight',
        value: says`a rotation that began ${own(since(inFlight))}: ${own(STANDS[stand])}`,
      },
    ],
    steps: stand === 'moved-on' ? [] : steps,
    refusals: [
      ...otherServices(seen, inFlight),
      ...inFlight.unread,
      ...seen.obstacles.filter(({ code }) => code !== 'secret.in-flight'),
      // Past the promotion, the deployments in progress may be this rotation's own.
      ...(stand === 'staged' && noUndo === null ? seen.deploying : []),
    ],
    warnings: [],
  }
}

export const STANDS = {
  staged: says`the new key is put, and not live`,
  promoted: says`the new key is live, and not proven`,
  'taken-back': says`it failed, and the old key is live again, not yet in every task`,
  'moved-on': says`somebody has moved ${CURRENT} since`,
} as const satisfies Record<Stand, Shown>

function stepsFrom(seen: AwsSight, inFlight: AwsInFlight, noUndo: Shown | null): Steps {
  const names = seen.services.map(({ service }) => service.name)
  const whole = rotation(seen, names, noUndo)
  const only = (...ids: readonly string[]) => whole.filter(({ id }) => ids.includes(id))
  const release = only('lock', 'stage')
    .flatMap(({ undo }) => ('none' in undo ? [] : [...undo]))
    .reverse()
  const [unlock, ...more] = release.map((step) =>
    step.id === 'release-run' ? { ...step, says: says`take the label of its run off` } : step,
  )
  if (unlock === undefined) return []
  const take: Planned<AwsStep> = {
    id: 'take-up',
    effect: 'prepares',
    step: { do: 'take-up' },
    says: says`take the rotation up: ${PENDING} must still be on version ${inFlight.version}`,
    undo: [unlock, ...more],
  }
  const archive = missingArchives(seen, inFlight).length === 0 ? [] : only('archive')
  switch (inFlight.stand) {
    case 'staged':
      return [
        take,
        ...only('look-again'),
        ...archive,
        ...registering(seen),
        ...whole.slice(whole.findIndex(({ id }) => id === 'promote')),
      ]
    case 'promoted':
      return [
        take,
        ...archive,
        ...registering(seen),
        ...only('promote').flatMap((promote) => [
          { ...promote, ...stayed('new') },
          ...onlyStale(seen, names, promote.undo),
        ]),
        ...only('prove', 'read-again', 'finish'),
      ]
    case 'taken-back':
      return [take, ...goingBack(seen, inFlight, legsOf(names, seen)), ...only('finish').map(letGo)]
    case 'moved-on':
      return []
  }
}

const letGo = (finish: Planned<AwsStep>): Planned<AwsStep> => ({
  ...finish,
  says: says`take ${PENDING} and the label of this run off`,
})

const stayed = (on: 'new' | 'old') => ({
  step: { do: 'stayed', on } as const,
  says: says`${CURRENT} is on the ${on} version already: make sure that it still is`,
})

/** Only services with a task that may be older than the move, or with a revision to go to, are restarted; all are followed. */
function onlyStale(seen: AwsSight, names: readonly string[], undo: Planned<AwsStep>['undo']): Steps {
  const stale = staleServices(seen)
  const moving = seen.moving.map(({ service }) => service)
  const legs = legsOf(
    names.filter((name) => stale.includes(name) || moving.includes(name)),
    seen,
  )
  const last = legs.length - 1
  return restart(
    legs.map((leg, at) => (at === last ? { ...leg, soFar: names } : leg)),
    'new',
    seen,
    undo,
  )
}

/** Services with a task that may have read its key before the secret was last changed. */
export function staleServices({ secret, services }: AwsSight): readonly string[] {
  const changed = secret?.changed ?? null
  return services
    .filter(({ tasks }) => changed === null || !allFresh(tasks, momentOf(changed)))
    .map(({ service }) => service.name)
}

function goingBack(seen: AwsSight, { marked }: AwsInFlight, legs: readonly Leg[]): Steps {
  const none = says`it is the way back already`
  return backToOld(legs, seen)
    .filter(({ id }) => id !== 'mark-failed' || !marked)
    .map((step) => ({ ...step, ...(step.id === 'take-back' ? stayed('old') : {}), undo: { none } }))
}

/** What the run has labelled as archived, or would have: kept through the move. */
export function archivesOf(
  { secret }: Pick<AwsSight, 'secret'>,
  { old, run, stand }: AwsInFlight,
): readonly Labelled[] {
  const stages = secret?.stages ?? {}
  const began = run?.began ?? secret?.date
  if (began === undefined || stand === 'taken-back') return []
  return archivesFor(stages, began, named(old)).map(({ label, version }) => ({
    label: stages[version]?.find((one) => isArchiveOf(one, version, run)) ?? label,
    version,
  }))
}

/** What of that is not there, or is there no more. */
export const missingArchives = (seen: Pick<AwsSight, 'secret'>, inFlight: AwsInFlight): readonly Labelled[] =>
  archivesOf(seen, inFlight).filter(({ label }) => holderOf(seen.secret?.stages ?? {}, label) === null)

/** Labels of dead runs, where there are any. */
export function tidy(seen: AwsSight): Steps {
  const labels = leftOver(seen.secret?.stages ?? {})
  return labels.length === 0 ? [] : [tidying(labels)]
}

/** What makes labels alone impossible to change. */
const LABELS_FAST = ['secret.missing', 'secret.deleted', 'secret.replica'] as const

export const whyNoLabels = (seen: AwsSight): readonly Finding[] =>
  [...seen.refusals, ...seen.obstacles].filter(({ code }) => LABELS_FAST.some((one) => one === code))
