import type { NonEmpty } from '../../model/finding.ts'
import type { Planned, UndoStep } from '../../model/plan.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import { CURRENT, type Labelled, PENDING } from './labels.ts'
import { type Leg, legsOf } from './legs.ts'
import { list, parted, registering, updating, updatingBack } from './moving.ts'
import type { AwsSight } from './sight.ts'
import type { AwsStep, Side } from './steps.ts'

const ONLY_READS = { none: says`it only reads` }

type Undo = Planned<AwsStep>['undo']

/** Services started anew, followed, proven. */
export const redeployment = (
  names: readonly string[],
  side: Side,
  seen: AwsSight,
  undo: Undo,
): readonly Planned<AwsStep>[] => [...restart(legsOf(names, seen), side, seen, undo), ...proof(seen)]

export function restart(
  legs: readonly Leg[],
  side: Side,
  seen: AwsSight,
  undo: Undo,
): readonly Planned<AwsStep>[] {
  const since = side === 'new' ? says`the move` : says`the key was read`
  return legs.flatMap(({ mark, names, soFar }): readonly Planned<AwsStep>[] => {
    const { moved, others } = parted(names, seen)
    return [
      ...(others.length === 0 ? [] : [redeploying(`redeploy${mark}`, others, side, undo)]),
      ...(moved.length === 0 ? [] : [updating(`update${mark}`, moved, side, seen.ref.via, undo)]),
      {
        id: `follow${mark}`,
        effect: 'reads',
        step: { do: 'follow', side, services: soFar },
        says:
          mark === ''
            ? says`follow until every task was created after ${own(since)}`
            : says`follow until every task of ${own(list(soFar))} was created after ${own(since)}`,
        undo: ONLY_READS,
      },
    ]
  })
}

const redeploying = (id: string, services: readonly string[], side: Side, undo: Undo): Planned<AwsStep> => ({
  ...redeployingBack(id, services),
  step: { do: 'redeploy', side, services },
  undo,
})

const redeployingBack = (id: string, services: readonly string[]): UndoStep<AwsStep> => ({
  id,
  effect: 'changes',
  step: { do: 'redeploy', side: 'old', services },
  says: says`force a new deployment of ${own(list(services))}`,
})

export function proof({ ref }: AwsSight): readonly Planned<AwsStep>[] {
  return [
    {
      id: 'prove',
      effect: 'reads',
      step: { do: 'prove' },
      says:
        ref.health.length === 0
          ? says`prove it by the tasks alone: no --health-url is given`
          : says`ask ${own(list(ref.health.map(({ url }) => url)))} what the runtime says of its license${ref.prove === 'health' ? ', which must prove the key' : ''}`,
      undo: ONLY_READS,
    },
    {
      id: 'read-again',
      effect: 'reads',
      step: { do: 'read-again' },
      says: says`read ${CURRENT} once more`,
      undo: ONLY_READS,
    },
  ]
}

/** The way of a new key, from its first label to its last. */
export function rotation(
  seen: AwsSight,
  names: readonly string[],
  noUndo: Shown | null,
): readonly Planned<AwsStep>[] {
  const legs = legsOf(names, seen)
  const back = noUndo === null ? backToOld(legs, seen) : { none: noUndo }
  return [
    prepare(
      'stage',
      says`put the new key as a version with a label of its own; ${CURRENT} stays where it is`,
      {
        id: 'release-run',
        step: { do: 'release-run' },
        effect: 'prepares',
        says: says`take that label off: a version without labels disappears by itself`,
      },
    ),
    prepare('lock', says`attach ${PENDING}, which only one version can have: the lock`, {
      id: 'unlock',
      step: { do: 'unlock' },
      effect: 'prepares',
      says: says`take ${PENDING} off`,
    }),
    {
      id: 'look-again',
      effect: 'reads',
      step: { do: 'look-again' },
      says: says`look again: secret and services must be as planned`,
      undo: ONLY_READS,
    },
    {
      id: 'archive',
      effect: 'prepares',
      step: { do: 'archive' },
      says: says`label the version that is live now as archived, so that it is kept`,
      undo: { none: says`the label does no harm, and keeps the old key` },
    },
    ...registering(seen),
    {
      id: 'promote',
      effect: 'changes',
      step: { do: 'promote' },
      says: says`move ${CURRENT} to the new version, if it is still on ${seen.current?.version ?? 'the old one'}`,
      undo: back,
    },
    ...redeployment(names, 'new', seen, back),
    {
      id: 'finish',
      effect: 'prepares',
      step: { do: 'finish' },
      says: says`label since when the new key is live; take ${PENDING} and the label of this run off`,
      undo: { none: says`the rotation is complete by then` },
    },
  ]
}

const prepare = (id: 'stage' | 'lock', text: Shown, undo: UndoStep<AwsStep>): Planned<AwsStep> => ({
  id,
  effect: 'prepares',
  step: { do: id },
  says: text,
  undo: [undo],
})

export const tidying = (labels: readonly Labelled[]): Planned<AwsStep> => ({
  id: 'tidy',
  effect: 'prepares',
  step: { do: 'tidy', labels },
  says: says`take off what runs left behind that came to nothing (${labels.map(({ label }) => label).join(', ')})`,
  undo: { none: says`nothing reads these labels` },
})

/** Label back first: tasks that ECS starts by itself read it again from then on. */
export const backToOld = (legs: readonly Leg[], seen: AwsSight): NonEmpty<UndoStep<AwsStep>> => [
  {
    id: 'take-back',
    effect: 'changes',
    step: { do: 'take-back' },
    says: says`move ${CURRENT} back to the old version`,
  },
  ...startingOld(legs, seen),
  MARKING,
]

const startingOld = (legs: readonly Leg[], seen: AwsSight): readonly UndoStep<AwsStep>[] =>
  legs.flatMap(({ mark, names }): readonly UndoStep<AwsStep>[] => {
    const { moved, others } = parted(names, seen)
    return [
      ...(others.length === 0 ? [] : [redeployingBack(`redeploy-old${mark}`, others)]),
      ...(moved.length === 0 ? [] : [updatingBack(`update-old${mark}`, moved, seen)]),
      {
        id: `follow-old${mark}`,
        effect: 'reads',
        step: { do: 'follow', side: 'old', services: names },
        says:
          mark === ''
            ? says`follow until every task holds the old key again`
            : says`follow until every task of ${own(list(names))} holds the old key again`,
      },
    ]
  })

const MARKING: UndoStep<AwsStep> = {
  id: 'mark-failed',
  effect: 'prepares',
  step: { do: 'mark-failed' },
  says: says`label the new version as failed`,
}

/** Only the revisions go back: the secret holds the key already, or holds its first. */
export function backToRevisions(seen: AwsSight, marked: 'marked' | 'as it is'): Undo {
  const [first, ...rest] = startingOld(
    legsOf(
      seen.moving.map(({ service }) => service),
      seen,
    ),
    seen,
  )
  if (first === undefined) return { none: says`no service has to go back` }
  return [first, ...rest, ...(marked === 'marked' ? [MARKING] : [])]
}
