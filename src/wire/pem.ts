import { Buffer } from 'node:buffer'
import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { PublicKey } from '../model/trust.ts'
import { type Shown, says } from '../model/visible.ts'
import { holdsPrivateKey, PRIVATE_KEY, parsePublicKey, TOO_LONG, tooLong } from './anchor.ts'

/** What was mended or is odd about a public key that can be used. */
type Oddity = 'line-breaks' | 'base64-of-pem' | 'no-armour' | 'certificate-expired'

export type KeyRead =
  | { readonly ok: true; readonly publicKey: PublicKey; readonly oddities: readonly Oddity[] }
  | { readonly ok: false; readonly why: Shown }

const LEAST_BITS = 2048
const MOST_BITS = 8192
const LEAST_EXPONENT = 65537n
const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]*)-----END \1-----/g
/** A sequence that begins with a version of 0, as PKCS#1 and PKCS#8 private keys do and public keys never. */
const PRIVATE_DER = /^30(?:81..|82....)020100/
const DER = { 'PUBLIC KEY': 'spki', 'RSA PUBLIC KEY': 'pkcs1' } as const

const refuse = (why: Shown): KeyRead => ({ ok: false, why })

/**
 * Reads and vets a public key of either kind: an RSA key as PEM (SPKI, PKCS#1, a certificate), also on one line with
 * literal `\n`, as its base64 without armour, or as a JWK; an Ed25519 key as `parsePublicKey` does. Private keys are
 * refused before anything is parsed. Reasons never quote the text.
 */
export function readPublicKey(text: string, now: number): KeyRead {
  if (text.length > TOO_LONG) return tooLong
  if (holdsPrivateKey(text)) return PRIVATE_KEY
  const { plain, oddities } = mend(text)
  if (holdsPrivateKey(plain)) return PRIVATE_KEY
  if (plain.startsWith('{')) return fromJwk(plain, oddities)
  if (!plain.includes('-----BEGIN ')) return fromBare(plain, oddities)
  const blocks = [...plain.matchAll(BLOCK)]
  if (plain.split('-----BEGIN ').length > 2) return refuse(says`there is more than one PEM block`)
  const [block, kind = '', body = ''] = blocks[0] ?? []
  if (block === undefined || block !== plain) return refuse(says`it is not one whole PEM block`)
  const der = Buffer.from(body, 'base64')
  if (kind === 'CERTIFICATE') return fromCertificate(der, oddities, now)
  if (kind === 'PUBLIC KEY' || kind === 'RSA PUBLIC KEY') return fromDer(der, DER[kind], oddities)
  return refuse(says`it is a PEM block of another kind: give a PUBLIC KEY`)
}

/** The PEM of an RSA public key, as every product reads it: SPKI, lines of 64, no line break at its end. */
export const pemOf = (spki: Uint8Array): string =>
  createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
    .export({ format: 'pem', type: 'spki' })
    .toString()
    .trimEnd()

/** Takes away what env files, Helm values and Kubernetes do to a PEM. */
function mend(text: string): { plain: string; oddities: Oddity[] } {
  const trimmed = text.trim().replace(/^(["'])(.*)\1$/s, '$2')
  const decoded = trimmed.startsWith('LS0tLS1')
    ? Buffer.from(trimmed, 'base64').toString('latin1').trim()
    : null
  const inner = decoded ?? trimmed
  const plain = inner.replace(/\\r\\n|\\n|\\r|\r\n?/g, '\n').trim()
  const literal = /\\[rn]/.test(inner)
  return {
    plain: plain.includes('-----') ? plain : plain.replace(/\s+/g, ''),
    oddities: [
      ...(decoded === null ? [] : ['base64-of-pem' as const]),
      ...(literal ? ['line-breaks' as const] : []),
    ],
  }
}

/** DER without armour begins with the tag and length of a sequence; what is shorter than any RSA key is Ed25519. */
function fromBare(text: string, oddities: readonly Oddity[]): KeyRead {
  if (!/^MI[IG]/.test(text)) return fromEd25519(text, oddities)
  const der = Buffer.from(text, 'base64')
  const bare = text.replace(/={1,2}$/, '')
  if (![der.toString('base64url'), der.toString('base64').replace(/=+$/, '')].includes(bare))
    return refuse(says`it is neither hex, base64 nor PEM`)
  const all = [...oddities, 'no-armour'] as const
  return fromDer(der, der.subarray(0, 6).includes(0x02) ? 'pkcs1' : 'spki', all)
}

function fromEd25519(text: string, oddities: readonly Oddity[]): KeyRead {
  const read = parsePublicKey(text)
  return read.ok ? { ok: true, publicKey: { kind: 'ed25519', raw: read.publicKey }, oddities } : read
}

function fromDer(der: Buffer, type: 'spki' | 'pkcs1', oddities: readonly Oddity[]): KeyRead {
  if (PRIVATE_DER.test(der.subarray(0, 7).toString('hex'))) return PRIVATE_KEY
  const key = attempt(() => createPublicKey({ key: der, format: 'der', type }))
  if (key === null) return refuse(says`its PEM holds no public key that can be read`)
  if (key.asymmetricKeyType === 'ed25519') return fromEd25519(der.toString('base64'), oddities)
  // PKCS#1 is the end of SPKI; Node 24 does not export it by itself.
  const whole = key.asymmetricKeyType === 'rsa' ? key.export({ format: 'der', type: 'spki' }) : der
  const again = type === 'pkcs1' ? whole.subarray(Math.max(0, whole.length - der.length)) : whole
  return again.equals(der)
    ? vetRsa(key, oddities)
    : refuse(says`something follows the key inside its encoding`)
}

function fromCertificate(der: Buffer, oddities: readonly Oddity[], now: number): KeyRead {
  const certificate = attempt(() => new X509Certificate(der))
  if (certificate === null) return refuse(says`it is a certificate that cannot be read`)
  const expired = Date.parse(certificate.validTo) < now
  return vetRsa(certificate.publicKey, expired ? [...oddities, 'certificate-expired'] : oddities)
}

function fromJwk(text: string, oddities: readonly Oddity[]): KeyRead {
  const jwk = attempt(() => JSON.parse(text))
  const { use = 'sig', key_ops: uses = ['verify'], alg = 'RS256' } = jwk ?? {}
  if (use !== 'sig' || !Array.isArray(uses) || !uses.includes('verify'))
    return refuse(says`the JWK says that it is not for verifying signatures`)
  if (!['RS256', 'EdDSA', 'Ed25519'].includes(alg))
    return refuse(says`the JWK says that it is for another algorithm`)
  const key = attempt(() => createPublicKey({ key: jwk, format: 'jwk' }))
  return key === null ? refuse(says`it is JSON, and no JWK of a public key`) : vetRsa(key, oddities)
}

/** With an exponent of 1 anybody can forge; a short modulus can be factored. */
function vetRsa(key: KeyObject, oddities: readonly Oddity[]): KeyRead {
  if (key.asymmetricKeyType === 'ed25519') {
    const raw = key.export({ format: 'der', type: 'spki' }).subarray(12)
    return fromEd25519(raw.toString('hex'), oddities)
  }
  if (key.asymmetricKeyType !== 'rsa')
    return refuse(
      says`it is neither an RSA nor an Ed25519 key, but ${key.asymmetricKeyType ?? 'something else'}`,
    )
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {}
  if (modulusLength < LEAST_BITS || modulusLength > MOST_BITS)
    return refuse(says`an RSA key has ${LEAST_BITS} to ${MOST_BITS} bits, this one has ${modulusLength}`)
  if (publicExponent < LEAST_EXPONENT || publicExponent % 2n === 0n)
    return refuse(
      says`its public exponent is not an odd number of at least 65537: signatures under it prove nothing`,
    )
  const modulus = Buffer.from(key.export({ format: 'jwk' }).n ?? '', 'base64url')
  if ((modulus.at(-1) ?? 0) % 2 === 0)
    return refuse(says`its modulus is even: signatures under it prove nothing`)
  const spki = Uint8Array.from(key.export({ format: 'der', type: 'spki' }))
  return { ok: true, publicKey: { kind: 'rsa', spki }, oddities }
}

/** What the platform throws may quote what it was given. */
function attempt<T>(make: () => T): T | null {
  try {
    return make()
  } catch {
    return null
  }
}
