import type { Json } from '../../model/answer.ts'
import { distance, toIso } from '../../model/instant.ts'
import type { Ending, Plan, Report, StepOutcome, StepReport } from '../../model/plan.ts'
import { findingJson, findingLines } from '../findings.ts'
import type { Paint, Tone } from '../look.ts'
import { lineJson, lineLines } from './plan-view.ts'

type Kind = Plan<unknown>['kind']

const ENDINGS = {
  done: {
    tone: 'good',
    rotate: 'done: the new key is in place',
    redeploy: 'done: new tasks run with the key',
  },
  refused: {
    tone: 'bad',
    rotate: 'refused: nothing that runs was touched',
    redeploy: 'refused: nothing that runs was touched',
  },
  undone: { tone: 'bad', rotate: 'undone: it failed, and the old key is live again', redeploy: 'undone' },
  stranded: {
    tone: 'bad',
    rotate: 'stranded: it failed, and was not undone',
    redeploy: 'stranded: it failed, and a redeployment has no undo',
  },
  overtaken: {
    tone: 'attention',
    rotate: 'overtaken: somebody else is at work here',
    redeploy: 'overtaken: somebody else is at work here',
  },
  unfinished: {
    tone: 'attention',
    rotate: 'unfinished: stopped on the way',
    redeploy: 'unfinished: stopped on the way',
  },
} as const satisfies Record<Ending, Record<Kind, string> & { tone: Tone }>

/**
 * What happened, to which thing, what is safe now, the next command; then every step, unless the reader has
 * just watched them. Lines ending in a line feed.
 */
export function reportText(
  report: Report,
  { head }: Pick<Plan<unknown>, 'head'>,
  paint: Paint,
  watched: boolean,
): string {
  const { tone, [report.kind]: headline } = ENDINGS[report.ending]
  const lines = [
    `${paint(tone, headline)} (${distance(report.ended - report.started)})`,
    ...(report.cause ? findingLines(report.cause, paint) : []),
    ...report.now.map((each) => `now: ${each}`),
    ...(report.next.length === 0 ? [] : ['next, by hand:']),
    ...report.next.map((each) => `  ${each}`),
    '',
    ...lineLines(head),
    ...(watched ? [] : allSteps(report, paint)),
  ]
  return `${lines.join('\n')}\n`
}

const allSteps = ({ steps, undo }: Report, paint: Paint): readonly string[] => [
  '',
  ...steps.flatMap((step) => stepLines(step, paint)),
  ...(undo.length === 0 ? [] : ['', paint('strong', 'going back:')]),
  ...undo.flatMap((step) => stepLines(step, paint)),
]

const TONES = {
  done: 'good',
  unchanged: 'quiet',
  failed: 'bad',
  unknown: 'attention',
  overtaken: 'attention',
  stopped: 'attention',
} as const satisfies Record<StepOutcome['status'], Tone>

/** `done       move AWSCURRENT to the new version (2 s)`, and its evidence beneath. */
export const stepLines = ({ says, outcome, started, ended }: StepReport, paint: Paint): readonly string[] => [
  `${paint(TONES[outcome.status], outcome.status.padEnd(9))}  ${says} (${distance(ended - started)})`,
  ...details(outcome).map((each) => `           ${each}`),
]

function details(outcome: StepOutcome): readonly string[] {
  switch (outcome.status) {
    case 'done':
      return outcome.evidence.map(({ label, value }) => `${label}: ${value}`)
    case 'unchanged':
      return [outcome.because]
    case 'unknown':
      return [outcome.error.says, `check: ${outcome.check}`]
    default:
      return [outcome.error.says]
  }
}

export const reportJson = (report: Report): Json => ({
  ending: report.ending,
  started: toIso(report.started),
  ended: toIso(report.ended),
  milliseconds: report.ended - report.started,
  cause: report.cause && findingJson(report.cause),
  steps: report.steps.map(stepJson),
  undo: report.undo.map(stepJson),
  now: report.now,
  next: report.next,
})

const stepJson = ({ id, says, outcome, started, ended }: StepReport): Json => ({
  id,
  says,
  started: toIso(started),
  milliseconds: ended - started,
  status: outcome.status,
  ...('evidence' in outcome ? { evidence: outcome.evidence.map(lineJson) } : {}),
  ...('because' in outcome ? { because: outcome.because } : {}),
  ...('error' in outcome ? { error: findingJson(outcome.error) } : {}),
  ...('check' in outcome ? { check: outcome.check } : {}),
})
