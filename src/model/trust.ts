import type { Finding } from './finding.ts'

/** A public key that may verify licenses: whose it is, and where we got it. */
export interface Anchor {
  /** `evaluation`, `enterprise`, `plugin`: which keys it may verify; null for any */
  readonly usage: string | null
  readonly publicKey: Uint8Array
  /** first 16 hex of SHA-256 over the raw public key */
  readonly id: string
  readonly name: string
  readonly origin: 'built in' | 'given'
  /** where an operator's key came from, such as `--public-key file:issuer.pem`; for built-in ones, since when */
  readonly from: string
}

/** An HMAC secret given by the operator; never shown. */
export interface SharedSecret {
  readonly bytes: Uint8Array
  readonly from: string
}

export interface Keyring {
  readonly anchors: readonly Anchor[]
  readonly hmac: SharedSecret | null
}

export interface Verified {
  readonly kind: 'verified'
  readonly by: string
  readonly anchor: Anchor | null
}
export interface Unproven {
  readonly kind: 'unproven'
  readonly why: Finding
}
export interface Forged {
  readonly kind: 'forged'
  readonly why: Finding
}
export type Trust = Verified | Unproven | Forged
