import { error, type Finding } from '../model/finding.ts'
import { type Instant, instantAt } from '../model/instant.ts'
import type { Ending, Planned, Report, StepOutcome, StepReport, UndoStep } from '../model/plan.ts'
import { type Shown, says } from '../model/visible.ts'
import type { Performer, UnitProgress } from '../targets/target.ts'
import type { ApprovedPlan } from './approve.ts'

/** What carrying out a plan needs of the world. */
export interface Course {
  now(): Instant
  /** milliseconds for the plan; the undo has as many of its own */
  readonly timeout: number
  stopping(): boolean
  begins(says: Shown): void
  ends(report: StepReport): void
  /** what was done is taken back from here on */
  turnsBack(): void
  progress(units: readonly UnitProgress[]): void
}

/** Carries out a plan: step by step, and back again where a step fails after something changed. Never rejects for what a remote did. */
export async function execute<S>(
  plan: ApprovedPlan<S>,
  performer: Performer<S>,
  course: Course,
): Promise<Report> {
  const started = course.now()
  const steps: StepReport[] = []
  const undo: StepReport[] = []
  const tried: Planned<S>[] = []
  const end = (ending: Ending, cause: Finding | null): Report => ({
    ending,
    kind: plan.kind,
    steps,
    undo,
    cause,
    ...performer.aftermath(ending),
    started,
    ended: course.now(),
  })
  const deadline = instantAt(started + course.timeout)
  for (const planned of plan.steps) {
    if (course.stopping()) return end(wrote(tried) ? 'unfinished' : 'refused', askedToStop)
    tried.push(planned)
    const outcome = await take(planned, performer, course, deadline, steps)
    switch (outcome.status) {
      case 'done':
      case 'unchanged':
        break
      case 'stopped':
      case 'unknown':
        return end('unfinished', outcome.error)
      case 'overtaken':
      case 'failed': {
        if (outcome.status === 'failed' && outcome.nothing) tried.pop()
        const back = undoOf(tried, outcome.status === 'failed')
        if (back === 'none') return end('stranded', outcome.error)
        if (back.length > 0) course.turnsBack()
        const stuck = await goBack(back, performer, course, undo)
        return end(endingAfter(outcome.status, changed(tried), stuck), causeOf(stuck) ?? outcome.error)
      }
    }
  }
  return end('done', null)
}

const askedToStop = error('rotation.stopped', says`stopped as asked`)

const wrote = (tried: readonly Planned<unknown>[]): boolean => tried.some(({ effect }) => effect !== 'reads')
const changed = (tried: readonly Planned<unknown>[]): boolean =>
  tried.some(({ effect }) => effect === 'changes')

type Stuck = (StepOutcome & { readonly error: Finding }) | null

const causeOf = (stuck: Stuck): Finding | null => stuck?.error ?? null

function endingAfter(status: 'failed' | 'overtaken', live: boolean, stuck: Stuck): Ending {
  if (status === 'overtaken' || stuck?.status === 'overtaken') return 'overtaken'
  if (stuck !== null) return live ? 'stranded' : 'unfinished'
  return live ? 'undone' : 'refused'
}

/**
 * What to do to get back, last step first; shared undo steps once. Somebody else's doing is left alone: then
 * only what no process sees is tidied up. `none`: something changed that has no undo.
 */
function undoOf<S>(tried: readonly Planned<S>[], everything: boolean): readonly UndoStep<S>[] | 'none' {
  const steps = new Set<UndoStep<S>>()
  for (const { effect, undo } of [...tried].reverse()) {
    if (effect === 'changes' && !everything) continue
    if ('none' in undo) {
      if (effect === 'changes') return 'none'
      continue
    }
    for (const step of undo) steps.add(step)
  }
  return [...steps]
}

/**
 * Null when all of it worked; else what did not. Haste does not interrupt it; once somebody else is at work,
 * only what no process sees is tidied up.
 */
async function goBack<S>(
  back: readonly UndoStep<S>[],
  performer: Performer<S>,
  course: Course,
  reports: StepReport[],
): Promise<Stuck> {
  const deadline = instantAt(course.now() + course.timeout)
  const patient: Course = { ...course, stopping: () => false }
  let overtaken: Stuck = null
  for (const step of back) {
    if (overtaken && step.effect !== 'prepares') continue
    const outcome = await take(step, performer, patient, deadline, reports)
    if (outcome.status === 'overtaken') overtaken = outcome
    else if ('error' in outcome) return overtaken ?? outcome
  }
  return overtaken
}

async function take<S>(
  { id, step, says: sentence }: Pick<UndoStep<S>, 'id' | 'step' | 'says'>,
  performer: Performer<S>,
  course: Course,
  deadline: Instant,
  reports: StepReport[],
): Promise<StepOutcome> {
  const started = course.now()
  course.begins(sentence)
  const outcome = await performer
    .perform(step, { deadline, stopping: course.stopping, progress: course.progress })
    .catch(fault)
  const report: StepReport = { id, says: sentence, outcome, started, ended: course.now() }
  reports.push(report)
  course.ends(report)
  return outcome
}

/** A fault of ours in the middle of things: what happened is not known. Its message is not shown: it may quote a key. */
const fault = (thrown: unknown): StepOutcome => ({
  status: 'unknown',
  error: error(
    'lic.fault',
    says`a fault in lic itself (${thrown instanceof Error ? thrown.constructor.name : typeof thrown})`,
  ),
  check: says`see below`,
})
