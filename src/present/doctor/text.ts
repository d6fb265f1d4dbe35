import type { Cause, Diagnosis, Examined } from '../../doctor/diagnose.ts'
import type { State } from '../../doctor/examined.ts'
import type { Facts } from '../../doctor/facts.ts'
import { toIso } from '../../model/instant.ts'
import { EXPLANATIONS } from '../explain/index.ts'
import { findingLines } from '../findings.ts'
import type { Paint, Tone } from '../look.ts'
import { hang } from '../rotation/hang.ts'

const WORDS = {
  ok: ['ok', 'good'],
  attention: ['attention', 'attention'],
  failed: ['failed', 'bad'],
  'not-checked': ['not checked', 'quiet'],
} as const satisfies Record<State, readonly [word: string, tone: Tone]>

const STATE_COLUMN = 11
const TITLE_COLUMN = 23
/** From there on there is room beside the titles. */
const WIDE = 100
const INDENT = ' '.repeat(STATE_COLUMN + 2)

/**
 * A line for each check, what to do below it, and the one cause at the end.
 *
 * @param width columns of a terminal; elsewhere a line is a line
 */
export function doctorText(
  facts: Facts,
  { examined, cause }: Diagnosis,
  paint: Paint,
  width = Number.POSITIVE_INFINITY,
): string {
  const told = new Set<string>()
  return [
    ...hang(
      `Why is my license not recognised? ${facts.product.name} (${facts.whose}), as of ${toIso(facts.now)}`,
      width,
      2,
    ),
    '',
    ...examined.flatMap((one) => [
      ...hang(headLine(one, paint), width, width < WIDE ? STATE_COLUMN + 2 : STATE_COLUMN + TITLE_COLUMN + 4),
      ...below(one, paint, told).flatMap((line) => hang(line, width, INDENT.length + 2)),
    ]),
    '',
    ...(cause === null ? [nothingFound(examined, paint)] : causeLines(cause, paint)).flatMap((line) =>
      hang(line, width, 6),
    ),
    '',
  ].join('\n')
}

function headLine({ state, title, says, findings }: Examined, paint: Paint): string {
  const [word, tone] = WORDS[state]
  const [first] = telling(findings)
  const what = first === undefined ? says : `${first.says} ${paint('quiet', `[${first.code}]`)}`
  return `${paint(tone, word.padEnd(STATE_COLUMN))}  ${title.padEnd(TITLE_COLUMN)}  ${what}`
}

/** The worst first, and no mere notes. */
const telling = (findings: Examined['findings']): Examined['findings'] => [
  ...findings.filter(({ severity }) => severity === 'error'),
  ...findings.filter(({ severity }) => severity === 'warning'),
]

/** What to do about it, and what else was found; how to give access is said where it is first missed. */
function below({ findings, access }: Examined, paint: Paint, told: Set<string>): readonly string[] {
  const [first, ...rest] = telling(findings)
  const notes = findings.filter(({ severity }) => severity === 'note')
  const hints = first?.hints ?? access.filter((hint) => !told.has(hint))
  for (const hint of access) told.add(hint)
  return [
    ...hints.map((hint) => `hint: ${hint}`),
    ...[...rest, ...notes].flatMap((finding) => findingLines(finding, paint)),
  ].map((line) => INDENT + line)
}

function nothingFound(examined: readonly Examined[], paint: Paint): string {
  const unseen = examined.filter(({ state }) => state === 'not-checked').length
  const left = unseen === 0 ? '' : `; ${unseen} of ${examined.length} checks could not be made`
  return `${paint('good', 'nothing found')} that keeps the license from being recognised${left}`
}

function causeLines({ finding: { says, code, hints } }: Cause, paint: Paint): readonly string[] {
  const known = EXPLANATIONS[code].cure
  // What is said of a key explains it first; of anything else the first hint is what mends it.
  const [cure = known, ...more] = code.startsWith('key.') ? [known, ...hints] : hints
  return [
    `${paint('strong', 'most likely:')} ${says} ${paint('quiet', `[${code}]`)}`,
    `${paint('strong', 'cure:')} ${cure}`,
    ...more.map((hint) => `      ${hint}`),
    `more: lic help ${code}`,
  ]
}
