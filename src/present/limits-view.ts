import type { Json } from '../model/answer.ts'
import type { Finding } from '../model/finding.ts'
import { limitWords, type TierTable } from '../model/limit.ts'
import { type Shown, visible } from '../model/visible.ts'
import { findingJson, findingLines } from './findings.ts'
import { rowJson } from './limit-view.ts'
import type { Look, Paint } from './look.ts'
import { table } from './table.ts'

/** A tier that was asked for by showing a key. */
export interface ByKey {
  readonly from: Shown
  /** what was odd about how it stood there */
  readonly strays: readonly Finding[]
  /** what its verdict says of limits in particular */
  readonly notes: readonly Finding[]
  /** one line about the key, as `verdictLine` has it */
  readonly line: string
  readonly verdict: Json
  readonly tier: string | null
}

export interface Limits {
  readonly productName: string
  readonly tiers: TierTable
  /** which columns to show, in this order */
  readonly shown: readonly string[]
  readonly keys: readonly ByKey[]
}

/** The result of `lic limits --json`. */
export const limitsJson = ({ tiers, shown, keys }: Limits): Json => ({
  product: visible(tiers.product),
  platform: tiers.platform === null ? null : visible(tiers.platform),
  tiers: shown.map(visible),
  keys: keys.map(({ from, strays, verdict, tier }) => ({
    source: from,
    tierInForce: tier === null ? null : visible(tier),
    verdict,
    ...(strays.length === 0 ? {} : { alsoFound: strays.map(findingJson) }),
  })),
  rows: shown.length === 0 ? [] : tiers.rows.map((row) => rowJson(row, shown)),
})

/** The tier table for people: a column a tier, the number of the source each figure comes from, notes below. */
export async function limitsText(limits: Limits, look: Look, paint: Paint): Promise<string> {
  const about = limits.keys.map((key) => keyLines(key, paint)).join('\n')
  if (limits.shown.length === 0) return about
  return `${about === '' ? '' : `${about}\n`}${await tableText(limits, look, paint)}`
}

async function tableText({ productName, tiers, shown }: Limits, look: Look, paint: Paint): Promise<string> {
  const sources = [...new Set(tiers.rows.map(({ source }) => source))]
  const notes = tiers.rows.flatMap(({ label, note }) => (note === undefined ? [] : [`${label}: ${note}`]))
  const head = [
    visible(tiers.platform === null ? productName : `${productName} ${tiers.platform}`),
    ...shown.map(visible),
    'source',
  ]
  return [
    await table(grouped(tiers, shown, sources), look, { head, paint }),
    `\n${paint('strong', 'sources')}\n`,
    ...sources.map((source, at) => `  ${at + 1}  ${visible(source)}\n`),
    ...(notes.length === 0 ? [] : [`\n${paint('strong', 'notes')}\n`]),
    ...notes.map((each) => `  ${visible(each)}\n`),
  ].join('')
}

function keyLines({ from, strays, notes, line, tier }: ByKey, paint: Paint): string {
  const lines = [
    `${from}: ${line}`,
    ...[...strays, ...notes].flatMap((finding) => findingLines(finding, paint)).map((each) => `  ${each}`),
    tier === null
      ? '  which tier counts cannot be told from here'
      : `  the tier that counts: ${visible(tier)}`,
  ]
  return lines.map((each) => `${each}\n`).join('')
}

function grouped({ rows, platform }: TierTable, shown: readonly string[], sources: readonly string[]) {
  const unknown = platform === null ? 'not stated' : undefined
  const groups = [...new Set(rows.map(({ group }) => group))]
  return groups.flatMap((group) => [
    [group],
    ...rows
      .filter((row) => row.group === group)
      .map((row) => [
        `  ${visible(row.label)}`,
        ...shown.map((tier) => visible(limitWords(row.byTier[tier], unknown))),
        `${sources.indexOf(row.source) + 1}`,
      ]),
  ])
}
