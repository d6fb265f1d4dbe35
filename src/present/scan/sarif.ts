import type { ExitCode } from '../../model/exit.ts'
import { type Shown, says } from '../../model/visible.ts'
import { plainPaint } from '../look.ts'
import { MOST_RESULTS, type SarifResult, sarifLog } from '../sarif.ts'
import { CODE_OF, type Scanned, type ScanReport } from './scanned.ts'
import { sentence } from './text.ts'

/** What fails is an error, the rest a note; what is allowed is suppressed, with its reason. */
export function scanSarif(report: ScanReport, exitCode: ExitCode, version: string): string {
  const { found, left, unread } = report
  const ranked = [...found].sort((one, other) => Number(other.fails) - Number(one.fails))
  const [first] = unread
  return sarifLog({
    version,
    results: ranked.slice(0, MOST_RESULTS).map(resultOf),
    left: left + Math.max(0, ranked.length - MOST_RESULTS),
    trouble:
      first === undefined
        ? null
        : {
            code: 'scan.unread',
            message: says`${unread.length} could not be read, the first of them ${first.from}`,
          },
    exitCode,
  })
}

const resultOf = (one: Scanned): SarifResult => ({
  code: CODE_OF[one.worth],
  level: one.fails ? 'error' : 'note',
  message: sentence(one, plainPaint) as Shown,
  location: one.path === null ? null : { path: one.path, line: one.line, column: one.column },
  from: one.from,
  fingerprint: 'key' in one.verdict ? one.verdict.key.fingerprint : null,
  ...(one.allowed?.counts === true ? { suppressed: says`${one.allowed.entry.reason}` } : {}),
})
