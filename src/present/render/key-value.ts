import type { KeyText } from '../../model/key-text.ts'

/** What none of the formats quotes, expands or takes for a comment. */
const PLAIN = /^[A-Za-z0-9._~+/=:@-]+$/

/**
 * The text of a key for a snippet that was asked to hold it: the one place of `lic` that prints a key. Null where a
 * reader of one of the formats might take it for something else.
 */
export function keyValue(key: KeyText): string | null {
  const text = key.reveal()
  return PLAIN.test(text) ? text : null
}
