import type { Finding, NonEmpty } from './finding.ts'
import type { Instant } from './instant.ts'
import type { Grant } from './limit.ts'

export const PRODUCT_IDS = ['axonflow', 'terragnos', 'atlasai', 'alphaagent'] as const
export type ProductId = (typeof PRODUCT_IDS)[number]

export const FORMS = ['signed', 'hmac', 'v1', 'jwt', 'token'] as const
export type Form = (typeof FORMS)[number]

/** The first 12 hex digits of SHA-256 over the part of a key that is safe to hash. For people; never for equality. */
export type Fingerprint = string

/** What carries the proof that the issuer made this key. Bytes, never shown. */
export type Proof =
  | { readonly kind: 'ed25519'; readonly message: Uint8Array; readonly signature: Uint8Array }
  | { readonly kind: 'jws'; readonly message: Uint8Array; readonly signature: Uint8Array }
  | { readonly kind: 'hmac'; readonly message: Uint8Array; readonly digits: string }
  | { readonly kind: 'none' }

/** One more thing that a key says, for display. `values` are raw: renderers escape them. */
export interface Fact {
  readonly label: string
  /** the key's own field name */
  readonly field: string
  readonly values: readonly string[]
  readonly note?: string
}

/** A key that could be read. Decoded is not verified, and verified is not alive. All text is raw. */
export interface DecodedKey {
  readonly product: ProductId
  readonly form: Form
  /** the form in words: `signed key, payload with deployment_id` */
  readonly formName: string
  /** the part of the text that every key of this form shares, such as `AXON-` */
  readonly prefix: string
  readonly fingerprint: Fingerprint
  readonly tier: string | null
  readonly identity: { readonly value: string; readonly field: string } | null
  readonly issued: Instant | null
  readonly expires: Instant | null
  readonly audience: string | null
  readonly facts: readonly Fact[]
  /** what the key itself grants, where it and not a published tier table decides */
  readonly grants?: readonly Grant[]
  readonly proof: Proof
  /** what is odd about it but does not stop the runtime */
  readonly findings: readonly Finding[]
}

export type Decoding =
  | { readonly kind: 'decoded'; readonly key: DecodedKey }
  | {
      readonly kind: 'malformed'
      /** null where the text could be one of several products' */
      readonly product: ProductId | null
      readonly form: Form | null
      readonly faults: NonEmpty<Finding>
    }
  | { readonly kind: 'unrecognized'; readonly faults: NonEmpty<Finding> }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly ProductId[] }
  | { readonly kind: 'absent'; readonly product: ProductId }
