import { PRODUCT_IDS, type ProductId } from '../model/decoded.ts'
import type { PublicKey } from '../model/trust.ts'

/** What a product's operators put into the environment, and what `--public-key` may say of its keys. */
interface ProductVariables {
  /** variables that carry a license, the usual one first */
  readonly licenses: readonly [string, ...string[]]
  /** variables that carry a public key, each with the keys it may verify */
  readonly anchors: readonly { readonly name: string; readonly usage: string }[]
  /** what kind of public key verifies its licenses; null where no signature can be checked */
  readonly algorithm: PublicKey['kind'] | null
  /** the `usage=` names */
  readonly usages: readonly string[]
}

export const PRODUCT_VARIABLES = {
  axonflow: {
    licenses: ['AXONFLOW_LICENSE_KEY'],
    anchors: [{ name: 'AXONFLOW_PLUGIN_CLAIMED_PUBLIC_KEY', usage: 'plugin' }],
    usages: ['evaluation', 'enterprise', 'plugin'],
    algorithm: 'ed25519',
  },
  terragnos: {
    licenses: ['LICENSE_KEY'],
    anchors: [{ name: 'LICENSE_PUBLIC_KEY', usage: 'terragnos' }],
    usages: ['terragnos'],
    algorithm: 'rsa',
  },
  atlasai: {
    licenses: ['ATLASAI_LICENSE_KEY'],
    anchors: [{ name: 'CP_LICENSE_PUBLIC_KEY', usage: 'atlasai' }],
    usages: ['atlasai'],
    algorithm: 'rsa',
  },
  alphaagent: { licenses: ['LICENSE_TOKEN'], anchors: [], usages: [], algorithm: null },
} as const satisfies Record<ProductId, ProductVariables>

export const LICENSE_VARIABLES: readonly string[] = Object.values(PRODUCT_VARIABLES).flatMap(
  ({ licenses }) => licenses,
)

/** The variable whose public key verifies a product's licenses; null where that is built in, or nothing can. */
export const publicKeyVariable = (id: ProductId): string | null =>
  PRODUCT_VARIABLES[id].anchors.find(({ usage }) => usage === id)?.name ?? null

/** The product whose license a variable of that name carries; null for any other name. */
export const productOfVariable = (name: string): ProductId | null =>
  PRODUCT_IDS.find((id) => (PRODUCT_VARIABLES[id].licenses as readonly string[]).includes(name)) ?? null
