import type { SecretFacts, ServiceFacts } from '../../host/aws-api.ts'
import { after, type Instant, SECOND } from '../../model/instant.ts'
import type { Moment } from './freshness.ts'
import { ARCHIVE, CURRENT, FAILED, holderOf, PREVIOUS, timeIn } from './labels.ts'
import type { Lived } from './lived.ts'

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

/**
 * What a rotation of ours that was taken back had proven of a service that it restarted: from that restart until the other key
 * was marked as failed, which comes last, its tasks read the key in place. Null where that was not the last change of key.
 */
export function provenBack({ stages }: SecretFacts, { deployments }: ServiceFacts): Lived | null {
  const labelsOf = (label: string) => stages[holderOf(stages, label) ?? ''] ?? []
  const gone = archivedAt(labelsOf(CURRENT))
  const marked = latest(labelsOf(PREVIOUS), FAILED)
  const restarted = deployments.find(({ status }) => status === 'PRIMARY')?.created ?? null
  if (gone === null || marked === null || restarted === null) return null
  return gone <= restarted && restarted <= marked ? { from: restarted, until: marked } : null
}

const archivedAt = (labels: readonly string[]): Instant | null => latest(labels, ARCHIVE)

const latest = (labels: readonly string[], prefix: string): Instant | null =>
  labels
    .filter((label) => label.startsWith(prefix))
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
