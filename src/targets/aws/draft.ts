import type { DecodedKey } from '../../model/decoded.ts'
import { error, type Finding } from '../../model/finding.ts'
import { after, SECOND } from '../../model/instant.ts'
import type { Line, Planned } from '../../model/plan.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { Draft, Intent, Licensed } from '../target.ts'
import { abandonment, nothing } from './abandonment.ts'
import { creation } from './create.ts'
import { allFresh, LAG, momentOf } from './freshness.ts'
import { identityRefusals } from './identity.ts'
import { CURRENT, holderOf, labelCount, leftOver, MOST_LABELS, PREVIOUS, prunable } from './labels.ts'
import { livedOn, outlived } from './lived.ts'
import { movingRefusals, movingWarnings, registering } from './moving.ts'
import { overLimit } from './nodes.ts'
import { backToRevisions, proof, redeployment, rotation } from './planned.ts'
import { missingArchives, resumption, tidy } from './resumption.ts'
import { awsCommand } from './shell.ts'
import type { AwsSight } from './sight.ts'
import type { AwsStep } from './steps.ts'

const LARGEST_SECRET = 65_536

/** The steps in order, each with its undo, and what of the key does not fit this deployment. */
export function draft(
  seen: AwsSight,
  intent: Intent,
  noUndo: Shown | null,
  product: Licensed,
): Draft<AwsStep> {
  if (intent.kind === 'abandon') return abandonment(seen)
  if (intent.kind === 'resume') return takingUp(seen, noUndo, product)
  const key = keyOf(intent)
  const refusals = key === null ? [] : identityRefusals(seen.services, key, product)
  const { head, steps, more } = way(seen, intent, noUndo)
  const verdict = intent.kind === 'rotate' ? intent.warrant.verdict : intent.verdict
  const nodes = overLimit(seen, steps.some(({ id }) => id === 'redeploy') ? verdict : null, product)
  const writes = intent.kind === 'rotate'
  // Tasks that cannot start keep a deployment in progress for ever: waiting for it would be no help.
  const stuck = writes && noUndo !== null
  const inFlight = seen.obstacles.filter(({ code }) => code === 'secret.in-flight')
  return {
    head,
    steps,
    refusals: [
      ...(writes ? seen.obstacles : []),
      ...refusals,
      ...nodes.refusals,
      ...more,
      ...movingRefusals(seen),
      ...(stuck ? [] : seen.deploying),
    ],
    warnings: [
      ...nodes.warnings,
      ...[...(writes ? [] : inFlight), ...(stuck ? seen.deploying : [])].map(asWarning),
      ...movingWarnings(seen),
    ],
  }
}

function takingUp(seen: AwsSight, noUndo: Shown | null, product: Licensed): Draft<AwsStep> {
  const { inFlight } = seen
  if (inFlight === null) return nothing(seen)
  const room = inFlight.stand === 'moved-on' ? [] : pruning(seen)
  const drafted = resumption(seen, inFlight, [...tidy(seen), ...(room ?? [])], noUndo)
  const verdict = inFlight.stand === 'staged' ? inFlight.next?.verdict : undefined
  const key = verdict !== undefined && 'key' in verdict ? verdict.key : null
  const nodes = overLimit(seen, verdict ?? null, product)
  const more = key === null ? [] : identityRefusals(seen.services, key, product)
  return {
    ...drafted,
    refusals: [...drafted.refusals, ...more, ...nodes.refusals, ...(room === null ? [labelsFull(seen)] : [])],
    warnings: [...drafted.warnings, ...nodes.warnings],
  }
}

const asWarning = (finding: Finding): Finding => ({ ...finding, severity: 'warning', hints: [] })

type Putting = Extract<Intent, { kind: 'rotate' | 'redeploy' }>

interface Way {
  readonly head: readonly Line[]
  readonly steps: readonly Planned<AwsStep>[]
  readonly more: readonly Finding[]
}

function way(seen: AwsSight, intent: Putting, noUndo: Shown | null): Way {
  const names = seen.services.map(({ service }) => service.name)
  if (intent.kind === 'redeploy')
    return { head: [], more: [], steps: redeployment(names, 'current', seen, { none: nothingToPutBack }) }
  if (seen.creates !== null) return firstKey(seen, names, noUndo)
  if (seen.current?.text.equals(intent.warrant.text) === true) return alreadyThere(seen, noUndo)
  const pruned = pruning(seen)
  const more = [
    ...(pruned === null ? [labelsFull(seen)] : []),
    ...(tooLarge(seen, intent) ? [tooLargeFinding] : []),
  ]
  return { head: [], more, steps: [...tidy(seen), ...(pruned ?? []), ...rotation(seen, names, noUndo)] }
}

const nothingToPutBack = says`the key stays as it is; ECS keeps old tasks until new ones run`

const keyOf = (intent: Putting): DecodedKey | null => {
  if (intent.kind === 'rotate') return intent.warrant.verdict.key
  return intent.verdict !== null && 'key' in intent.verdict ? intent.verdict.key : null
}

/** There is no key to keep and no label to move: making the secret is all there is to do to it. */
function firstKey(seen: AwsSight, names: readonly string[], noUndo: Shown | null): Way {
  const undo =
    noUndo === null && seen.moving.length > 0
      ? backToRevisions(seen, 'marked')
      : { none: noUndo ?? says`there was no key in the secret before` }
  const steps = [creation(seen), ...registering(seen), ...redeployment(names, 'new', seen, undo)]
  return { head: [], more: [], steps }
}

function alreadyThere(seen: AwsSight, noUndo: Shown | null): Way {
  const changed = seen.secret?.changed ?? null
  // Of tasks that were listed before the last change, some may have gone, and others come, since.
  const listedAfter =
    changed !== null && seen.servicesRead !== null && after(changed, SECOND + LAG) <= seen.servicesRead
  const lived = listedAfter ? livedOn(seen.secret?.stages[seen.current?.version ?? ''] ?? []) : []
  const stale = seen.services.filter(
    ({ service, tasks }) =>
      seen.moving.some((one) => one.service === service.name) ||
      changed === null ||
      !allFresh(tasks, momentOf(changed), lived),
  )
  const names = stale.map(({ service }) => service.name)
  const value = says`${CURRENT} holds this very key already: nothing is put${own(
    stale.length === 0
      ? says`, and every task started after that`
      : says`; only services with tasks that may be older are redeployed`,
  )}`
  const undo =
    noUndo === null && seen.moving.length > 0
      ? backToRevisions(seen, 'as it is')
      : { none: noUndo ?? says`the key was there before` }
  const steps =
    names.length === 0 ? proof(seen) : [...registering(seen), ...redeployment(names, 'current', seen, undo)]
  return { head: [{ label: 'note', value }], more: [], steps: [...tidy(seen), ...steps] }
}

/** Labels that one run may need at the same time: its own, the lock, two archives, AWSPREVIOUS, a failure. */
function roomNeeded({ secret, inFlight }: AwsSight): number {
  const own = inFlight === null ? 4 : missingArchives({ secret }, inFlight).length
  const failed = inFlight?.marked === true ? 0 : 1
  const previous = secret !== null && holderOf(secret.stages, PREVIOUS) === null ? 1 : 0
  return own + failed + previous - leftOver(secret?.stages ?? {}).length
}

function pruning(seen: AwsSight): readonly Planned<AwsStep>[] | null {
  const stages = seen.secret?.stages ?? {}
  const spare = outlived(stages)
  const labels = prunable(stages, roomNeeded(seen), spare)
  if (labels === null) return null
  if (labels.length === 0) return []
  const names = labels.map(({ label }) => label).join(', ')
  return [
    {
      id: 'prune',
      effect: 'prepares',
      step: { do: 'prune', labels },
      ...(labels.every((one) => spare.includes(one))
        ? {
            says: says`make room for labels: take off what tells how long earlier keys were live (${names})`,
            undo: { none: says`nothing rests on these labels any more` },
          }
        : {
            says: says`make room for labels: take the oldest archive labels off (${names})`,
            undo: {
              none: says`a key archived that long ago is let go: Secrets Manager may remove it after a day`,
            },
          }),
    },
  ]
}

const labelsFull = (seen: AwsSight): Finding =>
  error(
    'secret.labels-full',
    says`the secret has ${labelCount(seen.secret?.stages ?? {})} of ${MOST_LABELS} labels, this needs ${roomNeeded(seen)} more, and too few are our own archives`,
    says`take labels off that nobody needs: ${own(describing(seen))}`,
  )

const describing = ({ ref, region }: AwsSight): Shown =>
  awsCommand(
    { region, profile: ref.profile },
    ...['secretsmanager', 'describe-secret', '--secret-id', ref.secret, '--query', 'VersionIdsToStages'],
  )

const tooLargeFinding: Finding = error(
  'secret.too-large',
  says`with this key the secret would be larger than 65,536 bytes, the most that Secrets Manager takes`,
  says`keep the license in a secret of its own: lic rotate SOURCE --create --secret NAME`,
)

const tooLarge = ({ current }: AwsSight, intent: Intent & { kind: 'rotate' }): boolean =>
  current !== null &&
  current.document.length - current.text.length + intent.warrant.text.length > LARGEST_SECRET
