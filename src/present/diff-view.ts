import type { Json } from '../model/answer.ts'
import type { Compared, LimitChanges, Turn } from '../model/difference.ts'
import type { Finding } from '../model/finding.ts'
import { distance, type Instant, toIso } from '../model/instant.ts'
import { type Limit, limitWords, type TierRow } from '../model/limit.ts'
import type { Verdict } from '../model/verdict.ts'
import { type Shown, visible } from '../model/visible.ts'
import type { Comparison } from '../verdict/compare.ts'
import { findingJson, findingLines } from './findings.ts'
import { limitJson } from './limit-view.ts'
import type { Look, Paint } from './look.ts'
import { type Entry, entryLines } from './section.ts'
import { table } from './table.ts'
import { verdictWord } from './verdict-line.ts'
import { verdictJson, verdictLine } from './verdict-view.ts'

export interface Diff extends Comparison {
  readonly from: { readonly old: Shown; readonly fresh: Shown }
  /** what was odd about how each stood where it was */
  readonly strays: { readonly old: readonly Finding[]; readonly fresh: readonly Finding[] }
  /** whose table it is compared by; null where there is none */
  readonly platform: string | null
}

/** The result of `lic diff --json`. */
export function diffJson(diff: Diff): Json {
  const { difference } = diff
  const limits = difference?.limits ?? null
  const rows = (all: readonly TierRow[]) => (limits === null ? [] : all.map((row) => rowJson(row, limits)))
  return {
    old: sideJson(diff.old, diff.from.old, diff.strays.old),
    new: sideJson(diff.fresh, diff.from.fresh, diff.strays.fresh),
    worse: diff.losses.map(findingJson),
    product: diff.product,
    ...(difference === null
      ? { identity: null, tier: null, issued: null, expires: null }
      : {
          identity: difference.identity,
          tier: difference.tier,
          issued: difference.issued,
          expires: difference.expires,
        }),
    limits: limits && {
      platform: diff.platform === null ? null : visible(diff.platform),
      lost: rows(limits.lost),
      gained: rows(limits.gained),
      other: rows(limits.other),
      same: limits.same,
    },
  }
}

const sideJson = (verdict: Verdict, from: Shown, strays: readonly Finding[]): Json => ({
  source: from,
  verdict: verdictJson(verdict),
  ...(strays.length === 0 ? {} : { alsoFound: strays.map(findingJson) }),
})

const rowJson = ({ id, label, group, byTier, source, note }: TierRow, { columns }: LimitChanges): Json => ({
  id: visible(id),
  label: visible(label),
  group,
  old: limitJson(byTier[columns.old]),
  new: limitJson(byTier[columns.fresh]),
  source,
  ...(note === undefined ? {} : { note }),
})

/** What changes, for people: in one line, then each key, then what they say, then what their tiers allow. */
export async function diffText(diff: Diff, look: Look, paint: Paint): Promise<string> {
  const { old, fresh, from, strays } = diff
  const lines = [
    headline(diff, paint),
    '',
    ...keyLines('old', old, from.old, strays.old, paint),
    ...keyLines('new', fresh, from.fresh, strays.fresh, paint),
    ...changeLines(diff),
  ]
  return lines.map((line) => `${line}\n`).join('') + (await limitsText(diff, look, paint))
}

function headline(diff: Diff, paint: Paint): string {
  const { losses } = diff
  const bad = [...badWords('new', diff.fresh), ...badWords('old', diff.old)]
  const begins = bad.length === 0 ? '' : `${paint('bad', bad.join(', '))}; `
  if (losses.length > 0)
    return `${begins}${paint('attention', 'something is lost:')} ${losses.map(({ says, code }) => `${says} [${code}]`).join('; ')}`
  const { words, compared } = withoutLoss(diff)
  return begins + paint(compared && bad.length === 0 ? 'good' : 'attention', words)
}

const badWords = (label: string, verdict: Verdict): readonly string[] =>
  verdict.kind === 'usable' ? [] : [`the ${label} key: ${verdictWord(verdict).word}`]

function withoutLoss({ difference }: Diff): { readonly words: string; readonly compared: boolean } {
  if (difference === null) return { words: 'they cannot be compared', compared: false }
  const { limits, tier, expires } = difference
  if (limits === null) return { words: 'their limits cannot be compared', compared: false }
  const gained = limits.gained.length > 0 || tier === 'better' || expires === 'better'
  return { words: gained ? 'nothing is lost, something is gained' : 'nothing is lost', compared: true }
}

const keyLines = (
  label: string,
  verdict: Verdict,
  from: Shown,
  strays: readonly Finding[],
  paint: Paint,
): readonly string[] => [
  `  ${label}  ${verdictLine(verdict, paint)}, from ${from}`,
  ...strays.flatMap((finding) => findingLines(finding, paint)).map((line) => `       ${line}`),
]

/** What each key says of itself; an empty line before. */
function changeLines({ old, fresh, difference }: Diff): readonly string[] {
  if (difference === null) return []
  const [had, has] = [saysOf(old), saysOf(fresh)]
  const { identity, tier, issued, expires } = difference
  const apart =
    had.expires === null || has.expires === null ? '' : ` by ${distance(has.expires - had.expires)}`
  return [
    '',
    ...entryLines([
      change(
        'identity',
        identity,
        { better: 'now named', worse: 'another' },
        had.identity?.value,
        has.identity?.value,
      ),
      change('tier', tier, { better: 'higher', worse: 'lower' }, had.tier, has.tier),
      change('issued', issued, {}, day(had.issued), day(has.issued)),
      change(
        'expires',
        expires,
        { better: `later${apart}`, worse: `sooner${apart}` },
        day(had.expires),
        day(has.expires),
      ),
    ]),
  ]
}

function change(
  label: string,
  turn: Turn,
  words: Partial<Record<Turn, string>>,
  old: string | null | undefined,
  fresh: string | null | undefined,
): Entry {
  if (turn === 'same') return [label, `the same: ${word(old)}`]
  return [label, `${words[turn] ?? 'changes'}: was ${word(old)}, becomes ${word(fresh)}`]
}

const word = (text: string | null | undefined): string => (text == null ? 'not stated' : visible(text))
const day = (when: Instant | null): string | null => (when === null ? null : toIso(when))

function saysOf(verdict: Verdict): Compared {
  if ('key' in verdict) return verdict.key
  return {
    tier: verdict.kind === 'absent' ? verdict.tier : null,
    identity: null,
    issued: null,
    expires: null,
  }
}

async function limitsText(
  { difference, old, fresh, platform }: Diff,
  look: Look,
  paint: Paint,
): Promise<string> {
  if (difference?.limits == null) return ''
  const { lost, gained, other, same, columns, stated } = difference.limits
  const figure = (limit: Limit | undefined) =>
    limit === undefined && stated ? 'not stated' : visible(limitWords(limit))
  const part = (title: string, rows: readonly TierRow[]) =>
    rows.length === 0
      ? []
      : [
          [title],
          ...rows.map(({ label, byTier }) => [
            `  ${visible(label)}`,
            figure(byTier[columns.old]),
            figure(byTier[columns.fresh]),
          ]),
        ]
  const rows = [
    ...part('lost', lost),
    ...part('gained', gained),
    ...part('different, neither lost nor gained', other),
  ]
  const [had, has] = [saysOf(old).tier, saysOf(fresh).tier]
  const head = [
    platform === null ? 'as the keys state' : `platform ${visible(platform)}`,
    had === null ? 'old' : `old: ${visible(had)}`,
    has === null ? 'new' : `new: ${visible(has)}`,
  ]
  const drawn = rows.length === 0 ? '' : `\n${await table(rows, look, { head, paint })}`
  const all = stated ? '' : ` (all of them: lic limits ${had === has ? had : `${had} ${has}`})`
  return `${drawn}\n${same} of their limits and features ${same === 1 ? 'is' : 'are'} the same${all}\n`
}
