import { createHash } from 'node:crypto'
import { type Instant, parseInstant, toIso } from '../../model/instant.ts'

/** Labels across all versions of one secret. */
export const MOST_LABELS = 20
export const CURRENT = 'AWSCURRENT'
export const PREVIOUS = 'AWSPREVIOUS'
/** The lock: one version at a time can have it. */
export const PENDING = 'lic-pending'
const RUN = 'lic-run.'
export const ARCHIVE = 'lic-archive.'
export const FAILED = 'lic-failed.'

/** `20261123T120000Z` */
const compact = (when: Instant): string => toIso(when).replace(/[-:]|\.\d+/g, '')

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** `lic-run.<UTC>.<8 random>.<8 of SHA-256 of the sorted service ARNs>` */
export function runLabel(when: Instant, random: Uint8Array, serviceArns: readonly string[]): string {
  const services = createHash('sha256')
    .update([...serviceArns].sort().join('\n'))
    .digest('hex')
  return `${RUN}${compact(when)}.${hex(random).slice(0, 8)}.${services.slice(0, 8)}`
}

/** `lic-archive.<UTC>.<fingerprint>.<8 of the version id>` */
export const archiveLabel = (when: Instant, fingerprint: string | null, version: string): string =>
  `${ARCHIVE}${compact(when)}.${fingerprint ?? 'unread'}.${version.slice(0, 8)}`

export const failedLabel = (when: Instant): string => `${FAILED}${compact(when)}`

type Stages = Readonly<Record<string, readonly string[]>>

/** The version that has a label; null for none. */
export const holderOf = (stages: Stages, label: string): string | null =>
  Object.keys(stages).find((version) => stages[version]?.includes(label)) ?? null

export const labelCount = (stages: Stages): number => Object.values(stages).flat().length

/** When the run that holds the lock began, as its label says; null where it has none of ours. */
export function runSince(stages: Stages): string | null {
  const holder = holderOf(stages, PENDING)
  const run = holder === null ? undefined : stages[holder]?.find((label) => label.startsWith(RUN))
  const since = run === undefined ? null : timeIn(run)
  return since === null ? null : toIso(since)
}

/** The time that stands in a label of ours; null where there is none. */
export function timeIn(label: string): Instant | null {
  const [, stamp = ''] = label.split('.')
  return parseInstant(stamp.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5')) ?? null
}

export interface Labelled {
  readonly label: string
  readonly version: string
}

/** Our own archive labels, oldest first, that may go so that `room` labels fit; null where too few may. */
export function prunable(stages: Stages, room: number): readonly Labelled[] | null {
  const excess = labelCount(stages) + room - MOST_LABELS
  if (excess <= 0) return []
  const archives = Object.entries(stages)
    .filter(([, labels]) => !labels.includes(CURRENT) && !labels.includes(PREVIOUS))
    .flatMap(([version, labels]) =>
      labels.filter((label) => label.startsWith(ARCHIVE)).map((label) => ({ label, version })),
    )
    .sort((a, b) => (a.label < b.label ? -1 : 1))
  return archives.length < excess ? null : archives.slice(0, excess)
}
