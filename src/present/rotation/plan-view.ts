import type { Json } from '../../model/answer.ts'
import type { Finding } from '../../model/finding.ts'
import type { Line, Plan } from '../../model/plan.ts'
import { findingJson, findingLines } from '../findings.ts'
import type { Paint } from '../look.ts'
import { allowedLines } from './allowed.ts'
import { hang } from './hang.ts'

const TITLES = {
  rotate: 'plan: put a new key into place',
  resume: 'plan: go on with the rotation that is in flight',
  abandon: 'plan: take off the labels of a rotation, and nothing else',
  redeploy: 'plan: restart the services so that they read the key again',
  rollback: 'plan: put an archived key back into place',
  scale: 'plan: change how many tasks run',
} as const satisfies Record<Plan<unknown>['kind'], string>

const NOTHING = 'nothing is in flight, and nothing to do'
const UNCHANGED = 'unchanged: nothing to do'

/**
 * Everything that will be done, before anything is, or why it is not; lines ending in a line feed.
 *
 * @param width columns of the terminal it goes to; infinite where a line is a line
 */
export function planText(plan: Plan<unknown>, paint: Paint, width: number): string {
  const lines = plan.refusals.length > 0 ? refusedLines(plan, paint, width) : plannedLines(plan, paint, width)
  return `${lines.join('\n')}\n`
}

const refusedLines = (plan: Plan<unknown>, paint: Paint, width: number): readonly string[] => [
  paint('bad', 'refused: nothing has been written'),
  ...findings(plan.refusals, paint, width),
  '',
  ...lineLines([...plan.head, ...allowedLines(plan)], width),
]

const plannedLines = (plan: Plan<unknown>, paint: Paint, width: number): readonly string[] => [
  plan.steps.length === 0
    ? paint('good', plan.kind === 'scale' ? UNCHANGED : NOTHING)
    : paint('strong', TITLES[plan.kind]),
  ...lineLines([...plan.head, ...allowedLines(plan)], width),
  ...(plan.steps.length === 0 ? [] : ['']),
  ...stepLines(plan, paint, width),
  ...(plan.warnings.length === 0 ? [] : ['']),
  ...findings(plan.warnings, paint, width),
]

const findings = (all: readonly Finding[], paint: Paint, width: number): readonly string[] =>
  all.flatMap((finding) => findingLines(finding, paint)).flatMap((line) => hang(line, width, 4))

/** Labels and values in two columns, indented. */
export function lineLines(lines: readonly Line[], width: number): readonly string[] {
  const column = Math.max(0, ...lines.map(({ label }) => label.length))
  return lines.flatMap(({ label, value }) => hang(`  ${label.padEnd(column)}  ${value}`, width, column + 4))
}

const UNDO = 'undo: '.length

function stepLines({ steps }: Plan<unknown>, paint: Paint, width: number): readonly string[] {
  const quiet = (text: string) => hang(paint('quiet', `    ${text}`), width, 4 + UNDO)
  return steps.flatMap(({ says, effect, undo }, index) => {
    const step = hang(`${String(index + 1).padStart(2)}. ${says}`, width, 4)
    const first = steps.findIndex((other) => other.undo === undo)
    if (effect === 'changes' && first < index) return [...step, ...quiet(`undo: as of step ${first + 1}`)]
    if ('none' in undo) return [...step, ...quiet(`no undo: ${undo.none}`)]
    return [...step, ...undo.flatMap((back) => quiet(`undo: ${back.says}`))]
  })
}

export const planJson = (plan: Plan<unknown>): Json => ({
  kind: plan.kind,
  head: plan.head.map(lineJson),
  refusals: plan.refusals.map(findingJson),
  warnings: plan.warnings.map(findingJson),
  steps: plan.steps.map(({ id, effect, says, undo }) => ({
    id,
    effect,
    says,
    undo: 'none' in undo ? { none: undo.none } : undo.map((back) => ({ id: back.id, says: back.says })),
  })),
  consents: plan.consents.map(({ to, reason, needed }) => ({ allow: to, reason, needed })),
  noUndo: plan.noUndo,
})

export const lineJson = ({ label, value }: Line): Json => ({ label, value })
