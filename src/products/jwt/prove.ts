import type { DecodedKey } from '../../model/decoded.ts'
import { error } from '../../model/finding.ts'
import type { Anchor, Keyring, Trust } from '../../model/trust.ts'
import { says } from '../../model/visible.ts'
import { verifyRs256 } from '../../wire/rs256.ts'
import type { JwtVendor } from './vendor.ts'

/** Whose key, if any, made the signature. No vendor's key is built in: each installation is given one with its license. */
export function proveJwt({ proof }: DecodedKey, { anchors }: Keyring, vendor: JwtVendor): Trust {
  let tried = 0
  for (const anchor of anchors) {
    if (proof.kind !== 'jws' || !fits(anchor, vendor) || anchor.publicKey.kind !== 'rsa') continue
    tried++
    if (verifyRs256(anchor.publicKey.spki, proof.message, proof.signature))
      return { kind: 'verified', by: `${anchor.name} (${anchor.from})`, anchor }
  }
  return tried === 0 ? noAnchor(vendor) : forged(tried, vendor)
}

const fits = ({ usage }: Anchor, { product }: JwtVendor): boolean => usage === null || usage === product

const noAnchor = ({ name, product, anchorVariable }: JwtVendor): Trust => ({
  kind: 'unproven',
  why: error(
    'key.no-anchor',
    says`no public key is known that could verify a license of ${name}`,
    says`give the one that came with the license: --public-key ${product}=file:PATH, or set ${anchorVariable}`,
  ),
})

const forged = (tried: number, { name, anchorVariable, whenForged }: JwtVendor): Trust => ({
  kind: 'forged',
  why: error(
    'key.signature-invalid',
    tried === 1
      ? says`the signature is not by the public key that was given`
      : says`the signature is by none of the ${tried} public keys that were given`,
    says`check that ${anchorVariable} is the key that came with this license; one changed character in either is enough`,
    says`${name}: ${whenForged}`,
  ),
})
