import type { Host } from '../../host/host.ts'
import { ENVIRONMENT, type KeyringRequest, readKeyring } from '../../input/keyring.ts'
import { showName } from '../../input/may-show.ts'
import { publicKeyVariable } from '../../input/product-variables.ts'
import { error } from '../../model/finding.ts'
import { LicError } from '../../model/lic-error.ts'
import type { Anchor, Keyring } from '../../model/trust.ts'
import { own, says } from '../../model/visible.ts'
import type { Product } from '../../products/product.ts'
import { type Looked, troubled } from '../facts.ts'
import type { VariablesFile } from './dotenv.ts'

/** Where the license lies, as far as this command sees: a public key from there was set by whoever set the license. */
function keyPlaceOf({ variables }: Product, files: readonly VariablesFile[], { env }: Host): string | null {
  if (variables.some((name) => (env[name] ?? '') !== '')) return ENVIRONMENT
  const file = files.find(({ names }) => names.some(({ name }) => variables.includes(name)))
  return file === undefined ? null : says`file ${own(showName(file.path))}`
}

/** Public keys that may have signed the license: built in, given, and out of the file that holds it. */
export async function readTrust(
  ask: KeyringRequest,
  product: Product,
  files: readonly VariablesFile[],
  host: Host,
): Promise<{ readonly keyring: Keyring; readonly anchors: Looked<readonly Anchor[]> }> {
  const variable = publicKeyVariable(product.id)
  const file = files.find(({ others }) => variable !== null && (others.get(variable) ?? '') !== '')
  const beside =
    file === undefined || variable === null || host.env[variable] !== undefined
      ? []
      : [{ text: `${product.id}=dotenv:${file.path}#${variable}`, from: 'beside the license,' }]
  try {
    const keyring = await readKeyring(
      {
        ...ask,
        publicKeys: [...ask.publicKeys, ...beside],
        keyPlace: keyPlaceOf(product, files, host),
        products: [product.id],
      },
      host,
    )
    const given = keyring.anchors.filter(
      ({ usage }) => usage === null || product.anchorUsages.includes(usage),
    )
    return { keyring, anchors: { seen: [...product.builtInAnchors, ...given] } }
  } catch (thrown) {
    if (!(thrown instanceof LicError)) throw thrown
    const { code, says: what, hints } = thrown
    return { keyring: { anchors: [], hmac: null }, anchors: troubled(error(code, what, ...hints)) }
  }
}
