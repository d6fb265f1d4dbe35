import type { Trouble } from '../../model/answer.ts'
import { CODES } from '../../model/codes.ts'
import type { ExitCode } from '../../model/exit.ts'
import type { Finding } from '../../model/finding.ts'
import { DAY } from '../../model/instant.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import { bySeverity } from '../findings.ts'
import { plainPaint } from '../look.ts'
import type { Checked, Tally } from './checked.ts'
import { checkedLine, decodingFindings } from './text.ts'

/** One key, as reports tell of it. */
export interface Entry {
  /** 1, 2, 3: in the order they were checked */
  readonly number: number
  readonly checked: Checked
  /** `line 3 of file keys.txt` */
  readonly where: Shown
  readonly fingerprint: string | null
  /** errors and warnings, errors first */
  readonly findings: readonly Finding[]
  /** from now until it expires, negative after; null where it states no date */
  readonly days: number | null
}

/** How it all ended. */
export interface Conclusion {
  readonly exitCode: ExitCode
  readonly tally: Tally
  /** about the lists and the run, not about a key */
  readonly findings: readonly Finding[]
  /** why nothing, or not everything, could be checked */
  readonly trouble: Trouble | null
}

/** A format under way: what to write now, and what at the end. */
export interface Report {
  add(entry: Entry): string
  end(conclusion: Conclusion): string
}

export function entryOf(checked: Checked, number: number): Entry {
  const { of, findings, from, line } = checked
  const about = of.kind === 'judged' ? of.verdict.findings : decodingFindings(of.decoding)
  const key = of.kind === 'judged' ? 'key' in of.verdict && of.verdict.key : decodedKey(of.decoding)
  return {
    number,
    checked,
    where: line === null ? from : says`line ${line} of ${own(from)}`,
    fingerprint: key ? key.fingerprint : null,
    findings: bySeverity([...about, ...findings]).filter(({ severity }) => severity !== 'note'),
    days: of.kind === 'judged' && key && key.expires !== null ? (key.expires - of.verdict.now) / DAY : null,
  }
}

type Decoding = Extract<Checked['of'], { kind: 'format' }>['decoding']
const decodedKey = (decoding: Decoding) => decoding.kind === 'decoded' && decoding.key

/** The finding that decides how a key ends; the first one where none does alone. */
export const decisive = ({ findings, checked }: Entry): Finding | undefined =>
  findings.find(({ code }) => CODES[code] === checked.exitCode) ?? findings[0]

/** `fail  expired: …`, in one line without a line feed and without colour. */
export const plainLine = ({ checked }: Entry): string => checkedLine(checked, plainPaint).trimEnd()

/** Keeps entries for a document that is written at the end: so many that fail, and so many that pass. */
export function keeper(most: number) {
  const kept = { failed: [] as Entry[], passed: [] as Entry[] }
  let left = 0
  return {
    add(entry: Entry): void {
      const room = entry.checked.exitCode === 0 ? kept.passed : kept.failed
      if (room.length < most) room.push(entry)
      else left++
    },
    /** in the order they were checked */
    entries: (): readonly Entry[] =>
      [...kept.failed, ...kept.passed].sort((one, other) => one.number - other.number),
    left: () => left,
  }
}

/** Keys that a document written at the end holds at most: so many that fail, and so many that pass. */
export const MOST_KEYS = 5000
