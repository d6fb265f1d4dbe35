import type { Wanted } from '../../input/documents/found.ts'
import { needlesOf } from '../../input/hunt/needles.ts'
import { PRODUCTS } from '../../products/registry.ts'

const products = Object.values(PRODUCTS)
const hunts = products.flatMap((product) => product.hunts)

/** Whether a text begins as only keys do. */
export const isSurely = (text: string): boolean =>
  hunts.some(({ prefix, shared }) => !shared && text.startsWith(prefix))

/** What is looked for in documents: the products say it. */
export const WANTED: Wanted = {
  variables: products.flatMap(({ variables }) => variables),
  beginnings: needlesOf(hunts).map(({ bytes }) => bytes.toString('latin1')),
  isKey: (text) => hunts.some(({ prefix }) => text.startsWith(prefix)),
}
