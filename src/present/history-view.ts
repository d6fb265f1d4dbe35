import type { Json } from '../model/answer.ts'
import type { DecodedKey } from '../model/decoded.ts'
import type { Finding } from '../model/finding.ts'
import { type Instant, instantAt, SECOND, toIso } from '../model/instant.ts'
import type { KeyText } from '../model/key-text.ts'
import type { Line } from '../model/plan.ts'
import type { Verdict } from '../model/verdict.ts'
import { visible } from '../model/visible.ts'
import { findingJson } from './findings.ts'
import type { Look, Paint } from './look.ts'
import { lineJson } from './rotation/plan-view.ts'
import { table } from './table.ts'
import { verdictJson } from './verdict-json.ts'
import { verdictWord, when } from './verdict-line.ts'

/** One version of a secret, as it is shown; raw text. */
export interface Version {
  readonly version: string
  readonly created: Instant | null
  readonly labels: readonly string[]
  readonly as: readonly string[]
  readonly archived: Instant | null
  readonly failed: Instant | null
  readonly otherLabels: readonly string[]
  readonly key: { readonly text: KeyText; readonly verdict: Verdict } | { readonly why: Finding }
}

export interface History {
  readonly head: readonly Line[]
  /** newest first */
  readonly keys: readonly Version[]
}

/** The result of `lic history --json`: everything, never a key. */
export const historyJson = ({ head, keys }: History): Json => ({
  head: head.map(lineJson),
  versions: keys.map(versionJson),
})

const versionJson = ({ version, created, labels, as, archived, failed, key }: Version): Json => ({
  version: visible(version),
  created: created && toIso(created),
  is: as,
  archived: archived && toIso(archived),
  failed: failed && toIso(failed),
  labels: labels.map(visible),
  key: 'verdict' in key ? verdictJson(key.verdict) : null,
  cannotRead: 'why' in key ? findingJson(key.why) : null,
})

const HEAD = ['version', 'is', 'fingerprint', 'key', 'expires', 'verdict', 'created'] as const

/** The versions for people: a table, and below it why one could not be read. */
export async function historyText({ head, keys }: History, look: Look, paint: Paint): Promise<string> {
  const rows = keys.map(rowOf)
  const notes = keys.flatMap(notesOn)
  return [
    ...head.map(({ label, value }) => `${paint('strong', label)} ${value}\n`),
    '\n',
    rows.length === 0 ? 'it has no version yet\n' : await table(rows, look, { head: HEAD, paint }),
    ...(notes.length === 0 ? [] : ['\n']),
    ...notes.map((each) => `${each}\n`),
  ].join('')
}

/** As much of a version id as `--to` needs. */
/** Eight digits are enough of an id; other names are whole. */
const shortOf = (version: string): string =>
  visible(/^[\da-f-]{32,36}$/i.test(version) ? version.slice(0, 8) : version)

function rowOf(kept: Version): readonly string[] {
  const { version, created, key } = kept
  const verdict = 'verdict' in key ? key.verdict : null
  return [
    shortOf(version),
    standing(kept),
    ...(verdict !== null && 'key' in verdict ? keyCells(verdict.key, verdict.now) : ['-', '-', '-']),
    verdict === null ? 'not read' : verdictWord(verdict).word,
    created === null ? '-' : toTheSecond(created),
  ]
}

const toTheSecond = (moment: Instant): string => toIso(instantAt(moment - (moment % SECOND)))

const keyCells = ({ fingerprint, tier, identity, expires }: DecodedKey, now: Instant): readonly string[] => [
  fingerprint,
  `${tier === null ? 'no tier' : visible(tier)}${identity === null ? '' : ` for ${visible(identity.value)}`}`,
  expires === null ? '-' : when(expires, now),
]

/** `current, archived 2026-11-23T12:00:00Z`, and labels of others as they are. */
function standing({ as, archived, failed, otherLabels }: Version): string {
  const since: Readonly<Record<string, Instant | null>> = { archived, failed }
  const words = as.map((word) => (since[word] ? `${word} ${toIso(since[word])}` : word))
  return [...words, ...otherLabels.map(visible)].join(', ') || 'without a label'
}

function notesOn({ version, key }: Version): readonly string[] {
  const why = 'why' in key ? key.why : 'key' in key.verdict ? undefined : key.verdict.findings[0]
  return why === undefined
    ? []
    : [`${shortOf(version)}: ${why.says} [${why.code}]`, ...why.hints.map((hint) => `  hint: ${hint}`)]
}
