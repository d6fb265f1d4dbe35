import type { Finding } from '../../model/finding.ts'
import { annotation } from '../github/annotation.ts'
import type { Entry, Report } from './report.ts'

/** Workflow commands: each error and warning becomes an annotation, at its file and line where it lies in one. */
export const githubReport = (): Report => ({
  add: (entry) => entry.findings.map((finding) => command(finding, entry)).join(''),
  end: ({ trouble }) =>
    trouble === null
      ? ''
      : annotation({
          severity: 'error',
          code: trouble.code,
          location: null,
          message: trouble.message,
          hints: trouble.hints,
        }),
})

function command({ severity, code, says, hints }: Finding, { checked, where, fingerprint }: Entry): string {
  const known = checked.letPass?.some((one) => one.code === code)
  const which = fingerprint === null ? where : `${fingerprint}, from ${where}`
  return annotation({
    severity: known ? 'note' : severity,
    code,
    location: checked.location ?? null,
    message: `${says} (${which})`,
    hints,
  })
}
