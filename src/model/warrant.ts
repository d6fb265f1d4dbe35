import type { KeyText } from './key-text.ts'
import type { Usable } from './verdict.ts'

/** The right to put a key into place. A forgery, a refused or an unreadable key has no way in. */
export interface Warrant {
  readonly text: KeyText
  readonly verdict: Usable
}
