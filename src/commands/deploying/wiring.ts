import { LicError } from '../../model/lic-error.ts'
import { says } from '../../model/visible.ts'
import type { Product, Wiring } from '../../products/product.ts'

export function wiringOf({ name, wiring }: Product): Wiring {
  if (wiring === null)
    throw new LicError('usage.argument', says`it is not known how ${name} is deployed on AWS`)
  return wiring
}
