import type { Json } from '../../model/answer.ts'
import { toIso } from '../../model/instant.ts'
import { visible } from '../../model/visible.ts'
import { findingJson } from '../findings.ts'
import { verdictJson } from '../verdict-view.ts'
import { CODE_OF, type Scanned, type ScanReport } from './scanned.ts'
import { scanFindings } from './text.ts'

/** `{ found: [{ worth, code, file, line, column, … }], counts, files, … }`; columns in UTF-16 code units, from 1. */
export const scanJson = (report: ScanReport): Json => ({
  found: report.found.map(scannedJson),
  notListed: report.left,
  counts: report.counts,
  files: report.files,
  binary: report.binary,
  of: report.of,
  findings: scanFindings(report).map(findingJson),
})

const scannedJson = (one: Scanned): Json => ({
  worth: one.worth,
  code: CODE_OF[one.worth],
  fails: one.fails,
  file: one.path === null ? null : one.from,
  line: one.line,
  column: one.column,
  encoding: one.encoded ? 'base64' : 'none',
  ...(one.allowed === null
    ? {}
    : {
        allowance: {
          reason: visible(one.allowed.entry.reason),
          until: toIso(one.allowed.entry.until),
          counts: one.allowed.counts,
        },
      }),
  verdict: verdictJson(one.verdict),
})
