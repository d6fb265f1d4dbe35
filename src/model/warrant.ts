import type { Consent } from './consent.ts'
import type { KeyText } from './key-text.ts'
import type { OutOfTerm, Unproved, Usable } from './verdict.ts'

/** The right to put a key into place. A forgery, a refused or an unreadable key has no way in, whatever is allowed. */
export interface Warrant {
  readonly text: KeyText
  readonly verdict: Usable | OutOfTerm | Unproved
  readonly consents: readonly Consent[]
}
