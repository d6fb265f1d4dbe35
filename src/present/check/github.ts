import { showPath } from '../../input/may-show.ts'
import type { Finding } from '../../model/finding.ts'
import type { Entry, Report } from './report.ts'

/** Workflow commands: each error and warning becomes an annotation, at its file and line where it lies in one. */
export const githubReport = (): Report => ({
  add: (entry) => entry.findings.map((finding) => command(finding, entry)).join(''),
  end: ({ trouble }) =>
    trouble === null
      ? ''
      : `::error title=${property(trouble.code)}::${data([trouble.message, ...trouble.hints].join('\n'))}\n`,
})

function command({ severity, code, says, hints }: Finding, { checked, where, fingerprint }: Entry): string {
  const { location } = checked
  const at = location
    ? [
        `file=${property(showPath(location.path))}`,
        `line=${location.line ?? 1}`,
        ...(location.column === undefined ? [] : [`col=${location.column}`]),
      ]
    : []
  const which = fingerprint === null ? where : `${fingerprint}, from ${where}`
  const text = [`${says} (${which})`, ...hints.map((hint) => `hint: ${hint}`)].join('\n')
  const known = checked.letPass?.some((one) => one.code === code)
  return `::${known ? 'notice' : severity} ${[...at, `title=${property(code)}`].join(',')}::${data(text)}\n`
}

/** As the runner unescapes it: actions/toolkit packages/core/src/command.ts */
const data = (text: string): string => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A')
const property = (text: string): string => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C')
