import type { ProductId } from '../../model/decoded.ts'
import type { Grant } from '../../model/limit.ts'
import type { Shown } from '../../model/visible.ts'
import type { Claims } from './claims.ts'

/** What differs between vendors whose licenses are RS256 JWTs. Names of claims in plain spelling: `planid`. */
export interface JwtVendor {
  readonly product: ProductId
  readonly name: string
  /** the variable that carries the public key */
  readonly anchorVariable: string
  /** how such a vendor calls itself in `iss` */
  readonly issuer: RegExp
  /** claims that only this vendor's licenses have */
  readonly telling: readonly string[]
  readonly tier: readonly string[]
  readonly identity: readonly string[]
  /** claims that are shown as they are, each under its label, in this order */
  readonly shown: readonly (readonly [label: string, ...names: readonly string[]])[]
  /** claims that only the time line is made of */
  readonly timing: readonly string[]
  /** what the product makes of a key whose signature is bad */
  readonly whenForged: Shown
  grants(claims: Claims): readonly Grant[]
}
