import type { Planned, UndoStep } from '../../model/plan.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import { CURRENT, PENDING } from './labels.ts'
import { type Leg, legsOf } from './legs.ts'
import type { AwsSight } from './sight.ts'
import type { AwsStep, Side } from './steps.ts'

const ONLY_READS = { none: says`it only reads` }

/** `a`, `a and b`, `a, b and c` */
const list = (names: readonly string[]): Shown => says`${names.join(', ').replace(/, (?=[^,]*$)/, ' and ')}`

/** Services started anew, followed, proven. */
export const redeployment = (
  names: readonly string[],
  side: Side,
  seen: AwsSight,
  noUndo: Shown,
): readonly Planned<AwsStep>[] => [
  ...restart(legsOf(names, seen), side, { none: noUndo }, says`the key was read`),
  ...proof(seen),
]

const restart = (
  legs: readonly Leg[],
  side: Side,
  undo: Planned<AwsStep>['undo'],
  since: Shown,
): readonly Planned<AwsStep>[] =>
  legs.flatMap(({ mark, names, soFar }) => [
    {
      id: `redeploy${mark}`,
      effect: 'changes',
      step: { do: 'redeploy', side, services: names },
      says: says`force a new deployment of ${own(list(names))}`,
      undo,
    },
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
  ])

export function proof({ ref }: AwsSight): readonly Planned<AwsStep>[] {
  return [
    {
      id: 'prove',
      effect: 'reads',
      step: { do: 'prove' },
      says:
        ref.health.length === 0
          ? says`prove it by the tasks alone: no --health-url is given`
          : says`ask ${own(list(ref.health.map(({ url }) => url)))} what the runtime says of its license`,
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
  const back = noUndo === null ? backToOld(legs) : { none: noUndo }
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
    {
      id: 'promote',
      effect: 'changes',
      step: { do: 'promote' },
      says: says`move ${CURRENT} to the new version, if it is still on ${seen.current?.version ?? 'the old one'}`,
      undo: back,
    },
    ...restart(legs, 'new', back, says`the move`),
    ...proof(seen),
    {
      id: 'finish',
      effect: 'prepares',
      step: { do: 'finish' },
      says: says`take ${PENDING} and the label of this run off`,
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

/** Label back first: tasks that ECS starts by itself read it again from then on. */
const backToOld = (legs: readonly Leg[]): readonly [UndoStep<AwsStep>, ...UndoStep<AwsStep>[]] => [
  {
    id: 'take-back',
    effect: 'changes',
    step: { do: 'take-back' },
    says: says`move ${CURRENT} back to the old version`,
  },
  ...legs.flatMap(({ mark, names }): readonly UndoStep<AwsStep>[] => [
    {
      id: `redeploy-old${mark}`,
      effect: 'changes',
      step: { do: 'redeploy', side: 'old', services: names },
      says: says`force a new deployment of ${own(list(names))}`,
    },
    {
      id: `follow-old${mark}`,
      effect: 'reads',
      step: { do: 'follow', side: 'old', services: names },
      says:
        mark === ''
          ? says`follow until every task holds the old key again`
          : says`follow until every task of ${own(list(names))} holds the old key again`,
    },
  ]),
  {
    id: 'mark-failed',
    effect: 'prepares',
    step: { do: 'mark-failed' },
    says: says`label the new version as failed`,
  },
]
