import { showPath } from '../../input/may-show.ts'
import type { Code } from '../../model/codes.ts'
import type { Severity } from '../../model/finding.ts'
import type { Shown } from '../../model/visible.ts'

export interface Annotation {
  /** a note is told as GitHub's notice */
  readonly severity: Severity
  readonly code: Code
  /** its path as given, raw; null for what lies in no file */
  readonly location: { readonly path: string; readonly line?: number; readonly column?: number } | null
  readonly message: string
  readonly hints: readonly Shown[]
}

/** A workflow command, in one line with its line feed: GitHub shows it at its file and line, or else with the run. */
export function annotation({ severity, code, location, message, hints }: Annotation): string {
  const at =
    location === null
      ? []
      : [
          `file=${property(showPath(location.path))}`,
          `line=${location.line ?? 1}`,
          ...(location.column === undefined ? [] : [`col=${location.column}`]),
        ]
  const text = [message, ...hints.map((hint) => `hint: ${hint}`)].join('\n')
  const level = severity === 'note' ? 'notice' : severity
  return `::${level} ${[...at, `title=${property(code)}`].join(',')}::${data(text)}\n`
}

/** As the runner unescapes it: actions/toolkit packages/core/src/command.ts */
const data = (text: string): string => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A')
const property = (text: string): string => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C')
