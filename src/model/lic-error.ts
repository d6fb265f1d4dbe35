import type { Code } from './codes.ts'
import type { Shown } from './visible.ts'

/** No judgement was possible: what happened, to which thing, and what to do next. Caught once, in `run`. */
export class LicError extends Error {
  readonly code: Code
  readonly says: Shown
  readonly hints: readonly Shown[]

  constructor(code: Code, text: Shown, ...hints: readonly Shown[]) {
    super(text)
    this.name = 'LicError'
    this.code = code
    this.says = text
    this.hints = hints
  }
}
