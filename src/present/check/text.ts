import type { Decoding } from '../../model/decoded.ts'
import { EXIT } from '../../model/exit.ts'
import type { Finding, Severity } from '../../model/finding.ts'
import { type Shown, says, visible } from '../../model/visible.ts'
import { bySeverity, codesOf, codeWords, findingLines } from '../findings.ts'
import { type Paint, plainPaint, type Tone } from '../look.ts'
import { verdictLine } from '../verdict-view.ts'
import type { Checked, Tally } from './checked.ts'

const WORDS = {
  ok: 'good',
  pass: 'attention',
  warn: 'attention',
  fail: 'bad',
} as const satisfies Record<string, Tone>

/** One key in one line: `ok    usable: Enterprise for acme, expires …, 3f2a0c11d2aa, from file key.txt`. */
export function checkedLine(checked: Checked, paint: Paint): string {
  const { of, findings, exitCode, from, line, letPass } = checked
  const passed = letPass === undefined ? 'ok' : 'pass'
  const word = exitCode === 0 ? passed : exitCode !== EXIT.usage && exitCode < 30 ? 'warn' : 'fail'
  const what =
    of.kind === 'judged'
      ? verdictLine(of.verdict, paint)
      : `${decodingWords(of.decoding)}; format only: neither signature nor date was checked`
  const where = line === null ? from : `line ${line} of ${from}`
  const failed = findings.find(({ severity }) => severity === 'error')
  const known =
    letPass === undefined
      ? ''
      : `; let pass: ${letPass.map(({ code, reason }) => `${code} (${reason})`).join(', ')}`
  const why = failed === undefined ? '' : `; ${failed.says}`
  return `${paint(WORDS[word], word.padEnd(4))}  ${what}${why}${known}${codeWords(findings, paint)}, from ${where}\n`
}

function decodingWords(decoding: Decoding): string {
  switch (decoding.kind) {
    case 'decoded':
      return `decodes: ${visible(decoding.key.formName)}, ${decoding.key.fingerprint}`
    case 'absent':
      return 'no key: nothing was given'
    case 'ambiguous':
      return `ambiguous: ${decoding.candidates.join(' or ')}`
    case 'malformed':
    case 'unrecognized':
      return `unreadable: ${decoding.faults[0].says} [${codesOf(decoding.faults).join(', ')}]`
  }
}

const TOLD: readonly Severity[] = ['error', 'warning']

/** Everything worth acting on, with its hints, for the conversation. */
export function findingAsides({ of, findings, letPass = [] }: Checked): readonly Shown[] {
  const own = of.kind === 'judged' ? of.verdict.findings : decodingFindings(of.decoding)
  return bySeverity([...own, ...findings])
    .filter(({ severity, code }) => TOLD.includes(severity) && letPass.every((one) => one.code !== code))
    .flatMap((finding) => findingLines(finding, plainPaint)) as readonly string[] as readonly Shown[]
}

/** What is wrong with the form of a key. */
export function decodingFindings(decoding: Decoding): readonly Finding[] {
  if (decoding.kind === 'decoded') return decoding.key.findings
  return 'faults' in decoding ? decoding.faults : []
}

const count = (number: number, one: string): string => `${number} ${one}${number === 1 ? '' : 's'}`

/** `3 keys checked: 2 passed, 1 did not (1 with exit 41); passed over 2 blank lines and 1 comment` */
export function tallyLine({ checked, passed, letPass = 0, blank, comments, exitCodes }: Tally): Shown {
  const codes = Object.entries(exitCodes).map(([code, number]) => `${number} with exit ${code}`)
  const failed = checked - passed
  const not = failed === 0 ? '' : `, ${failed} did not (${codes.join(', ')})`
  const known = letPass === 0 ? '' : ` (${letPass} by the baseline)`
  const over = [
    ...(blank > 0 ? [count(blank, 'blank line')] : []),
    ...(comments > 0 ? [count(comments, 'comment')] : []),
  ]
  const skipped = over.length === 0 ? '' : `; passed over ${over.join(' and ')}`
  return says`${count(checked, 'key')} checked: ${passed} passed${known}${not}${skipped}`
}

export const emptyLine: Shown = says`no key was found: nothing was checked`
