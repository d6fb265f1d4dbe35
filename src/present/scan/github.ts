import { own, says } from '../../model/visible.ts'
import { annotation } from '../github/annotation.ts'
import { plainPaint } from '../look.ts'
import { CODE_OF, type Scanned, type ScanReport } from './scanned.ts'
import { scanFindings, sentence } from './text.ts'

/**
 * What to know and do about it all, then each key where it stands, those that fail first: GitHub shows ten errors and
 * ten notices of a step.
 */
export function scanGithub(report: ScanReport): string {
  const ranked = [...report.found].sort((one, other) => Number(other.fails) - Number(one.fails))
  const about = scanFindings(report).map(({ severity, code, says: message, hints }) =>
    annotation({ severity, code, location: null, message, hints }),
  )
  return [...about, ...ranked.map(keyAnnotation)].join('')
}

const keyAnnotation = (one: Scanned): string => {
  const { path, line, column, from, fails, allowed } = one
  const where = path === null ? says` (${own(from)}:${line}:${column})` : ''
  const reason = allowed?.counts === true ? says`; allowed: ${allowed.entry.reason}` : ''
  return annotation({
    severity: fails ? 'error' : 'note',
    code: CODE_OF[one.worth],
    location: path === null ? null : { path, line, column },
    message: `${sentence(one, plainPaint)}${reason}${where}`,
    hints: [],
  })
}
