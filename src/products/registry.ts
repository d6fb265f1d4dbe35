import type { ProductId } from '../model/decoded.ts'
import { axonflow } from './axonflow/product.ts'
import type { Product } from './product.ts'

/** The one list of products; forgetting one does not compile. */
export const PRODUCTS = { axonflow } as const satisfies { [P in ProductId]: Product }
