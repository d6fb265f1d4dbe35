import type { ServiceFacts } from '../../../host/aws-api.ts'
import type { Verdict } from '../../../model/verdict.ts'
import { own, type Shown, says } from '../../../model/visible.ts'
import type { Said } from '../../health/ask.ts'
import type { Licensed } from '../../target.ts'

/** How many nodes may run, and who says so. */
export interface NodeLimit {
  readonly most: number | 'unlimited'
  readonly says: Shown
}

export interface NodeLimits {
  /** a runtime counts against it: the lowest, where several do */
  readonly stated: NodeLimit | null
  /** as the vendor publishes it for the tier of the key */
  readonly published: NodeLimit | null
}

export function limitsOf(words: readonly Said[], verdict: Verdict | null, product: Licensed): NodeLimits {
  const stating = words
    .flatMap(({ url, word: { maxNodes: most, tier } }) => (most === null ? [] : [{ url, most, tier }]))
    .sort((a, b) => numberOf(a.most) - numberOf(b.most))
  const [lowest] = stating
  const tier = tierOf(verdict, product)
  const published = tier === null ? null : product.nodeLimit(tier)
  return {
    stated: lowest === undefined ? null : { most: lowest.most, says: says`as ${lowest.url} states` },
    published:
      tier === null || published === null ? null : { most: published, says: says`as published for ${tier}` },
  }
}

/** The tier that counts now; null where no tier does. */
function tierOf(verdict: Verdict | null, product: Licensed): string | null {
  if (verdict === null || !('key' in verdict)) return null
  return product.tierInForce(verdict.key, verdict.standing?.phase.state ?? 'alive')
}

export const numberOf = (most: NodeLimit['most']): number =>
  most === 'unlimited' ? Number.POSITIVE_INFINITY : most

/** What counts: what a runtime states of itself, else what is published. */
export const inForce = ({ stated, published }: NodeLimits): NodeLimit | null => stated ?? published

/** `10 (as http://agent/health states)` */
export const limitWords = ({ most, says: who }: NodeLimit): Shown =>
  says`${most === 'unlimited' ? 'no limit' : most} (${own(who)})`

/** Nodes of one service: those that are to run, and those that still do. */
export const nodesOf = ({ desired, running }: ServiceFacts): number => Math.max(desired, running)

const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0)

/** Nodes that a runtime counts and no task of these services is: of other services, or gone and not yet forgotten. */
export function unseen(services: readonly ServiceFacts[], words: readonly Said[]): number {
  const counted = Math.max(0, ...words.map(({ word }) => word.nodes ?? 0))
  return Math.max(0, counted - sum(services.map(nodesOf)))
}

export const allNodes = (services: readonly ServiceFacts[], words: readonly Said[]): number =>
  sum(services.map(nodesOf)) + unseen(services, words)

/** What there will be once the counts are as wanted. Of a service that is scaled down, tasks that still run are on their way out. */
export function nodesAfter(
  services: readonly ServiceFacts[],
  words: readonly Said[],
  to: ReadonlyMap<string, number>,
): number {
  const after = services.map((service) => {
    const wanted = to.get(service.name)
    if (wanted === undefined) return nodesOf(service)
    return wanted > service.desired ? Math.max(wanted, service.running) : wanted
  })
  return sum(after) + unseen(services, words)
}
