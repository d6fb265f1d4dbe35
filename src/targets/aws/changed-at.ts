import type { SecretFacts } from '../../host/aws-api.ts'
import { after, type Instant, SECOND } from '../../model/instant.ts'
import type { Moment } from './freshness.ts'
import { ARCHIVE, CURRENT, holderOf, PREVIOUS, timeIn } from './labels.ts'

/** The answers carry whole seconds. */
const AT_ONCE = 2 * SECOND

/**
 * When the key came into place. A put that nothing followed tells it; after a rotation of ours the archive label does,
 * for only what was deployed after it was promoted runs by then; else it lies between the put and the last change.
 */
export function changedAt({ stages, changed }: SecretFacts, put: Instant | null): Moment | null {
  if (put === null) return null
  if (changed !== null && changed - put <= AT_ONCE) return { notBefore: put, notAfter: after(put, SECOND) }
  const archived = archivedAt(stages[holderOf(stages, PREVIOUS) ?? ''] ?? [])
  if (archived !== null) {
    const since = archived > put ? archived : put
    return { notBefore: since, notAfter: after(since, SECOND) }
  }
  return changed === null ? null : { notBefore: put, notAfter: after(changed, SECOND) }
}

const archivedAt = (labels: readonly string[]): Instant | null =>
  labels
    .filter((label) => label.startsWith(ARCHIVE))
    .map(timeIn)
    .reduce<Instant | null>((last, at) => (at !== null && (last === null || at > last) ? at : last), null)

/** The fingerprint that the archive label of the version before names; null for none. */
export function keyBefore({ stages }: SecretFacts): string | null {
  const holder = holderOf(stages, PREVIOUS)
  if (holder === null || holder === holderOf(stages, CURRENT)) return null
  const label = (stages[holder] ?? []).find((one) => one.startsWith(ARCHIVE))
  const print = label?.split('.')[2] ?? ''
  return /^[0-9a-f]{12}$/.test(print) ? print : null
}
