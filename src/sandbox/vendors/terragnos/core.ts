import { claimsOf, type Held, heldOf } from '../held.ts'
import type { Surroundings } from '../vendor.ts'

/** The counters that every license of the documents limits. */
export type Counter = 'object_count' | 'workflow_run_count' | 'query_count'

/** Why a limited operation answers 403. */
export type Denial = 'License limit exceeded' | 'License expired' | 'No license'

/** What outlives a restart, what does not, and what the license in force allows. */
export interface Core {
  readonly log: string[]
  /** how often each limit was exceeded, since the process started */
  readonly exceeded: ReadonlyMap<Counter, number>
  /** What one replica answers about its license; null: it has none. */
  view(replica: number): object | null
  /** False: the signature is not good, or it is no license. */
  install(license: string, replica: number): boolean
  /** Counts one more, or, by -1, one less; says why not. */
  count(counter: Counter, by: number, replica: number): Denial | null
  restart(key: string | null): void
}

export function newCore({ judge, memoryOnly, replicas, ...given }: Surroundings): Core {
  const usage = new Map<Counter, number>()
  const exceeded = new Map<Counter, number>()
  const log: string[] = []
  let environment = given.key
  let stored: string | null = null
  let memory: string[] = []
  const boot = () => {
    memory = Array<string>(replicas).fill(stored ?? environment)
    exceeded.clear()
    log.push(`license loaded from ${stored === null ? 'LICENSE_KEY' : 'system_licenses'}`)
  }
  const at = (replica: number): Held | null => heldOf(judge(memory[replica] ?? ''))
  boot()
  return {
    log,
    exceeded,
    view: (replica) => {
      const held = at(replica)
      return held && viewOf(held, claimsOf(memory[replica] ?? ''))
    },
    install: (license, replica) => {
      if (heldOf(judge(license)) === null) return false
      if (memoryOnly) memory[replica] = license
      else {
        stored = license
        memory.fill(license)
      }
      log.push(memoryOnly ? 'license installed, in memory alone' : 'license installed and stored, encrypted')
      return true
    },
    count: (counter, by, replica) => {
      const held = at(replica)
      if (held === null) return 'No license'
      if (held.standing.phase.name === 'expired') return 'License expired'
      const used = Math.max(0, (usage.get(counter) ?? 0) + by)
      if (by > 0 && used > ceilingOf(held, counter)) {
        exceeded.set(counter, (exceeded.get(counter) ?? 0) + 1)
        log.push(`audit license.limit_exceeded limitCode=${counter}`)
        return 'License limit exceeded'
      }
      usage.set(counter, used)
      return null
    },
    restart: (key) => {
      environment = key ?? environment
      boot()
    },
  }
}

/** A counter that the license does not limit has no ceiling. */
function ceilingOf({ key }: Held, counter: Counter): number {
  const limit = key.grants?.find(({ id }) => id === `limits.${counter}`)?.limit
  return limit?.kind === 'max' ? limit.value : limit?.kind === 'none' ? 0 : Number.POSITIVE_INFINITY
}

const viewOf = ({ key, standing }: Held, claims: Readonly<Record<string, unknown>>): object => ({
  status: standing.phase.name,
  edition: key.tier,
  expires_at: key.expires === null ? null : new Date(key.expires).toISOString(),
  features: claims.features ?? {},
  limits: claims.limits ?? {},
  metadata: claims.metadata ?? {},
  deployment_fingerprint: claims.deployment_fingerprint ?? null,
})
