import type { Code } from './codes.ts'
import type { KeyText } from './key-text.ts'
import type { OutOfTerm, Unproved, Usable } from './verdict.ts'

/** One finding that an operator accepts by name, and why. */
export interface Consent {
  readonly code: Code
  readonly reason: string
}

/** The right to put a key into place. A forgery, a refused or an unreadable key has no way in. */
export interface Warrant {
  readonly text: KeyText
  readonly verdict: Usable | Unproved | OutOfTerm
  readonly consents: readonly Consent[]
}
