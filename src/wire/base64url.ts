import { Buffer } from 'node:buffer'

/** Where base64url text went wrong: at a character, or in its length. */
export type Base64Fault =
  | { readonly kind: 'character'; readonly at: number; readonly code: number }
  | { readonly kind: 'length'; readonly characters: number }

export type Base64Read =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly fault: Base64Fault }

const STRANGE = /[^\w\r\n-]/
const LINE_BREAKS = /[\r\n]+/g

/**
 * Base64url as Go's `base64.RawURLEncoding` reads it: no padding, CR and LF skipped wherever they
 * stand, left-over bits of the last character ignored, everything else refused.
 *
 * @param text one character per byte
 */
export function readBase64url(text: string): Base64Read {
  const bytes = Buffer.from(text, 'base64url')
  if (isClean(text, bytes.length)) return { ok: true, bytes }
  const at = text.search(STRANGE)
  if (at >= 0) return { ok: false, fault: { kind: 'character', at, code: text.charCodeAt(at) } }
  const clean = text.replace(LINE_BREAKS, '')
  if (clean.length % 4 === 1) return { ok: false, fault: { kind: 'length', characters: clean.length } }
  return { ok: true, bytes: Buffer.from(clean, 'base64url') }
}

/** The last characters whose left-over bits are zero, where one or two bytes are left over. */
const LAST = { 2: 'AQgw', 3: 'AEIMQUYcgkosw048' } as const

/**
 * Base64url exactly as an encoder writes it (RFC 7515, section 2): no padding, no white space, no left-over bits; null
 * for anything else.
 *
 * @param text one character per byte
 */
export function readExactBase64url(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url')
  const over = text.length % 4
  const whole =
    over === 0 || ((over === 2 || over === 3) && LAST[over].includes(text.charAt(text.length - 1)))
  return whole && isClean(text, bytes.length) ? bytes : null
}

/** The platform passes over what is no base64, which shows in the length, and reads the other alphabet too. */
const isClean = (text: string, decoded: number): boolean =>
  text.length % 4 !== 1 &&
  decoded === Math.floor((text.length * 3) / 4) &&
  !text.includes('+') &&
  !text.includes('/')
