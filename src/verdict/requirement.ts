import { isKeyLike } from '../input/may-show.ts'
import { FORMS, PRODUCT_IDS } from '../model/decoded.ts'
import { LicError } from '../model/lic-error.ts'
import type { TierRow } from '../model/limit.ts'
import { COMPARISONS, type Comparison, type Requirement } from '../model/requirement.ts'
import { own, type Shown, says, visible } from '../model/visible.ts'
import type { Product, Rules } from '../products/product.ts'

/**
 * Reads `tier=Enterprise`, `tier>=Professional`, `nodes>=12`, `feature:custom_connectors`, `days>=60`,
 * `product=axonflow`, `identity=acme` or `form=signed`.
 *
 * @param among the products that keys may be of; loaded
 * @throws LicError usage.argument for anything else, with the names there are
 */
export function readRequirement(text: string, rules: Rules, among: readonly Product[]): Requirement {
  const names = namesOf(rules, among)
  const feature = /^feature:(.*)$/s.exec(text)?.[1]
  if (feature !== undefined)
    return { kind: 'feature', text, id: idOf(feature, 'feature', names.features, names) }
  const [, name = '', is = '', value = ''] = /^([\w.-]+?)(>=|<=|=|>|<)(.+)$/s.exec(text) ?? []
  if (name === '') throw malformed()
  return readComparison(text, name, is as Comparison, value, names)
}

function readComparison(
  text: string,
  name: string,
  is: Comparison,
  value: string,
  names: Names,
): Requirement {
  switch (name) {
    case 'tier':
      if (is !== '=' && is !== '>=') throw notSo(name, ['=', '>='])
      if (!names.named(value)) throw unknown('tier', names.tiers, OTHERS)
      return { kind: 'tier', text, is, tier: value }
    case 'days':
      if (is === '=') throw notSo(name, ['>=', '>', '<=', '<'])
      return { kind: 'days', text, is, value: numberOf(value, false) as number }
    case 'identity':
      if (is !== '=') throw notSo(name, ['='])
      return { kind: 'identity', text, identity: value }
    case 'product':
      if (is !== '=') throw notSo(name, ['='])
      return { kind: 'product', text, product: oneOf(value, 'product', PRODUCT_IDS) }
    case 'form':
      if (is !== '=') throw notSo(name, ['='])
      return { kind: 'form', text, form: oneOf(value, 'form', FORMS) }
    default:
      return {
        kind: 'limit',
        text,
        id: idOf(name, 'limit', names.limits, names),
        is,
        value: numberOf(value, true),
      }
  }
}

/** What can be asked for. A row that holds only words cannot. */
function namesOf(rules: Rules, among: readonly Product[]): Names {
  const tables = among.map((product) => product.tiers(rules))
  const rows = tables.flatMap((table) => table.rows)
  const having = (kinds: readonly string[]) => [
    ...new Set(rows.filter((row) => kindsOf(row).some((kind) => kinds.includes(kind))).map(({ id }) => id)),
  ]
  const publishing = among.filter((product) => product.tiers(rules).rows.length > 0)
  const own = publishing.length === 0
  return {
    tiers: [...new Set(tables.flatMap((table) => table.tiers))],
    limits: having(['max', 'unlimited']),
    features: having(['feature']),
    named: (tier) => own || publishing.some((product) => product.tierNamed(tier) !== null),
    own,
  }
}

interface Names {
  readonly tiers: readonly string[]
  readonly limits: readonly string[]
  readonly features: readonly string[]
  /** whether a product knows a tier by this spelling */
  named(tier: string): boolean
  /** what there is stands in the keys alone, under any name */
  readonly own: boolean
}

const kindsOf = ({ byTier }: TierRow): readonly string[] => Object.values(byTier).map(({ kind }) => kind)

function oneOf<T extends string>(given: string, what: string, known: readonly T[]): T {
  const found = known.find((name) => name === given)
  if (found === undefined) throw unknown(what, known)
  return found
}

const PLAIN = /^[\w.-]{1,100}$/

function idOf(given: string, what: 'limit' | 'feature', known: readonly string[], names: Names): string {
  if (known.includes(given)) return given
  if (what === 'limit' && names.features.includes(given))
    throw new LicError(
      'usage.argument',
      says`--require: ${given} is a feature, and is there or not`,
      says`write: --require feature:${given}`,
    )
  if (names.own && PLAIN.test(given) && !isKeyLike(given)) return given
  throw unknown(what, known, OTHERS)
}

const OTHERS: Shown = says`of a product whose keys state their own limits, name it: --product NAME`

const unknown = (what: string, known: readonly string[], ...more: readonly Shown[]): LicError =>
  new LicError(
    'usage.argument',
    says`--require names no ${what} that is known here`,
    ...(known.length === 0 ? [] : [says`the ${what}s are: ${own(known.map(visible).join(', ') as Shown)}`]),
    ...(what === 'limit' ? [says`other names are: tier, days, identity, product, form, feature:NAME`] : []),
    ...more,
  )

const notSo = (name: string, how: readonly Comparison[]): LicError =>
  new LicError('usage.argument', says`--require: ${name} is compared with ${how.join(' or ')}`)

const malformed = (): LicError =>
  new LicError(
    'usage.argument',
    says`--require is not a name, a comparison (${COMPARISONS.join(', ')}) and a value`,
    says`write it in quotes: --require 'nodes>=12'; without them the shell writes to a file named =12`,
    says`or: tier=Enterprise, feature:custom_connectors, days>=60, product=axonflow, identity=acme, form=signed`,
  )

function numberOf(value: string, mayBeUnlimited: boolean): number | 'unlimited' {
  if (mayBeUnlimited && value === 'unlimited') return value
  if (/^\d{1,9}$/.test(value)) return Number(value)
  throw new LicError(
    'usage.argument',
    isKeyLike(value)
      ? says`--require: a number is compared with a number`
      : says`--require: ${value} is not a number`,
    mayBeUnlimited ? says`write whole digits, or unlimited` : says`write whole days: days>=60`,
  )
}
