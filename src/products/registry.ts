import { PRODUCT_IDS, type ProductId } from '../model/decoded.ts'
import type { KeyText } from '../model/key-text.ts'
import { readyArbiter } from '../wire/ed25519.ts'
import { front as alphaagent } from './alphaagent/front.ts'
import { front as atlasai } from './atlasai/front.ts'
import { mayBeContested } from './axonflow/contested.ts'
import { axonflow } from './axonflow/product.ts'
import type { Body, Front, Product } from './product.ts'
import { front as terragnos } from './terragnos/front.ts'

const waiting = new Map<Product, () => Promise<Body>>()

/** A product whose folder is loaded by `readyProducts`, when a key first stands at its door. */
function deferred(front: Front, load: () => Promise<Body>): Product {
  const product = { ...front } as Product
  waiting.set(product, load)
  return product
}

/** The one list of products; forgetting one does not compile. */
export const PRODUCTS = {
  axonflow,
  terragnos: deferred(terragnos, async () => (await import('./terragnos/product.ts')).body),
  atlasai: deferred(atlasai, async () => (await import('./atlasai/product.ts')).body),
  alphaagent: deferred(alphaagent, async () => (await import('./alphaagent/product.ts')).body),
} as const satisfies { [P in ProductId]: Product }

/** Whose a text may be, at a glance: what it is meant for, and whoever opens the door to it. */
export const atTheDoor = (text: KeyText, meant: ProductId | null): readonly ProductId[] =>
  PRODUCT_IDS.filter((id) => id === meant || PRODUCTS[id].door(text))

/** Loads what it takes to judge a text, which may be meant for a product; without a text, to judge any. */
export async function readyProducts(text?: KeyText, meant: ProductId | null = null): Promise<void> {
  for (const [product, load] of waiting)
    if (text === undefined || product.id === meant || product.door(text)) {
      Object.assign(product, await load())
      waiting.delete(product)
    }
  if (text === undefined || mayBeContested(text)) await readyArbiter()
}
