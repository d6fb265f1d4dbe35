import type { Decoding } from '../../model/decoded.ts'
import { error } from '../../model/finding.ts'
import type { KeyText } from '../../model/key-text.ts'
import { says } from '../../model/visible.ts'
import { type Jws, readJws } from '../../wire/jws.ts'
import { Claims, textOf } from './claims.ts'
import { looksLikeJwt } from './door.ts'
import { describeJws } from './faults.ts'
import { JwtKey } from './key.ts'
import type { JwtVendor } from './vendor.ts'

/** One environment string holds 128 KiB, the variable's name and a NUL included. */
const LONGEST = 128 * 1024 - 32

/** Reads a license in the form of a JWT by a vendor's names. Never throws. */
export function decodeJwt(text: KeyText, vendor: JwtVendor): Decoding {
  const { product, name } = vendor
  if (text.length === 0) return { kind: 'absent', product }
  if (text.length > LONGEST)
    return malformed(
      product,
      error('key.too-large', says`${text.length} bytes: one environment variable holds 128 KiB on Linux`),
    )
  if (!looksLikeJwt(text))
    return {
      kind: 'unrecognized',
      faults: [
        error('key.unrecognized', says`this is no JWT, and a license of ${name} is one: it begins with eyJ`),
      ],
    }
  const whole = text.reveal()
  const read = readJws(whole)
  if (!read.ok) return malformed(product, describeJws(whole, read.fault))
  return { kind: 'decoded', key: new JwtKey(read.jws, claimsOf(read.jws), vendor) }
}

const malformed = (product: JwtVendor['product'], fault: ReturnType<typeof error>): Decoding => ({
  kind: 'malformed',
  product,
  form: 'jwt',
  faults: [fault],
})

/** Whether a token names the vendor, or says what only its licenses say. */
export function kinOf(text: KeyText, vendor: JwtVendor): 'issuer' | 'claims' | 'none' {
  const read = readJws(text.reveal())
  if (!read.ok) return 'none'
  const claims = claimsOf(read.jws)
  const issuer = textOf(claims.value('iss'))
  if (issuer !== null && vendor.issuer.test(issuer)) return 'issuer'
  return claims.has(vendor.telling) ? 'claims' : 'none'
}

let last: { readonly jws: Jws; readonly claims: Claims } | null = null

/** Every product at the door looks at the same claims. */
function claimsOf(jws: Jws): Claims {
  if (last?.jws !== jws) last = { jws, claims: new Claims(jws.claims) }
  return last.claims
}
