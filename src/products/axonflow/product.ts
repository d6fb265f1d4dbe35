import type { Product } from '../product.ts'

export const axonflow = {} as Product
