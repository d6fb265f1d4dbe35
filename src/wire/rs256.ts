import { Buffer } from 'node:buffer'
import { createPublicKey, createVerify, type KeyObject } from 'node:crypto'

const keys = new WeakMap<Uint8Array, KeyObject>()

/**
 * Whether the signature is by that key: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518, section 3.3), by the platform's verifier.
 *
 * @param spki the DER of a vetted RSA key, not changed afterwards: its key object is kept
 */
export function verifyRs256(spki: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  let key = keys.get(spki)
  if (key === undefined) {
    key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
    keys.set(spki, key)
  }
  return createVerify('sha256').update(message).verify(key, signature)
}
