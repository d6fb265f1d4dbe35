import { Buffer } from 'node:buffer'
import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import type { Fingerprint } from '../model/decoded.ts'
import type { PublicKey } from '../model/trust.ts'

/** The first 12 hex digits of SHA-256. @param bytes text stands for its UTF-8 */
export const fingerprintOf = (bytes: Uint8Array | string): Fingerprint => hash('sha256', bytes).slice(0, 12)

/** SHA-256 over a public key, in hex: over the 32 bytes of an Ed25519 key, over the SPKI of an RSA key. */
export const publicKeyHash = (publicKey: PublicKey): string =>
  hash('sha256', publicKey.kind === 'rsa' ? publicKey.spki : publicKey.raw)

/** Whether `digits` are the first hex digits of the HMAC-SHA256, compared in constant time. */
export function hmacBegins(secret: Uint8Array, message: Uint8Array, digits: string): boolean {
  const whole = createHmac('sha256', secret).update(message).digest('hex')
  const expected = Buffer.from(whole.slice(0, digits.length), 'latin1')
  const given = Buffer.from(digits, 'latin1')
  return digits.length > 0 && expected.length === given.length && timingSafeEqual(expected, given)
}
