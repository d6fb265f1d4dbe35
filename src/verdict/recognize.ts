import type { Decoding, ProductId } from '../model/decoded.ts'
import { type Finding, warning } from '../model/finding.ts'
import type { KeyText } from '../model/key-text.ts'
import { says } from '../model/visible.ts'
import type { Product } from '../products/product.ts'
import { PRODUCTS } from '../products/registry.ts'

/** Whose a key is meant to be. */
export interface Meant {
  /** by `--product`: nothing else is tried */
  readonly product?: ProductId | null
  /** by the variable it stood in: decides between products that could all have it */
  readonly hint?: ProductId | null
}

export interface Recognized {
  /** null where no product, or more than one, could have it */
  readonly product: Product | null
  readonly decoding: Decoding
  readonly findings: readonly Finding[]
}

const ALL: readonly Product[] = Object.values(PRODUCTS)
const NONE: readonly Finding[] = []

/**
 * Which product a text belongs to, and what that product reads in it: by what was said, the variable it stood in, the
 * issuer it names, the claims that only one vendor has. Where that is not enough it is ambiguous; never a guess.
 */
export function recognize(text: KeyText, { product, hint }: Meant): Recognized {
  if (product) return by(PRODUCTS[product], text)
  const open: Product[] = []
  for (const one of ALL) if (one.door(text)) open.push(one)
  return open.length > 1 ? among(open, text, hint ?? null) : by(open[0] ?? PRODUCTS[hint ?? 'axonflow'], text)
}

const by = (product: Product, text: KeyText, findings = NONE): Recognized => ({
  product,
  decoding: product.decode(text),
  findings,
})

function among(open: readonly Product[], text: KeyText, hint: ProductId | null): Recognized {
  const hinted = open.find(({ id }) => id === hint)
  if (hinted) return by(hinted, text, otherIssuer(hinted, open, text))
  const only = nearest(open, text)
  if (only) return by(only, text)
  const decoding = open[0]?.decode(text)
  if (decoding?.kind === 'malformed')
    return { product: null, decoding: { ...decoding, product: null }, findings: NONE }
  return {
    product: null,
    decoding: { kind: 'ambiguous', candidates: open.map(({ id }) => id) },
    findings: NONE,
  }
}

/** The one whose issuer the text names; where it names none, the one whose claims it has. */
function nearest(open: readonly Product[], text: KeyText): Product | undefined {
  const issuers: Product[] = []
  const claimants: Product[] = []
  for (const one of open) {
    const kin = one.kin(text)
    if (kin === 'issuer') issuers.push(one)
    else if (kin === 'claims') claimants.push(one)
  }
  const kin = issuers.length > 0 ? issuers : claimants
  return kin.length === 1 ? kin[0] : undefined
}

function otherIssuer(hinted: Product, open: readonly Product[], text: KeyText): readonly Finding[] {
  if (hinted.kin(text) === 'issuer') return NONE
  const other = open.find((one) => one !== hinted && one.kin(text) === 'issuer')
  if (other === undefined) return NONE
  return [
    warning(
      'key.other-product',
      says`its issuer is ${other.name}'s, and it stood in a variable of ${hinted.name}: it is read as ${hinted.name} would`,
      says`if it is ${other.name}'s, put it into ${other.variables[0]}, or say --product ${other.id}`,
    ),
  ]
}
