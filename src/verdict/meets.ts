import { showName } from '../input/may-show.ts'
import type { DecodedKey } from '../model/decoded.ts'
import { error, type Finding } from '../model/finding.ts'
import { DAY, type Instant, relative } from '../model/instant.ts'
import { type Limit, limitWords, type TierRow } from '../model/limit.ts'
import { compares, type Requirement } from '../model/requirement.ts'
import type { Standing } from '../model/timeline.ts'
import type { Verdict } from '../model/verdict.ts'
import { own, type Shown, says } from '../model/visible.ts'
import type { Product, Rules } from '../products/product.ts'
import { PRODUCTS } from '../products/registry.ts'

/** Who is asked: a key, or none where its product runs without one. */
interface Candidate {
  readonly product: Product
  readonly key: DecodedKey | null
  readonly tier: string | null
  readonly now: Instant
  readonly standing: Standing | null
  readonly rules: Rules
}

/** What does not hold, or cannot be told and so does not count as held; nothing for what could not be read. */
export function unmet(
  requirements: readonly Requirement[],
  verdict: Verdict,
  rules: Rules,
): readonly Finding[] {
  const candidate = candidateOf(verdict, rules)
  if (candidate === null) return []
  return requirements.flatMap((requirement) => {
    const why = whyNot(requirement, candidate)
    return why === null
      ? []
      : [error('key.requirement-unmet', says`${own(showName(requirement.text))} is not met: ${own(why)}`)]
  })
}

/** Whether no key at all is what was asked for: the tier that runs without one is required by name. */
export function wantsNoKey(
  requirements: readonly Requirement[],
  product: Pick<Product, 'tierWithoutKey' | 'tierNamed'>,
): boolean {
  if (product.tierWithoutKey === null) return false
  const tiers = requirements.flatMap((one) => (one.kind === 'tier' && one.is === '=' ? [one.tier] : []))
  return tiers.length > 0 && tiers.every((tier) => product.tierNamed(tier) === product.tierWithoutKey)
}

function candidateOf(verdict: Verdict, rules: Rules): Candidate | null {
  const { now } = verdict
  if (verdict.kind === 'unreadable') return null
  const product: Product = PRODUCTS[verdict.product]
  if (verdict.kind === 'absent') return { product, key: null, tier: verdict.tier, now, standing: null, rules }
  const { key, standing } = verdict
  return { product, key, tier: product.tierNamed(key.tier ?? '') ?? key.tier, now, standing, rules }
}

function whyNot(wanted: Requirement, candidate: Candidate): Shown | null {
  switch (wanted.kind) {
    case 'tier':
      return tierLacking(wanted, candidate)
    case 'limit':
      return limitLacking(wanted, candidate)
    case 'feature':
      return featureLacking(wanted.id, candidate)
    case 'days':
      return daysLacking(wanted, candidate)
    case 'product':
      return wanted.product === candidate.product.id
        ? null
        : says`the key is one of ${candidate.product.name}`
    case 'identity':
      return identityLacking(wanted.identity, candidate)
    case 'form':
      if (candidate.key === null) return NO_KEY
      return wanted.form === candidate.key.form ? null : says`the key is of the form ${candidate.key.form}`
  }
}

const NO_KEY: Shown = says`there is no key`

function tierLacking(
  { is, tier }: Extract<Requirement, { kind: 'tier' }>,
  candidate: Candidate,
): Shown | null {
  const { product, rules } = candidate
  if (candidate.tier === null) return says`the key names no tier`
  const found = says`the tier is ${candidate.tier}`
  const wanted = product.tierNamed(tier)
  if (wanted === null) return says`${own(found)}; ${product.name} has no tier of the other name`
  if (is === '=') return wanted === candidate.tier ? null : found
  if (wanted === candidate.tier) return null
  const order = product.tiers(rules).tiers
  const [has, least] = [order.indexOf(candidate.tier), order.indexOf(wanted)]
  if (has < 0 || least < 0) return says`${own(found)}; whether that is more or less cannot be told`
  return has >= least ? null : found
}

function limitLacking(
  { id, is, value }: Extract<Requirement, { kind: 'limit' }>,
  candidate: Candidate,
): Shown | null {
  const row = rowOf(id, candidate)
  const limit = limitOf(row, candidate)
  const found = amountOf(limit)
  if (row === undefined || limit === undefined || found === null) return cannotTell(limit, candidate)
  const wanted = value === 'unlimited' ? Number.POSITIVE_INFINITY : value
  return compares(found, is, wanted)
    ? null
    : says`${row.label}: ${limitWords(limit)} with ${tierOf(candidate)}`
}

function featureLacking(id: string, candidate: Candidate): Shown | null {
  const row = rowOf(id, candidate)
  const limit = limitOf(row, candidate)
  if (row === undefined || limit === undefined) return cannotTell(limit, candidate)
  if (limit.kind === 'feature' && limit.enabled) return null
  return limit.kind === 'feature' || limit.kind === 'none'
    ? says`${tierOf(candidate)} is without ${row.label}`
    : cannotTell(limit, candidate)
}

/** The one place that asks what a key grants: it says so itself, or its tier's published row does. */
function limitOf(row: TierRow | undefined, { product, key, tier, rules }: Candidate): Limit | undefined {
  const column = key?.grants === undefined ? tier : product.tiers(rules, key).tiers[0]
  return row !== undefined && column != null && Object.hasOwn(row.byTier, column)
    ? row.byTier[column]
    : undefined
}

/** By its id, or by what stands after the last dot of it: `users` finds `limits.users`. */
function rowOf(id: string, { product, key, rules }: Candidate): TierRow | undefined {
  const { rows } = product.tiers(rules, key ?? undefined)
  const ending = rows.filter((row) => row.id.endsWith(`.${id}`))
  return rows.find((row) => row.id === id) ?? (ending.length === 1 ? ending[0] : undefined)
}

/** Infinity for unlimited, 0 for none; null for what is no amount. */
function amountOf(limit: Limit | undefined): number | null {
  if (limit?.kind === 'max') return limit.value
  if (limit?.kind === 'unlimited') return Number.POSITIVE_INFINITY
  return limit?.kind === 'none' ? 0 : null
}

const tierOf = ({ tier }: Candidate): string => tier ?? 'no tier'

function cannotTell(limit: Limit | undefined, candidate: Candidate): Shown {
  const itself = candidate.key?.grants !== undefined
  if (limit === undefined)
    return itself
      ? says`it cannot be told: the key says nothing of it`
      : says`it cannot be told: nothing is published for ${tierOf(candidate)}`
  return itself
    ? says`it cannot be told: the key says ${limitWords(limit)}`
    : says`it cannot be told: ${limitWords(limit)} is published for ${tierOf(candidate)}`
}

function daysLacking(
  { is, value }: Extract<Requirement, { kind: 'days' }>,
  { key, now, standing }: Candidate,
): Shown | null {
  if (key === null) return NO_KEY
  const endless = standing?.phase.state === 'alive' && standing.phase.until === 'forever'
  if (key.expires === null && !endless)
    return says`it cannot be told: the key states no date that can be read`
  const left = key.expires === null ? Number.POSITIVE_INFINITY : (key.expires - now) / DAY
  if (compares(left, is, value)) return null
  if (key.expires === null) return says`the key never expires`
  return key.expires < now
    ? says`the key expired ${relative(key.expires, now)}`
    : says`the key expires ${relative(key.expires, now)}`
}

function identityLacking(wanted: string, { key }: Candidate): Shown | null {
  if (key === null) return NO_KEY
  if (key.identity === null) return says`the key names no identity`
  return key.identity.value === wanted ? null : says`the key is for ${key.identity.value}`
}
