import type { Json } from '../../model/answer.ts'
import type { Line, Plan } from '../../model/plan.ts'
import { findingJson, findingLines } from '../findings.ts'
import type { Paint } from '../look.ts'

const TITLES = {
  rotate: 'plan: put a new key into place',
  redeploy: 'plan: restart the services so that they read the key again',
} as const satisfies Record<Plan<unknown>['kind'], string>

/** Everything that will be done, before anything is, or why it is not; lines ending in a line feed. */
export function planText(plan: Plan<unknown>, paint: Paint): string {
  const lines = plan.refusals.length > 0 ? refusedLines(plan, paint) : plannedLines(plan, paint)
  return `${lines.join('\n')}\n`
}

const refusedLines = ({ head, refusals }: Plan<unknown>, paint: Paint): readonly string[] => [
  paint('bad', 'refused: nothing has been written'),
  ...refusals.flatMap((finding) => findingLines(finding, paint)),
  '',
  ...lineLines(head),
]

const plannedLines = (plan: Plan<unknown>, paint: Paint): readonly string[] => [
  paint('strong', TITLES[plan.kind]),
  ...lineLines(plan.head),
  '',
  ...stepLines(plan, paint),
  ...(plan.warnings.length === 0 ? [] : ['']),
  ...plan.warnings.flatMap((finding) => findingLines(finding, paint)),
]

/** Labels and values in two columns, indented. */
export function lineLines(lines: readonly Line[]): readonly string[] {
  const width = Math.max(0, ...lines.map(({ label }) => label.length))
  return lines.map(({ label, value }) => `  ${label.padEnd(width)}  ${value}`)
}

function stepLines({ steps }: Plan<unknown>, paint: Paint): readonly string[] {
  const quiet = (text: string) => paint('quiet', `    ${text}`)
  return steps.flatMap(({ says, effect, undo }, index) => {
    const first = steps.findIndex((other) => other.undo === undo)
    if (effect === 'changes' && first < index)
      return [numbered(index, says), quiet(`undo: as of step ${first + 1}`)]
    if ('none' in undo) return [numbered(index, says), quiet(`no undo: ${undo.none}`)]
    return [numbered(index, says), ...undo.map((back) => quiet(`undo: ${back.says}`))]
  })
}

const numbered = (index: number, says: string): string => `${String(index + 1).padStart(2)}. ${says}`

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
  noUndo: plan.noUndo,
})

export const lineJson = ({ label, value }: Line): Json => ({ label, value })
