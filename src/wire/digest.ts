import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Fingerprint } from '../model/decoded.ts'

/** The first 12 hex digits of SHA-256. @param text one character per byte */
export const fingerprintOf = (text: string): Fingerprint =>
  createHash('sha256').update(text, 'latin1').digest('hex').slice(0, 12)

/** The first 16 hex digits of SHA-256 over a raw public key. */
export const publicKeyId = (publicKey: Uint8Array): string =>
  createHash('sha256').update(publicKey).digest('hex').slice(0, 16)

/** Whether `digits` are the first hex digits of the HMAC-SHA256, compared in constant time. */
export function hmacBegins(secret: Uint8Array, message: Uint8Array, digits: string): boolean {
  const whole = createHmac('sha256', secret).update(message).digest('hex')
  const expected = Buffer.from(whole.slice(0, digits.length), 'latin1')
  const given = Buffer.from(digits, 'latin1')
  return digits.length > 0 && expected.length === given.length && timingSafeEqual(expected, given)
}
