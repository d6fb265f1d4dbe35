import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { Anchor } from '../../model/trust.ts'

/** A license as it signs them. */
export const JWT = /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/

/** A throw-away issuer of RS256 licenses: nothing outside trusts it, and it is gone with the process. */
export interface RsaIssuer {
  /** SPKI */
  readonly publicPem: string
  anchor(usage: string): Anchor
  /** a JWT (RFC 7515, compact); `forged`: signed by somebody else */
  sign(claims: object, forged: boolean): string
}

const BITS = 2048

export function newRsaIssuer(): RsaIssuer {
  const own = generateKeyPairSync('rsa', { modulusLength: BITS })
  let stranger: KeyObject | null = null
  const strangerKey = () => {
    stranger ??= generateKeyPairSync('rsa', { modulusLength: BITS }).privateKey
    return stranger
  }
  const spki = Uint8Array.from(own.publicKey.export({ format: 'der', type: 'spki' }))
  return {
    publicPem: own.publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    anchor: (usage) => ({
      usage,
      publicKey: { kind: 'rsa', spki },
      id: createHash('sha256').update(spki).digest('hex').slice(0, 16),
      name: `sandbox ${usage}`,
      origin: 'given',
      from: 'the sandbox',
    }),
    sign: (claims, forged) => signed(claims, forged ? strangerKey() : own.privateKey),
  }
}

function signed(claims: object, key: KeyObject): string {
  const message = [{ alg: 'RS256', typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  return `${message}.${sign('sha256', Buffer.from(message), key).toString('base64url')}`
}
