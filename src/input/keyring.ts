import type { Host } from '../host/host.ts'
import { PRODUCT_IDS, type ProductId } from '../model/decoded.ts'
import type { Keyring } from '../model/trust.ts'
import type { RemotePlace } from './contents.ts'
import { PRODUCT_VARIABLES } from './product-variables.ts'

export interface KeyringRequest extends RemotePlace {
  /** as given: `[usage=]SOURCE`, or the public key itself, each with where it was given */
  readonly publicKeys: readonly { readonly text: string; readonly from: string }[]
  /** SHA-256 of the raw public keys that are allowed, in hex, separated by commas or spaces */
  readonly pin: string | null
  /** a source */
  readonly hmacSecret: string | null
  /** where the license lies, as `Given.place` says: an anchor from there is labelled */
  readonly keyPlace?: string | null
  /** whose licenses are judged: the variables of other products are then left alone */
  readonly products?: readonly ProductId[]
}

/** What an operator trusts beside the products' built-in keys. A key that cannot be trusted is an error of configuration. */
export async function readKeyring(request: KeyringRequest, host: Host): Promise<Keyring> {
  const { publicKeys, pin, hmacSecret } = request
  const beside = ambient(host, request.products ?? PRODUCT_IDS)
  const nothing = publicKeys.length + beside.length === 0 && pin === null && hmacSecret === null
  if (nothing) return { anchors: [], hmac: null }
  const { readGiven } = await import('./given-keyring.ts')
  return readGiven(request, beside, host)
}

/** A public key as somebody gave it. */
export interface GivenAnchor {
  readonly usage: string | null
  readonly text: string
  readonly from: string
  readonly place: string | null
}

export const ENVIRONMENT = 'the environment'

/** The products' own variables for public keys. */
const ambient = (host: Host, products: readonly ProductId[]): readonly GivenAnchor[] =>
  products
    .flatMap(
      (id): readonly { readonly name: string; readonly usage: string }[] => PRODUCT_VARIABLES[id].anchors,
    )
    .flatMap(({ name, usage }) => {
      const text = host.env[name]
      return text ? [{ usage, text, from: `$${name}`, place: ENVIRONMENT }] : []
    })
