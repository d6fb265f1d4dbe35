import type { Json } from '../../model/answer.ts'
import { toIso } from '../../model/instant.ts'
import type { Ending, KeyFacts, Line, Plan, Report, StepOutcome, StepReport } from '../../model/plan.ts'
import type { Support } from '../../model/support.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import { findingJson, findingLines } from '../findings.ts'
import type { Paint, Tone } from '../look.ts'
import { supportSays } from '../support-says.ts'
import { allowedLines } from './allowed.ts'
import { hang } from './hang.ts'
import { lasted } from './lasted.ts'
import { lineJson, lineLines } from './plan-view.ts'

type Kind = Plan<unknown>['kind']

const ENDINGS = {
  done: {
    tone: 'good',
    rotate: 'done: the new key is in place',
    resume: 'done: the new key is in place',
    abandon: 'done: nothing is in flight any more',
    redeploy: 'done: new tasks run with the key',
    rollback: 'done: the archived key is back in place',
    scale: 'done: as many tasks run as are wanted',
  },
  refused: {
    tone: 'bad',
    rotate: 'refused: nothing that runs was touched',
    resume: 'refused: nothing that runs was touched',
    abandon: 'refused: nothing that runs was touched',
    redeploy: 'refused: nothing that runs was touched',
    rollback: 'refused: nothing that runs was touched',
    scale: 'refused: nothing that runs was touched',
  },
  undone: {
    tone: 'bad',
    rotate: 'undone: the old key is live again',
    resume: 'undone: the old key is live again',
    abandon: 'undone',
    redeploy: 'undone',
    rollback: 'undone: the key that was live before is live again',
    scale: 'undone: as many tasks run as before',
  },
  stranded: {
    tone: 'bad',
    rotate: 'stranded: it failed, and was not undone',
    resume: 'stranded: it failed, and was not undone',
    abandon: 'stranded',
    redeploy: 'stranded: it failed, and a redeployment has no undo',
    rollback: 'stranded: it failed, and was not undone',
    scale: 'stranded: it failed, and was not undone',
  },
  overtaken: {
    tone: 'attention',
    rotate: 'overtaken: somebody else is at work here',
    resume: 'overtaken: somebody else is at work here',
    abandon: 'overtaken: somebody else is at work here',
    redeploy: 'overtaken: somebody else is at work here',
    rollback: 'overtaken: somebody else is at work here',
    scale: 'overtaken: somebody else is at work here',
  },
  unfinished: {
    tone: 'attention',
    rotate: 'unfinished: stopped on the way',
    resume: 'unfinished: stopped on the way',
    abandon: 'unfinished: stopped on the way',
    redeploy: 'unfinished: stopped on the way',
    rollback: 'unfinished: stopped on the way',
    scale: 'unfinished: stopped on the way',
  },
} as const satisfies Record<Ending, Record<Kind, string> & { tone: Tone }>

/**
 * What happened, to which thing, what is safe now, the next command; then every step with its evidence. Who has just
 * watched the steps go by on the same terminal gets the evidence alone, where all went well only what proves it, and
 * the outcome last, where the eye is.
 * Lines ending in a line feed.
 *
 * @param support how the vendor helps, where it did not end well
 * @param watched columns of that terminal; null where nobody watched
 */
export function reportText(
  report: Report,
  plan: Pick<Plan<unknown>, 'head' | 'consents'>,
  paint: Paint,
  watched: number | null,
  support: Support | null = null,
): string {
  const { tone, [report.kind]: headline } = ENDINGS[report.ending]
  const width = watched ?? Number.POSITIVE_INFINITY
  const allowed = allowedLines(plan)
  const brief = report.cause?.code === 'rotation.left'
  const outcome = [
    `${paint(tone, headline)}${lasted(report.ended - report.started)}`,
    ...(report.cause ? findingLines(report.cause, paint) : []).flatMap((line) => hang(line, width, 4)),
    ...report.now.flatMap((each) => hang(`now: ${each}`, width, 5)),
    ...(report.next.length === 0 ? [] : ['next:']),
    ...report.next.map((each) => `  ${each}`),
    ...(support === null ? [] : supportSays(support)).flatMap((each) => hang(`ask: ${each}`, width, 5)),
  ]
  const lines = brief
    ? outcome
    : watched === null
      ? [
          ...outcome,
          '',
          ...lineLines([...plan.head, ...allowed, ...endLines(report)], width),
          '',
          ...allSteps(report, paint),
        ]
      : [...evidenceLines(report, allowed, width), ...outcome]
  return `${lines.join('\n')}\n`
}

const allSteps = ({ steps, undo }: Report, paint: Paint): readonly string[] => [
  ...steps.flatMap((step) => [stepLine(step, paint), ...details(step.outcome)]),
  ...(undo.length === 0 ? [] : ['', paint('strong', GOING_BACK)]),
  ...undo.flatMap((step) => [stepLine(step, paint), ...details(step.outcome)]),
]

/** With one service after the other, a step has the name of its service behind a colon. */
const isProof = ({ id }: StepReport): boolean => /^(promote|follow|prove)(:|$)/.test(id)

function evidenceLines(report: Report, allowed: readonly Line[], width: number): readonly string[] {
  const { ending, steps, undo } = report
  const telling = ending === 'done' ? steps.filter(isProof) : [...steps, ...undo]
  const lines = telling.flatMap(({ outcome }) => (outcome.status === 'done' ? outcome.evidence : []))
  const all = [...lines, ...keyLines(report), ...allowed, ...endLines(report)]
  return ['', ...lineLines(all, width), '']
}

/** When, and how far it was proven. */
const endLines = ({ started, ended, proof }: Report): readonly Line[] => [
  { label: 'when', value: says`${toIso(started)} to ${toIso(ended)}` },
  {
    label: 'proof',
    value:
      proof.rung === 'none'
        ? says`none: it did not come to one`
        : says`${proof.rung}; it cannot see ${own(proof.cannotSee)}`,
  },
]

const keyLines = ({ by, keys, kind }: Report): readonly Line[] => [
  { label: 'as', value: by },
  ...(isOfOneKey(kind) ? [] : [{ label: 'old key', value: factsOf(keys.from) }]),
  { label: isOfOneKey(kind) ? 'key' : 'new key', value: factsOf(keys.to) },
]

const isOfOneKey = (kind: Kind): boolean => kind === 'redeploy' || kind === 'scale'

function factsOf(key: KeyFacts | null): Shown {
  if (key === null) return says`cannot be read`
  const until = key.expires === null ? says`without expiry` : says`expires ${toIso(key.expires)}`
  return says`${key.tier ?? 'no tier'}, ${own(until)}, fingerprint ${key.fingerprint}`
}

export const GOING_BACK = 'going back:'

const TONES = {
  done: 'good',
  unchanged: 'quiet',
  failed: 'bad',
  unknown: 'attention',
  overtaken: 'attention',
  stopped: 'attention',
} as const satisfies Record<StepOutcome['status'], Tone>

const STATUS = 9
/** Where the sentence of a step begins. */
export const STEP_INDENT = STATUS + 2

/** `done       move AWSCURRENT to the new version (1.2 s)` */
const stepLine = ({ says, outcome, started, ended }: StepReport, paint: Paint): string =>
  `${paint(TONES[outcome.status], outcome.status.padEnd(STATUS))}  ${says}${lasted(ended - started)}`

/** While it goes on: how a step ended; why, where it did not go as it should; no evidence. */
export const endedLines = (step: StepReport, paint: Paint): readonly string[] => [
  stepLine(step, paint),
  ...(step.outcome.status === 'done' ? [] : details(step.outcome)),
]

function details(outcome: StepOutcome): readonly string[] {
  return detailsOf(outcome).map((each) => ' '.repeat(STEP_INDENT) + each)
}

function detailsOf(outcome: StepOutcome): readonly string[] {
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

export const reportJson = (report: Report, support: Support | null = null): Json => ({
  ending: report.ending,
  started: toIso(report.started),
  ended: toIso(report.ended),
  milliseconds: report.ended - report.started,
  by: report.by,
  keys: { from: factsJson(report.keys.from), to: factsJson(report.keys.to) },
  proof: { rung: report.proof.rung, cannotSee: report.proof.cannotSee },
  cause: report.cause && findingJson(report.cause),
  steps: report.steps.map(stepJson),
  undo: report.undo.map(stepJson),
  now: report.now,
  next: report.next,
  support: support && { ...support },
})

const factsJson = (key: KeyFacts | null): Json =>
  key && {
    fingerprint: key.fingerprint,
    tier: key.tier,
    expires: key.expires === null ? null : toIso(key.expires),
  }

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
