import { error, type Finding } from '../../../model/finding.ts'
import type { Line, Planned, UndoStep } from '../../../model/plan.ts'
import { own, type Shown, says } from '../../../model/visible.ts'
import type { Draft, Licensed, ScaleWish } from '../../target.ts'
import { byLic } from '../lic-command.ts'
import { awsCommand } from '../shell.ts'
import { besides } from './cautions.ts'
import { allNodes, inForce, limitsOf, limitWords, nodesAfter, numberOf, unseen } from './limit.ts'
import { overLimit } from './over-limit.ts'
import type { Change, ScaleSight, ScaleStep } from './sight.ts'
import { toFit } from './to-fit.ts'

/** The steps in order, each with its undo, and what stands in the way. */
export function draftScaling(seen: ScaleSight, wish: ScaleWish, product: Licensed): Draft<ScaleStep> {
  const limits = limitsOf(seen.words, wish.verdict, product)
  const wanted = wish.to === 'fit' ? fitting(seen, limits) : { changes: changesTo(seen, wish.to) }
  const changes = 'changes' in wanted ? wanted.changes : []
  const nodes = overLimit(seen, changes, limits)
  const around = besides(seen, changes, wish.doubts)
  return {
    steps: changes.length === 0 ? [] : steps(seen, changes),
    head: [
      ...nodesLine(seen, changes, limits),
      ...(wish.to === 'fit' ? changes.flatMap((change) => commandsFor(seen, change)) : []),
      ...(changes.length === 0 && 'changes' in wanted ? [unchangedLine(seen, wish)] : []),
    ],
    refusals: [...('refusal' in wanted ? [wanted.refusal] : []), ...around.refusals, ...nodes.refusals],
    warnings: [...nodes.warnings, ...around.warnings],
  }
}

function changesTo(
  { services }: ScaleSight,
  { service, count }: { service: string; count: number },
): readonly Change[] {
  const found = services.find(({ name }) => name === service)
  return found === undefined || found.desired === count ? [] : [{ service, from: found.desired, to: count }]
}

type Limits = ReturnType<typeof limitsOf>

function fitting(
  seen: ScaleSight,
  limits: Limits,
): { readonly changes: readonly Change[] } | { readonly refusal: Finding } {
  const { services, words } = seen
  const limit = inForce(limits)
  if (limit === null)
    return {
      refusal: error(
        'scale.no-limit',
        says`nothing says how many nodes may run: no limit is published for the tier of the key, and no runtime states one`,
        says`ask the runtime for its limit: --health-url http://HOST:8080/health`,
      ),
    }
  const running = services.filter(({ name, status }) => seen.named.has(name) && status === 'ACTIVE')
  const others = services.filter((one) => !running.includes(one))
  // Nodes that are no tasks of the services that are named stay, whatever is done to those.
  const most = numberOf(limit.most) - allNodes(others, []) - unseen(services, words)
  const counts = toFit(
    running.map((one) => ({ name: one.name, count: one.desired })),
    most,
  )
  if (counts === null)
    return {
      refusal: error(
        'scale.cannot-fit',
        says`even one node of each service is more than the limit of ${own(limitWords(limit))}${own(beyond(seen))}`,
        says`ask for a key that allows more, or stop a service yourself: lic scale SERVICE 0`,
      ),
    }
  return { changes: counts.flatMap(({ name, count }) => changesTo(seen, { service: name, count })) }
}

const beyond = ({ services, words }: ScaleSight): Shown => {
  const others = unseen(services, words)
  return others === 0
    ? says``
    : says` (${others} more are counted by the runtime, and belong to no service that is named)`
}

/** `3 now, 7 after, of 10 (as http://agent/health states)` */
function nodesLine(
  { services, words }: ScaleSight,
  changes: readonly Change[],
  limits: Limits,
): readonly Line[] {
  if (services.length === 0) return []
  const limit = inForce(limits)
  const to = new Map(changes.map((change) => [change.service, change.to]))
  const after = changes.length === 0 ? says`` : says`, ${nodesAfter(services, words, to)} after`
  const of = limit === null ? says`; no limit is known` : says`, of ${own(limitWords(limit))}`
  return [{ label: 'nodes', value: says`${allNodes(services, words)} now${own(after)}${own(of)}` }]
}

function unchangedLine({ services }: ScaleSight, { to }: ScaleWish): Line {
  const found = to === 'fit' ? undefined : services.find(({ name }) => name === to.service)
  const value =
    found === undefined
      ? says`the nodes fit: nothing is reduced`
      : says`the desired count of ${found.name} is ${found.desired} already${own(found.running === found.desired ? says`` : says`, and ${found.running} run`)}`
  return { label: 'note', value }
}

/** What does one of the changes alone, by lic and by hand. */
function commandsFor({ ref, region }: ScaleSight, { service, to }: Change): readonly Line[] {
  const place = { region, profile: ref.profile }
  const words = ['--cluster', ref.cluster, '--service', service, '--desired-count', String(to)]
  return [
    { label: 'command', value: byLic({ ...ref, begun: ['scale', service, String(to)] }, place).again },
    { label: 'or', value: awsCommand(place, 'ecs', 'update-service', ...words) },
  ]
}

const ONLY_READS = { none: says`it only reads` }

function steps({ ref }: ScaleSight, changes: readonly Change[]): readonly Planned<ScaleStep>[] {
  const back: UndoStep<ScaleStep> = {
    id: 'scale-back',
    effect: 'changes',
    step: { do: 'scale-back' },
    says: says`set the desired count of ${own(list(changes.map(({ service, from }) => says`${service} back to ${from}`)))}`,
  }
  const followBack: UndoStep<ScaleStep> = {
    id: 'follow-back',
    effect: 'reads',
    step: { do: 'follow', back: true },
    says: says`follow until as many run as before`,
  }
  const undo = [back, followBack] as const
  return [
    ...changes.map(
      (change): Planned<ScaleStep> => ({
        id: changes.length === 1 ? 'scale' : `scale:${change.service}`,
        effect: 'changes',
        step: { do: 'scale', change },
        says: says`set the desired count of ${change.service} to ${change.to} (${change.from} now)`,
        undo,
      }),
    ),
    {
      id: 'follow',
      effect: 'reads',
      step: { do: 'follow', back: false },
      says: says`follow until ${own(list(changes.map(({ service, to }) => says`${to} of ${service}`)))} run, and stay`,
      undo: ONLY_READS,
    },
    ...(ref.health.length === 0
      ? []
      : [
          {
            id: 'count',
            effect: 'reads',
            step: { do: 'count' },
            says: says`ask ${own(list(ref.health.map(({ url }) => says`${url}`)))} how many nodes it counts`,
            undo: ONLY_READS,
          } satisfies Planned<ScaleStep>,
        ]),
  ]
}

const list = (all: readonly Shown[]): Shown => all.join(' and ') as Shown
