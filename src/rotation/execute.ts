import type { Finding } from '../model/finding.ts'
import { type Instant, instantAt } from '../model/instant.ts'
import type { Ending, Planned, Report, StepOutcome, StepReport, UndoStep } from '../model/plan.ts'
import type { Shown } from '../model/visible.ts'
import type { Performer, UnitProgress } from '../targets/target.ts'
import type { ApprovedPlan } from './approve.ts'
import { changed, endingAfter, notBackFrom, type Stuck, undoOf, wrote } from './going-back.ts'
import { askedBack, askedToStop, fault, left, notBack } from './why-stopped.ts'

/** What somebody wants while it goes on: to stop here, or to have it taken back. */
export type Asked = false | 'leave' | 'undo'

/** What carrying out a plan needs of the world. */
export interface Course {
  now(): Instant
  /** milliseconds for the plan, and for taking it back */
  readonly timeout: number
  readonly undoTimeout: number
  stopping(): Asked
  /** resolves when nothing may be waited for any more; the step in hand is left to itself */
  readonly atOnce: Promise<void>
  begins(says: Shown): void
  ends(report: StepReport): void
  /** what was done is taken back from here on */
  turnsBack(): void
  progress(units: readonly UnitProgress[]): void
  note(says: Shown): void
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
  const takeBack = async (why: 'failed' | 'overtaken' | 'asked', cause: Finding): Promise<Report> => {
    const back = undoOf(tried, why !== 'overtaken')
    if ('none' in back)
      return why === 'asked' ? end('unfinished', notBack(back.none)) : end('stranded', cause)
    if (back.steps.length > 0) course.turnsBack()
    const stuck = await goBack(back.steps, performer, course, undo)
    return end(
      endingAfter(why, changed(tried), stuck),
      stuck === null ? cause : notBackFrom(stuck, why, cause),
    )
  }
  const deadline = instantAt(started + course.timeout)
  for (const planned of plan.steps) {
    const asked = course.stopping()
    if (asked === 'leave') return end(wrote(tried) ? 'unfinished' : 'refused', askedToStop)
    if (asked === 'undo') return takeBack('asked', askedBack)
    tried.push(planned)
    const outcome = await take(planned, performer, course, deadline, steps)
    switch (outcome.status) {
      case 'done':
      case 'unchanged':
        break
      case 'stopped':
      case 'unknown':
        if (outcome.status === 'stopped' && course.stopping() === 'undo') return takeBack('asked', askedBack)
        return end('unfinished', outcome.error)
      case 'overtaken':
      case 'failed':
        if (outcome.status === 'failed' && outcome.nothing) tried.pop()
        return takeBack(outcome.status, outcome.error)
    }
  }
  return plan.undoes === null ? end('done', null) : end('undone', plan.undoes)
}

/** Null when all of it worked; else what did not. Once somebody else is at work, only what no process sees is tidied up. */
async function goBack<S>(
  back: readonly UndoStep<S>[],
  performer: Performer<S>,
  course: Course,
  reports: StepReport[],
): Promise<Stuck> {
  const deadline = instantAt(course.now() + course.undoTimeout)
  let overtaken: Stuck = null
  for (const step of back) {
    if (overtaken && step.effect !== 'prepares') continue
    if (course.stopping()) return overtaken ?? { status: 'stopped', error: askedToStop }
    const outcome = await take(step, performer, course, deadline, reports)
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
  const { progress, note } = course
  const outcome = await Promise.race([
    performer
      .perform(step, { deadline, stopping: () => course.stopping() !== false, progress, note })
      .catch(fault),
    course.atOnce.then(() => left),
  ])
  const report: StepReport = { id, says: sentence, outcome, started, ended: course.now() }
  reports.push(report)
  course.ends(report)
  return outcome
}
