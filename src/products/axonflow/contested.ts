import { Buffer } from 'node:buffer'
import type { KeyText } from '../../model/key-text.ts'
import { isContested } from '../../wire/ed25519.ts'

/** Whether platforms may differ on a key's signature; of a text that has none, any answer will do. */
export function mayBeContested(text: KeyText): boolean {
  const key = text.reveal()
  return isContested(Buffer.from(key.slice(key.lastIndexOf('.') + 1), 'base64url'))
}
