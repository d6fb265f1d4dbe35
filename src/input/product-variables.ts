import type { ProductId } from '../model/decoded.ts'

/** What a product's operators put into the environment, and what `--public-key` may say of its keys. */
interface ProductVariables {
  /** variables that carry a license, the usual one first */
  readonly licenses: readonly [string, ...string[]]
  /** variables that carry a public key, each with the keys it may verify */
  readonly anchors: readonly { readonly name: string; readonly usage: string | null }[]
  /** the `usage=` names */
  readonly usages: readonly string[]
}

export const PRODUCT_VARIABLES = {
  axonflow: {
    licenses: ['AXONFLOW_LICENSE_KEY'],
    anchors: [{ name: 'AXONFLOW_PLUGIN_CLAIMED_PUBLIC_KEY', usage: 'plugin' }],
    usages: ['evaluation', 'enterprise', 'plugin'],
  },
} as const satisfies Record<ProductId, ProductVariables>

export const LICENSE_VARIABLES: readonly string[] = Object.values(PRODUCT_VARIABLES).flatMap(
  ({ licenses }) => licenses,
)
