import type { SecretFacts } from '../../../host/aws-api.ts'
import type { Code } from '../../../model/codes.ts'
import type { Line, StepOutcome } from '../../../model/plan.ts'
import { type Shown, says } from '../../../model/visible.ts'
import { CURRENT, failedLabel, holderOf, type Labelled, PENDING } from '../labels.ts'
import { told, unknown } from './answers.ts'
import { keepLived } from './keep-lived.ts'
import { labelsNow, moveLabel } from './move-label.ts'
import { overtaken } from './overtaken.ts'
import type { Run } from './run.ts'

interface Change {
  readonly label: string
  readonly to?: string
  readonly from?: string
}

/** Moves labels that nobody else uses, one after another; all must succeed. */
async function change(
  run: Run,
  changes: readonly Change[],
  tried: Shown,
  code: Code,
  evidence: readonly Line[],
): Promise<StepOutcome> {
  for (const { label, ...where } of changes) {
    const moved = await moveLabel(run, { stage: label, ...where })
    if (moved.kind === 'unknown') return unknown(told('rotation.answer-lost', tried, moved.trouble, run), run)
    if (moved.kind === 'refused') return { status: 'failed', error: told(code, tried, moved.trouble, run) }
  }
  return { status: 'done', evidence }
}

export const prune = (run: Run, labels: readonly Labelled[]): Promise<StepOutcome> =>
  change(
    run,
    labels.map(({ label, version }) => ({ label, from: version })),
    says`an old archive label could not be taken off`,
    'rotation.write-failed',
    [{ label: 'taken off', value: says`${labels.map(({ label }) => label).join(', ')}` }],
  )

export const tidy = (run: Run, labels: readonly Labelled[]): Promise<StepOutcome> =>
  change(
    run,
    labels.map(({ label, version }) => ({ label, from: version })),
    says`a label that was left behind could not be taken off`,
    'rotation.write-failed',
    [{ label: 'taken off', value: says`${labels.map(({ label }) => label).join(', ')}` }],
  )

export const archive = (run: Run): Promise<StepOutcome> =>
  change(
    run,
    run.archives.map(({ label, version }) => ({ label, to: version })),
    says`the archive label could not be attached`,
    'rotation.write-failed',
    run.archives.map(({ label }) => ({ label: 'label', value: says`${label}` })),
  )

/** Moving a label may have dropped the archive label: it is put back where it is missing. */
export async function keepArchived(run: Run, { stages }: Pick<SecretFacts, 'stages'>): Promise<void> {
  const lost = run.archives.filter(({ label }) => holderOf(stages, label) === null)
  for (const { label, version } of lost) await moveLabel(run, { stage: label, to: version })
}

/** So may moving it back have dropped the lock and the label of the run: without them nobody could see an undo that dies. */
export async function keepLocked(run: Run): Promise<void> {
  const stages = (await labelsNow(run))?.stages
  if (stages === undefined) return
  for (const stage of [run.runLabel ?? [], run.memory.locked ? PENDING : []].flat())
    if (holderOf(stages, stage) === null) await moveLabel(run, { stage, to: run.version })
}

export async function markFailed(run: Run): Promise<StepOutcome> {
  const label = failedLabel(run.tools.host.now())
  const tried = says`the new version could not be labelled as failed`
  const evidence = [{ label: 'label', value: says`${label} on version ${run.version}` }]
  const outcome = await change(run, [{ label, to: run.version }], tried, 'rotation.write-failed', evidence)
  if (outcome.status !== 'done' || run.memory.takenBack === null) return outcome
  // Another process of this rotation may have moved AWSCURRENT to it again; what is live is not called failed.
  const stages = (await labelsNow(run))?.stages ?? {}
  if (holderOf(stages, CURRENT) !== run.version) return outcome
  const freed = await change(run, [{ label, from: run.version }], tried, 'rotation.write-failed', evidence)
  return freed.status === 'done' ? overtaken(run.version) : freed
}

export async function unlock(run: Run): Promise<StepOutcome> {
  if (!run.memory.locked) return { status: 'unchanged', because: says`this run does not hold the lock` }
  const tried = says`${PENDING} could not be taken off`
  const evidence = [{ label: 'taken off', value: says`${PENDING}` }]
  const outcome = await change(
    run,
    [{ label: PENDING, from: run.version }],
    tried,
    'rotation.write-failed',
    evidence,
  )
  if (outcome.status === 'done') run.memory.locked = false
  return outcome
}

export async function releaseRun(run: Run): Promise<StepOutcome> {
  if (!run.memory.staged) return { status: 'unchanged', because: says`no version was put` }
  const { runLabel } = run
  if (runLabel === null) return { status: 'unchanged', because: says`the label of the run is gone already` }
  const tried = says`the label of this run could not be taken off`
  const evidence = [{ label: 'taken off', value: says`${runLabel}` }]
  return change(run, [{ label: runLabel, from: run.version }], tried, 'rotation.write-failed', evidence)
}

/** Everything is proven: what is left is to tidy up. Not being able to is no reason to undo. */
export async function finish(run: Run): Promise<StepOutcome> {
  const kept = await keepLived(run)
  for (const step of [unlock, releaseRun]) {
    const outcome = await step(run)
    if (outcome.status === 'failed') return unknown({ ...outcome.error, code: 'rotation.answer-lost' }, run)
    if (outcome.status === 'unknown') return outcome
  }
  return {
    status: 'done',
    evidence: [
      ...kept,
      { label: 'taken off', value: says`${[PENDING, run.runLabel ?? []].flat().join(', ')}` },
    ],
  }
}
