import { publicKeyVariable } from '../../input/product-variables.ts'
import { parseSecretRef } from '../../input/secret-ref.ts'
import type { ProductId } from '../../model/decoded.ts'
import { LicError } from '../../model/lic-error.ts'
import { says } from '../../model/visible.ts'
import { FORMATS, type Format, type WiredSecret } from '../../present/render/wired.ts'
import type { Product } from '../../products/product.ts'
import { PRODUCTS } from '../../products/registry.ts'
import type { Options, Settings } from '../command.ts'

/** Formats that name the secret in which the key lies; the others are files that whoever deploys may fill in. */
const BY_SECRET: readonly Format[] = ['ecs-secrets', 'cloudformation']

/** What was asked for, as far as the command line tells. */
export interface Wanted {
  readonly format: Format
  readonly product: Product
  readonly secret: WiredSecret | null
  /** sources, as given */
  readonly publicKey: string | null
  readonly withValue: string | null
}

export function readWanted(options: Options, { product: meant, region }: Settings): Wanted {
  const format = FORMATS.find((one) => one === options.as)
  if (format === undefined)
    throw new LicError(
      'usage.option',
      says`--as is missing: it says what the snippet is for`,
      says`the forms are: ${FORMATS.join(', ')}`,
    )
  const product = PRODUCTS[meant ?? unsaid(format)]
  if (region !== null && !/^[a-z0-9-]{1,40}$/.test(region))
    throw new LicError('usage.argument', says`--region is no name of a Region`)
  const withValue = textOf(options.withValue)
  if (withValue !== null && BY_SECRET.includes(format))
    throw new LicError(
      'usage.option',
      says`--with-value does not go with --as ${format}: everybody who may describe the task definition could read the key`,
      says`put it into the secret: lic rotate SOURCE --secret NAME --create`,
    )
  const wanted = { format, product, withValue, secret: secretOf(options, format) }
  return { ...wanted, publicKey: publicKeyOf(options, wanted) }
}

function unsaid(format: Format): ProductId {
  throw new LicError(
    'usage.option',
    says`whose variables it should wire is not said, and one product's names are never another's default`,
    ...Object.values(PRODUCTS).map(
      ({ id, name }) => says`for ${name}: lic render --as ${format} --product ${id}`,
    ),
  )
}

const NAME = /^[\w/+=.@-]{1,512}$/
const ARN = /^arn:[a-z0-9-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]{1,519}$/
const FIELD = /^[\w/+=.@-]{1,128}$/

function secretOf(options: Options, format: Format): WiredSecret | null {
  const given = textOf(options.secret)
  if (given !== null && !BY_SECRET.includes(format))
    throw new LicError(
      'usage.option',
      says`--secret goes with ${BY_SECRET.join(' and ')}: nothing in ${format} can name a secret of AWS`,
      says`leave it out; a key can be put into the snippet with --with-value secret:NAME`,
    )
  if (given === null) return null
  const { id, field, which } = parseSecretRef(given)
  if (!('stage' in which) || which.stage !== 'AWSCURRENT')
    throw new LicError(
      'usage.argument',
      says`--secret names one version or stage: tasks would go on reading that one after a rotation`,
      says`name the secret alone; what tasks then read is AWSCURRENT`,
    )
  if (!(id.startsWith('arn:') ? ARN : NAME).test(id) || (field !== null && !FIELD.test(field)))
    throw new LicError(
      'usage.argument',
      says`--secret is no name of a secret, or no name of a field, that a valueFrom could carry`,
      says`names have letters, digits and /_+=.@-; a full ARN has 12 digits of an account`,
    )
  return { id, field }
}

/** The secret that a product's own deployments have, where none is named. */
export function usualSecret({ name, wiring }: Product): WiredSecret {
  if (wiring !== null) return { id: wiring.secret, field: null }
  throw new LicError(
    'usage.option',
    says`the secret is not named, and ${name} documents no usual name for it`,
    says`name it: --secret NAME, --secret NAME#FIELD or --secret ARN`,
  )
}

const USAGES: readonly string[] = Object.values(PRODUCTS).flatMap(({ anchorUsages }) => anchorUsages)

/** Where a product's license is verified with a key that its operator holds, that one is wired beside it. */
function publicKeyOf(options: Options, { format, product }: Omit<Wanted, 'publicKey'>): string | null {
  const variable = publicKeyVariable(product.id)
  const given = Array.isArray(options.publicKey) ? options.publicKey.map(String) : []
  const [first = null, second] = given
  if (second !== undefined)
    throw new LicError('usage.option', says`--public-key is given twice: one variable carries one public key`)
  if (first !== null && variable === null)
    throw new LicError(
      'usage.option',
      says`--public-key: ${product.name} takes no public key for its license`,
      says`leave it out; to judge a key with another one: lic inspect SOURCE --public-key`,
    )
  const [, usage = ''] = /^([a-z]+)=/.exec(first ?? '') ?? []
  if (usage !== product.id && USAGES.includes(usage))
    throw new LicError(
      'usage.argument',
      says`--public-key: this one is for ${usage}, and --product is ${product.id}`,
    )
  if (first !== null || variable === null || format === 'compose') return first
  throw new LicError(
    'usage.option',
    says`${product.name} verifies its license with the public key in ${variable}, and none is given`,
    says`give the one that came with the license: --public-key file:issuer.pem`,
  )
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
