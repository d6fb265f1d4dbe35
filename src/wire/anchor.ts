import { Buffer } from 'node:buffer'
import { Point } from '@noble/ed25519'
import { type Shown, says } from '../model/visible.ts'

export type Vetted = { readonly ok: true } | { readonly ok: false; readonly why: Shown }
export type PublicKeyRead =
  | { readonly ok: true; readonly publicKey: Uint8Array }
  | { readonly ok: false; readonly why: Shown }

const SPKI = '302a300506032b6570032100'
const PKCS8 = '302e020100300506032b6570'
const PKCS8_V2 = '3051020101300506032b6570'
/** More characters than any public key has, in any form. */
export const TOO_LONG = 16_384

/** Whether raw bytes may be trusted as an Ed25519 public key: 32 bytes, canonical, on the curve, not of small order. */
export function vetEd25519(raw: Uint8Array): Vetted {
  if (raw.length !== 32) return refuse(says`an Ed25519 public key has 32 bytes, this one has ${raw.length}`)
  const point = pointOf(raw, false)
  if (!point)
    return pointOf(raw, true)
      ? refuse(says`its encoding is not canonical`)
      : refuse(says`it is not a point of the Ed25519 curve`)
  return point.isSmallOrder()
    ? refuse(says`it is a point of small order: signatures under it prove nothing`)
    : { ok: true }
}

/**
 * Reads and vets an Ed25519 public key: hex, base64, base64url or PEM (`PUBLIC KEY`), also on one line
 * with literal `\n`. Refuses private keys before anything is parsed. Reasons never quote the text.
 */
export function parsePublicKey(text: string): PublicKeyRead {
  if (text.length > TOO_LONG) return tooLong
  if (holdsPrivateKey(text)) return PRIVATE_KEY
  const plain = text.replace(/\\r|\\n|\r|\n/g, '\n').trim()
  const body = plain.includes('-----') ? pemBody(plain) : plain.replace(/\s+/g, '')
  if (typeof body !== 'string') return body
  const bytes = /^(?:[0-9a-fA-F]{2})+$/.test(body) ? Buffer.from(body, 'hex') : base64(body)
  if (!bytes) return refuse(says`it is neither hex, base64 nor PEM`)
  return rawKey(bytes)
}

function rawKey(bytes: Buffer): PublicKeyRead {
  const hex = bytes.toString('hex')
  if (hex.startsWith(PKCS8) || hex.startsWith(PKCS8_V2) || bytes.length === 64) return PRIVATE_KEY
  const spki = hex.startsWith(SPKI) && bytes.length === 44
  if (!spki && bytes.length !== 32)
    return refuse(says`an Ed25519 public key has 32 bytes, this one has ${bytes.length}`)
  const publicKey = Uint8Array.from(spki ? bytes.subarray(12) : bytes)
  const vetted = vetEd25519(publicKey)
  return vetted.ok ? { ok: true, publicKey } : vetted
}

const PEM = /^-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----$/

function pemBody(text: string): string | PublicKeyRead {
  if (text.split('-----BEGIN ').length > 2) return refuse(says`there is more than one PEM block`)
  if (/-----BEGIN CERTIFICATE-----/.test(text))
    return refuse(says`it is a certificate: give the public key in it`)
  const body = PEM.exec(text)?.[1]
  return body === undefined ? refuse(says`it is not one whole PUBLIC KEY block`) : body.replace(/\s+/g, '')
}

/** Standard or URL alphabet, with or without padding, exactly as an encoder writes it. */
function base64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  const bare = text.replace(/={1,2}$/, '')
  return bytes.length > 0 &&
    [bytes.toString('base64url'), bytes.toString('base64').replace(/=+$/, '')].includes(bare)
    ? bytes
    : undefined
}

function pointOf(raw: Uint8Array, lenient: boolean): Point | null {
  try {
    return Point.fromBytes(raw, lenient)
  } catch {
    return null
  }
}

const refuse = (why: Shown): { readonly ok: false; readonly why: Shown } => ({ ok: false, why })

/** Whether a text is or holds a private key, as PEM or as a JWK. */
export const holdsPrivateKey = (text: string): boolean => /PRIVATE|"d"\s*:/i.test(text)

export const tooLong = refuse(says`it is too long for a public key`)

export const PRIVATE_KEY = refuse(
  says`this is a private key: whoever saw it can make licenses, treat it as compromised; give the public key`,
)
