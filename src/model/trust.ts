import type { Finding } from './finding.ts'

/** An Ed25519 key as its 32 raw bytes, an RSA key as the DER of its SPKI. */
export type PublicKey =
  | { readonly kind: 'ed25519'; readonly raw: Uint8Array }
  | { readonly kind: 'rsa'; readonly spki: Uint8Array }

/** A public key that may verify licenses: whose it is, and where we got it. */
export interface Anchor {
  /** `evaluation`, `enterprise`, `plugin`, or a product's name: which keys it may verify; null for any */
  readonly usage: string | null
  readonly publicKey: PublicKey
  /** first 16 hex of SHA-256 over those bytes */
  readonly id: string
  readonly name: string
  readonly origin: 'built in' | 'given'
  /** where an operator's key came from, such as `--public-key file:issuer.pem`; for built-in ones, since when */
  readonly from: string
  /** it lay in the same document as the license: whoever wrote the one wrote the other, so it proves nothing */
  readonly sameDocument?: true
  /** what was odd about how it was given */
  readonly findings?: readonly Finding[]
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
