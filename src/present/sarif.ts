import type { Code } from '../model/codes.ts'
import type { Severity } from '../model/finding.ts'
import type { Shown } from '../model/visible.ts'
import { EXPLANATIONS } from './explain/index.ts'
import { toJsonLine } from './json.ts'
import { artifactUri } from './sarif-uri.ts'

/** One thing found, for a SARIF log. */
export interface SarifResult {
  readonly code: Code
  readonly level: Severity
  readonly message: Shown
  /** the file it lies in, where it lies in one; its path as given, raw */
  readonly location: { readonly path: string; readonly line?: number; readonly column?: number } | null
  /** where that is in words: the whole location of what lies in no file */
  readonly from: Shown
  /** of the key it is about; null where it has none */
  readonly fingerprint: string | null
  /** why it is let pass, where somebody decided so */
  readonly suppressed?: Shown
}

/** A whole run: what it found, and what it did not get round to say. */
export interface SarifRun {
  readonly version: string
  readonly results: readonly SarifResult[]
  /** further results that did not fit; 0 for none */
  readonly left: number
  /** why nothing, or not everything, could be checked */
  readonly trouble: { readonly code: Code; readonly message: Shown } | null
  readonly exitCode: number
}

/** GitHub keeps no more of one run, and refuses more than five times as many. */
export const MOST_RESULTS = 5000

/**
 * A log in SARIF 2.1.0 (OASIS), one line of 7-bit JSON, with what GitHub's code scanning asks beyond the standard: an
 * artifact for each result, also for one that lies in no file. Rules are the codes, told as `lic help CODE` tells them.
 */
export function sarifLog({ version, results, left, trouble, exitCode }: SarifRun): string {
  const codes = [...new Set(results.map(({ code }) => code))].sort()
  return toJsonLine({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'lic', version, semanticVersion: version, rules: codes.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: trouble === null,
            exitCode,
            toolExecutionNotifications: [
              ...(trouble === null ? [] : [notification('error', trouble.message, trouble.code)]),
              ...(left === 0 ? [] : [notification('warning', `${left} more findings are not in this file`)]),
            ],
          },
        ],
        results: results.map((result) => resultOf(result, codes.indexOf(result.code))),
      },
    ],
  })
}

const notification = (level: 'error' | 'warning', text: string, code?: Code) => ({
  level,
  message: { text },
  ...(code === undefined ? {} : { descriptor: { id: code } }),
})

function ruleOf(code: Code) {
  const { cause, cure } = EXPLANATIONS[code]
  return {
    id: code,
    shortDescription: { text: firstSentence(cause) },
    fullDescription: { text: cause },
    help: { text: `${cure} lic help ${code} says so too.` },
    properties: { tags: ['license'] },
  }
}

const firstSentence = (text: string): string => /^.*?[.](?= |$)/.exec(text)?.[0] ?? text

function resultOf(
  { code, level, message, location, from, fingerprint, suppressed }: SarifResult,
  rule: number,
) {
  const uri = artifactUri(location === null ? from : location.path)
  const { line, column } = location ?? {}
  return {
    ruleId: code,
    ruleIndex: rule,
    level,
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri },
          region: { startLine: line ?? 1, ...(column === undefined ? {} : { startColumn: column }) },
        },
        ...(location === null ? { logicalLocations: [{ fullyQualifiedName: from, kind: 'source' }] } : {}),
      },
    ],
    partialFingerprints: { 'licFinding/v1': `${code}:${fingerprint ?? `${uri}:${line ?? 1}`}` },
    ...(suppressed === undefined ? {} : { suppressions: [{ kind: 'external', justification: suppressed }] }),
  }
}
