import { type Aws, AwsTrouble, type SecretFacts, type SecretValue } from '../../host/aws-api.ts'
import type { Finding } from '../../model/finding.ts'
import type { Instant } from '../../model/instant.ts'
import type { InFlight, Stand } from '../target.ts'
import {
  archivedBy,
  CURRENT,
  hasFailedLabel,
  holderOf,
  isArchiveOf,
  PENDING,
  PREVIOUS,
  type RunLabel,
  runLabelOn,
  type Stages,
} from './labels.ts'
import type { CurrentValue } from './sight.ts'

/** What the labels say of a rotation that began and has not ended. */
export interface AwsInFlight extends InFlight {
  /** the version that it put */
  readonly version: string
  /** null: the label is gone */
  readonly run: RunLabel | null
  readonly next: CurrentValue | null
  readonly old: CurrentValue | null
  /** when the version was put, by the server's clock: nothing of it can have been read before */
  readonly put: Instant | null
  readonly marked: boolean
  /** why its keys cannot be read */
  readonly unread: readonly Finding[]
}

type Read = (value: SecretValue, why: Finding[]) => CurrentValue | null

/**
 * Reads what is in flight, and its two keys; null where nothing is.
 *
 * @param value of AWSCURRENT
 * @param read finds the key in a value, or says why it cannot
 */
export async function lookInFlight(
  aws: Aws,
  secret: SecretFacts | null,
  value: SecretValue | null,
  current: CurrentValue | null,
  lines: AwsInFlight['lines'],
  read: Read,
): Promise<AwsInFlight | null> {
  const version = secret === null ? null : holderOf(secret.stages, PENDING)
  if (secret === null || version === null) return null
  const { stages } = secret
  const run = runLabelOn(stages[version] ?? [])
  const stand = standOf(stages, version, run)
  const unread: Finding[] = []
  const other = stand === 'promoted' ? holderOf(stages, PREVIOUS) : version
  const beside = other === null || stand === 'moved-on' ? null : await found(aws, secret.arn, other)
  const held = beside === null ? null : read(beside, unread)
  return {
    stand,
    version,
    run,
    next: stand === 'promoted' ? current : held,
    old: stand === 'promoted' ? held : current,
    put: (stand === 'promoted' ? value : beside)?.created ?? null,
    marked: hasFailedLabel(stages[version] ?? []),
    unread,
    lines,
  }
}

async function found(aws: Aws, id: string, version: string): Promise<SecretValue | null> {
  return aws.secrets.get(id, { version }).catch((thrown: unknown) => {
    if (thrown instanceof AwsTrouble && thrown.reason === 'not-found') return null
    throw thrown
  })
}

/** The row of the table. A version that was marked as failed is never promoted again. */
export function standOf(stages: Stages, version: string, run: RunLabel | null): Stand {
  const current = holderOf(stages, CURRENT)
  const previous = holderOf(stages, PREVIOUS)
  const failed = hasFailedLabel(stages[version] ?? [])
  const archived = (holder: string) => (stages[holder] ?? []).some((label) => isArchiveOf(label, holder, run))
  if (current === null) return 'moved-on'
  if (current === version) {
    if (previous === null || failed) return 'moved-on'
    // Moving AWSCURRENT may have dropped the archive label; then only AWSPREVIOUS tells.
    return archived(previous) || run === null || archivedBy(stages, run) === null ? 'promoted' : 'moved-on'
  }
  if (previous === version) return failed || archived(current) ? 'taken-back' : 'moved-on'
  return failed ? 'moved-on' : 'staged'
}
