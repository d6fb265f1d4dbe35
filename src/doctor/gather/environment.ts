import type { Host } from '../../host/host.ts'
import { bytesOf } from '../../input/contents.ts'
import { holdsKey, isKeyLike } from '../../input/may-show.ts'
import { PRODUCT_VARIABLES, productOfVariable } from '../../input/product-variables.ts'
import { KeyText } from '../../model/key-text.ts'
import { type Shown, says, visible } from '../../model/visible.ts'
import type { Product } from '../../products/product.ts'
import { PRODUCTS } from '../../products/registry.ts'
import type { EnvironmentFacts, Holding, Misplaced, NearMiss, VariableFact } from '../facts.ts'
import { nearMiss } from '../near-miss.ts'
import { hold, type Tools } from './tools.ts'

export const textOf = (value: string): KeyText => new KeyText(bytesOf(value))

/** Every name that some product reads: none of them is a slip of the pen. */
const KNOWN: ReadonlySet<string> = new Set(
  Object.values(PRODUCT_VARIABLES).flatMap(({ licenses, anchors }) => [
    ...licenses,
    ...anchors.map(({ name }) => name),
  ]),
)

/** Names that are nearly a product's. @param where `this environment` */
export function nearMisses(
  names: readonly string[],
  { variables, published }: Pick<Product, 'variables' | 'published'>,
  where: Shown,
): readonly NearMiss[] {
  const beside = published.beside.map(({ name }) => name)
  return names
    .filter((name) => !KNOWN.has(name) && !beside.includes(name) && !name.startsWith('LIC_'))
    .flatMap((name) => {
      const how = nearMiss(name, variables[0])
      return how === null ? [] : [{ name: shown(name), how, where }]
    })
}

/** In quotes where its ends could not be seen. */
const shown = (name: string): Shown => {
  if (isKeyLike(name) || holdsKey(name)) return says`a variable that is called like a key`
  return /^\w+$/.test(name) ? visible(name) : says`'${name}'`
}

/** The environment of this command: what is set, and what was perhaps meant to be. */
export function lookAtEnvironment(tools: Tools): {
  readonly facts: EnvironmentFacts
  readonly holdings: readonly Holding[]
} {
  const { host, product } = tools
  const { env } = host
  const variables = product.variables.map((name) => ({ name, is: stateOf(env[name]) }))
  const filled = variables.filter(({ is }) => is === 'filled')
  return {
    facts: {
      variables,
      near: nearMisses(set(env), product, says`this environment`),
      misplaced: misplaced(env, product),
    },
    holdings: filled.map(({ name }) => hold(tools, 'environment', says`$${name}`, textOf(env[name] ?? ''))),
  }
}

const stateOf = (value: string | undefined): EnvironmentFacts['variables'][number]['is'] =>
  value === undefined ? 'unset' : value === '' ? 'empty' : 'filled'

const set = (env: Host['env']): readonly string[] =>
  Object.keys(env).filter((name) => env[name] !== undefined)

/** Keys of this product in variables of others. */
const misplaced = (env: Host['env'], product: Product): readonly Misplaced[] =>
  set(env).flatMap((name) => {
    const other = productOfVariable(name)
    if (other === null || other === product.id) return []
    const text = textOf(env[name] ?? '')
    return product.door(text) && !PRODUCTS[other].door(text) ? [{ name, product: PRODUCTS[other].name }] : []
  })

const OF_OTHERS =
  /^(?:AWS_|LIC_|COMPOSE_|DOCKER_)|^(?:HTTPS?_PROXY|ALL_PROXY|NO_PROXY|NODE_EXTRA_CA_CERTS|NODE_OPTIONS|SSL_CERT_FILE|TZ)$/i

/** Variables that have to do with a license, or with how it is reached. */
export function relevantVariables({
  host: { env },
  product,
}: Pick<Tools, 'host' | 'product'>): readonly VariableFact[] {
  const beside = product.published.beside.map(({ name }) => name)
  return set(env)
    .filter(
      (name) =>
        KNOWN.has(name) ||
        beside.includes(name) ||
        OF_OTHERS.test(name) ||
        /LICEN[CS]E/i.test(name) ||
        nearMiss(name, product.variables[0]) !== null,
    )
    .sort()
    .map((name) => ({ name: shown(name), is: env[name] === '' ? 'empty' : 'set' }))
}
