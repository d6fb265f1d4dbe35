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
export const compact = (when: Instant): string => toIso(when).replace(/[-:]|\.\d+/g, '')

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** `lic-run.<UTC>.<8 random>.<8 of SHA-256 of the sorted service ARNs>` */
export function runLabel(when: Instant, random: Uint8Array, serviceArns: readonly string[]): string {
  return `${RUN}${compact(when)}.${hex(random).slice(0, 8)}.${servicesMark(serviceArns)}`
}

/** What a run label tells of its services: enough to know them again, not to name them. */
export const servicesMark = (serviceArns: readonly string[]): string =>
  createHash('sha256')
    .update([...serviceArns].sort().join('\n'))
    .digest('hex')
    .slice(0, 8)

/** `lic-archive.<UTC>.<fingerprint>.<8 of the version id>` */
export const archiveLabel = (when: Instant, fingerprint: string | null, version: string): string =>
  `${ARCHIVE}${compact(when)}.${fingerprint ?? 'unread'}.${version.slice(0, 8)}`

export const failedLabel = (when: Instant): string => `${FAILED}${compact(when)}`

export const hasFailedLabel = (labels: readonly string[]): boolean =>
  labels.some((label) => label.startsWith(FAILED))

export type Stages = Readonly<Record<string, readonly string[]>>

/** The version that has a label; null for none. */
export const holderOf = (stages: Stages, label: string): string | null =>
  Object.keys(stages).find((version) => stages[version]?.includes(label)) ?? null

export const labelCount = (stages: Stages): number => Object.values(stages).flat().length

/** A run's own label, read again; null for what somebody wrote in another way. */
export interface RunLabel {
  readonly label: string
  readonly began: Instant | null
  /** see `servicesMark` */
  readonly services: string | null
}

export function runLabelOn(labels: readonly string[]): RunLabel | null {
  const label = labels.find((one) => one.startsWith(RUN))
  if (label === undefined) return null
  const [, , , services = ''] = label.split('.')
  return { label, began: timeIn(label), services: /^[0-9a-f]{8}$/.test(services) ? services : null }
}

/** The archive label that a run put on a version; any run's where it is not known which. */
export const isArchiveOf = (label: string, version: string, run: RunLabel | null): boolean =>
  label.startsWith(run === null || run.began === null ? ARCHIVE : `${ARCHIVE}${compact(run.began)}.`) &&
  label.endsWith(`.${version.slice(0, 8)}`)

/** The version that a run archived; null for none. */
export const archivedBy = (stages: Stages, run: RunLabel): string | null =>
  Object.keys(stages).find((version) => stages[version]?.some((label) => isArchiveOf(label, version, run))) ??
  null

/** What must be labelled so that it stays: the version that is replaced, and an AWSPREVIOUS without another label. */
export function archivesFor(
  stages: Stages,
  began: Instant,
  old: { readonly version: string; readonly fingerprint: string | null } | null,
): readonly Labelled[] {
  const alone = Object.keys(stages).filter((id) => stages[id]?.join() === PREVIOUS && id !== old?.version)
  return [
    ...(old === null
      ? []
      : [{ label: archiveLabel(began, old.fingerprint, old.version), version: old.version }]),
    ...alone.map((version) => ({ label: archiveLabel(began, null, version), version })),
  ]
}

/** When the run that holds the lock began, as its label says; null where it has none of ours. */
export function runSince(stages: Stages): string | null {
  const holder = holderOf(stages, PENDING)
  const began = runLabelOn(stages[holder ?? ''] ?? [])?.began ?? null
  return began === null ? null : toIso(began)
}

/** The time that stands in a label of ours; null where there is none. */
export function timeIn(label: string): Instant | null {
  const [, stamp = ''] = label.split('.')
  return parseCompact(stamp)
}

export const parseCompact = (stamp: string): Instant | null =>
  parseInstant(stamp.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5')) ?? null

/** Labels of runs that hold no lock: their processes died before they had it, or right after they gave it up. */
export const leftOver = (stages: Stages): readonly Labelled[] =>
  Object.entries(stages)
    .filter(([, labels]) => !labels.includes(PENDING))
    .flatMap(([version, labels]) =>
      labels.filter((label) => label.startsWith(RUN)).map((label) => ({ label, version })),
    )

export interface Labelled {
  readonly label: string
  readonly version: string
}

/**
 * Labels of ours that may go so that `room` labels fit; null where too few may. Archive labels, oldest first.
 *
 * @param spare go before them
 */
export function prunable(
  stages: Stages,
  room: number,
  spare: readonly Labelled[] = [],
): readonly Labelled[] | null {
  const excess = labelCount(stages) + room - MOST_LABELS
  if (excess <= 0) return []
  const archives = Object.entries(stages)
    .filter(([, labels]) => !labels.includes(CURRENT) && !labels.includes(PREVIOUS))
    .flatMap(([version, labels]) =>
      labels.filter((label) => label.startsWith(ARCHIVE)).map((label) => ({ label, version })),
    )
    .sort((a, b) => (a.label < b.label ? -1 : 1))
  const all = [...spare, ...archives]
  return all.length < excess ? null : all.slice(0, excess)
}
