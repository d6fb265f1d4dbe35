import type { Host } from '../../host/host.ts'
import { LICENSE_VARIABLES, productOfVariable } from '../../input/product-variables.ts'
import type { ProductId } from '../../model/decoded.ts'
import { PRODUCT_IDS } from '../../model/decoded.ts'
import type { NonEmpty } from '../../model/finding.ts'
import { LicError } from '../../model/lic-error.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { Product } from '../../products/product.ts'
import { PRODUCTS } from '../../products/registry.ts'
import { nearMisses, textOf } from './environment.ts'

const ALL = PRODUCT_IDS.map((id): Product => PRODUCTS[id]) as unknown as NonEmpty<Product>

interface Whose {
  readonly product: Product
  readonly because: Shown
}

/**
 * Whose license it is about: as said, else by the variable that is set, here or in a file of variables, else by one that
 * is nearly called so; else the one whose deployments are documented.
 *
 * @param usual by what is said of the deployment
 * @throws LicError source.several
 */
export function whoseLicense(
  said: ProductId | null,
  { env }: Pick<Host, 'env'>,
  inFiles: readonly string[],
  usual: Product,
): Whose {
  if (said !== null) return { product: PRODUCTS[said], because: says`--product says so` }
  const filled = LICENSE_VARIABLES.filter((name) => (env[name] ?? '') !== '')
  if (filled.length > 1)
    throw new LicError(
      'source.several',
      says`several license variables are set: ${filled.map((name) => `$${name}`).join(', ')}`,
      says`say whose license it is about: ${filled.map((name) => `--product ${productOfVariable(name)}`).join(' or ')}`,
    )
  const [name] = filled
  if (name !== undefined) return byVariable(name, env[name] ?? '')
  const [inFile] = LICENSE_VARIABLES.filter((one) => inFiles.includes(one))
  if (inFile !== undefined) return of(inFile, says`a file of variables here sets ${inFile}`)
  const [empty] = LICENSE_VARIABLES.filter((one) => env[one] === '')
  if (empty !== undefined) return of(empty, says`$${empty} is set, though empty`)
  return (
    byNearMiss([...Object.keys(env), ...inFiles]) ?? {
      product: usual,
      because: says`nothing here says another; --product does`,
    }
  )
}

const of = (variable: string, because: Shown): Whose => ({
  product: ALL.find(({ variables }) => variables.includes(variable)) ?? ALL[0],
  because,
})

/** A key in another product's variable is still its own product's, where its look leaves no doubt. */
function byVariable(name: string, value: string): Whose {
  const id = productOfVariable(name)
  const text = textOf(value)
  const open = PRODUCT_IDS.filter((one) => PRODUCTS[one].door(text))
  const [only] = open
  if (open.length === 1 && only !== undefined && only !== id)
    return {
      product: PRODUCTS[only],
      because: says`what stands in $${name} looks like a key of ${PRODUCTS[only].name}`,
    }
  return of(name, says`$${name} is set`)
}

function byNearMiss(names: readonly string[]): Whose | null {
  for (const id of PRODUCT_IDS) {
    const [near] = nearMisses(names, PRODUCTS[id], says``)
    if (near !== undefined)
      return {
        product: PRODUCTS[id],
        because: says`${own(near.name)} is nearly called ${PRODUCTS[id].variables[0]}`,
      }
  }
  return null
}
