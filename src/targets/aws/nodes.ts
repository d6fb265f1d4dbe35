import type { ServiceFacts } from '../../host/aws-api.ts'
import { error, type Finding, warning } from '../../model/finding.ts'
import type { Verdict } from '../../model/verdict.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { Said } from '../health/ask.ts'
import type { Licensed } from '../target.ts'
import type { AwsSight } from './sight.ts'

/** Nodes that are gone are counted until their heartbeats have run out. */
const STALE = 5

/** Most tasks of a service that are there at once while it is redeployed; ECS rounds down. */
function most({ desired, maximum, strategy }: ServiceFacts): number {
  if (strategy !== 'ROLLING') return 2 * desired
  return Math.max(desired, Math.floor((desired * maximum) / 100))
}

interface Nodes {
  /** that are there in the end */
  readonly steady: number
  /** most at once while services are redeployed */
  readonly together: number
  readonly oneByOne: number
}

function countNodes(services: readonly ServiceFacts[], words: readonly Said[]): Nodes {
  const desired = services.reduce((sum, one) => sum + one.desired, 0)
  const steady = Math.max(desired, ...words.map(({ word }) => word.nodes ?? 0))
  const extra = services.map((one) => most(one) - one.desired)
  return {
    steady,
    together: steady + extra.reduce((sum, one) => sum + one, 0),
    oneByOne: steady + Math.max(0, ...extra),
  }
}

/** Nodes against what the key allows that tasks will run with: those that are there, and the most during a rollout. */
export function overLimit(
  { services, words, ref }: Pick<AwsSight, 'services' | 'words' | 'ref'>,
  verdict: Verdict | null,
  product: Licensed,
): { readonly refusals: readonly Finding[]; readonly warnings: readonly Finding[] } {
  const nothing = { refusals: [], warnings: [] }
  if (verdict === null || !('key' in verdict)) return nothing
  const state = verdict.standing?.phase.state ?? 'alive'
  const tier = product.tierInForce(verdict.key, state)
  const limit = tier === null ? null : product.nodeLimit(tier)
  if (tier === null || typeof limit !== 'number') return nothing
  const facts = services.map(({ service }) => service)
  const { steady, together, oneByOne } = countNodes(facts, words)
  const allows = own(says`this key (${tier}) allows ${limit}`)
  const stated = words.find((said) => states(said, product))
  if (steady > limit) {
    const what = says`${steady} nodes are to run, and ${allows}`
    const mend = says`scale down to ${limit} first, or ask for a key that allows more`
    return stated === undefined
      ? {
          ...nothing,
          warnings: [
            warning(
              'rotation.over-limit',
              says`${own(what)}; no runtime states a limit of its own, so this is not refused`,
              mend,
            ),
          ],
        }
      : {
          ...nothing,
          refusals: [
            error(
              'rotation.over-limit',
              says`${own(what)}; ${stated.url} counts nodes against a limit, ${String(stated.word.maxNodes)} now`,
              mend,
            ),
          ],
        }
  }
  const peak = ref.sequential ? oneByOne : together
  if (peak + STALE <= limit) return nothing
  const hint = sequentially(ref.sequential, peak, oneByOne, limit)
  return {
    ...nothing,
    warnings: [
      warning(
        'rotation.node-peak',
        says`up to ${peak + STALE} nodes may be counted during the rollout, and ${allows}: ${own(arithmetic(facts, steady, peak, ref.sequential))}, and ${STALE} that are gone and still counted; over the limit new tasks may refuse to start ("Maximum nodes reached")`,
        ...hint,
      ),
    ],
  }
}

/** Whether a runtime states a node limit, and the same as is known for its tier: then the others may be relied on. */
function states({ word }: Said, product: Licensed): boolean {
  const tier = word.tier === null ? null : product.tierNamed(word.tier)
  return tier !== null && word.maxNodes !== null && word.maxNodes === product.nodeLimit(tier)
}

/** `6 at once (axonflow-agent-service 2 to 4, axonflow-orchestrator-service 1 to 2)` */
function arithmetic(all: readonly ServiceFacts[], steady: number, peak: number, sequential: boolean): Shown {
  const each = all.map((one) => `${one.name} ${one.desired} to ${most(one)}`).join(', ')
  const others = steady - all.reduce((sum, one) => sum + one.desired, 0)
  const beside = others === 0 ? says`` : says`, and ${others} others`
  return says`${peak} at once (${each}${own(sequential ? says`, one after the other` : says``)}${own(beside)})`
}

function sequentially(already: boolean, peak: number, oneByOne: number, limit: number): readonly Shown[] {
  if (already || oneByOne === peak) return []
  const enough = oneByOne + STALE <= limit ? says`which is within the limit` : says`which is less`
  return [says`one service after the other needs at most ${oneByOne + STALE}, ${own(enough)}: --sequential`]
}
