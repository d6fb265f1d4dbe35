import type { ProductId } from '../../model/decoded.ts'
import type { Product, Wiring } from '../../products/product.ts'
import { PRODUCTS } from '../../products/registry.ts'

const WIRED: readonly Product[] = Object.values(PRODUCTS).filter(({ wiring }) => wiring !== null)

/** Whose deployment it is: as said, else by the variable that is named, else the one whose names are documented. */
export function deployedProduct(said: ProductId | null, variable: unknown): Product {
  const [usual] = WIRED
  const named = Object.values(PRODUCTS).find(({ variables }) => variables.some((one) => one === variable))
  const product = said === null ? (named ?? usual) : PRODUCTS[said]
  if (product === undefined) throw new Error('no product is known to be deployed anywhere')
  return product
}

/** The names that help shows. */
export function usualWiring(): Wiring {
  const wiring = WIRED[0]?.wiring
  if (!wiring) throw new Error('no product documents its names')
  return wiring
}

/** `agent` of `axonflow-agent-service`: enough where no other service ends so. */
export const shortName = (service: string): string => service.replace(/-service$/, '').replace(/^.*-/, '')
