import type { Code } from './codes.ts'
import type { Shown } from './visible.ts'

/** `error`: the verdict is bad because of it. `warning`: act on it. `note`: worth knowing. */
export type Severity = 'error' | 'warning' | 'note'

/** One thing found out about a key or a deployment: which thing, what about it, what next. */
export interface Finding {
  readonly code: Code
  readonly severity: Severity
  readonly says: Shown
  readonly hints: readonly Shown[]
}

const of =
  (severity: Severity) =>
  (code: Code, text: Shown, ...hints: readonly Shown[]): Finding => ({ code, severity, says: text, hints })

export const error = of('error')
export const warning = of('warning')
export const note = of('note')

export type NonEmpty<T> = readonly [T, ...T[]]

export const isNonEmpty = <T>(list: readonly T[]): list is NonEmpty<T> => list.length > 0
