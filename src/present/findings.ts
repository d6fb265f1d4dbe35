import type { Json } from '../model/answer.ts'
import type { Finding, Severity } from '../model/finding.ts'
import type { Paint, Tone } from './look.ts'

const TONES = { error: 'bad', warning: 'attention', note: 'quiet' } as const satisfies Record<Severity, Tone>

/** `{ code, severity, message, hints }` */
export const findingJson = (finding: Finding): Json => ({
  code: finding.code,
  severity: finding.severity,
  message: finding.says,
  hints: finding.hints,
})

/** `error: what happened [code]`, then a line for each hint, indented; no line feeds. */
export const findingLines = (finding: Finding, paint: Paint): string[] => [
  `${paint(TONES[finding.severity], `${finding.severity}:`)} ${finding.says} ${paint('quiet', `[${finding.code}]`)}`,
  ...finding.hints.map((hint) => `  hint: ${hint}`),
]

/** Errors first, then warnings, then notes; the order within each is kept. */
export function bySeverity(findings: readonly Finding[]): readonly Finding[] {
  const rank: readonly Severity[] = ['error', 'warning', 'note']
  return rank.flatMap((severity) => findings.filter((finding) => finding.severity === severity))
}

/** Each code once; notes carry none that is worth showing in a line. */
export const codesOf = (findings: readonly Finding[]): readonly string[] => [
  ...new Set(findings.filter(({ severity }) => severity !== 'note').map(({ code }) => code)),
]

/** ` [key.grace, key.line-break]` at the end of a line; nothing where there is none. */
export function codeWords(findings: readonly Finding[], paint: Paint): string {
  const silent = findings.every(({ severity }) => severity === 'note')
  return silent ? '' : ` ${paint('quiet', `[${codesOf(findings).join(', ')}]`)}`
}
