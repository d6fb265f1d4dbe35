import type { KnownFinding } from '../../input/baseline.ts'
import { MOST_RESULTS, type SarifResult, sarifLog } from '../sarif.ts'
import type { Entry, Report } from './report.ts'

/** Errors and warnings of every key as a SARIF log; errors are kept before warnings where there are too many. */
export function sarifReport(version: string): Report {
  const kept = { error: [] as SarifResult[], warning: [] as SarifResult[] }
  let left = 0
  return {
    add: (entry) => {
      for (const result of resultsOf(entry)) {
        const room = result.level === 'error' ? kept.error : kept.warning
        if (room.length < MOST_RESULTS / 2) room.push(result)
        else left++
      }
      return ''
    },
    end: ({ exitCode, trouble }) =>
      sarifLog({ version, results: [...kept.error, ...kept.warning], left, trouble, exitCode }),
  }
}

const resultsOf = ({ findings, checked, where, fingerprint }: Entry): readonly SarifResult[] =>
  findings.map(({ code, severity, says }) => ({
    code,
    level: severity,
    message: says,
    location: checked.location ?? null,
    from: where,
    fingerprint,
    ...suppressedBy(checked.letPass?.find((one) => one.code === code)),
  }))

const suppressedBy = (known: KnownFinding | undefined) =>
  known === undefined ? {} : { suppressed: known.reason }
