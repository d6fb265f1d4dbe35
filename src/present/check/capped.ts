import type { Finding } from '../../model/finding.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import { findingLines } from '../findings.ts'
import { plainPaint } from '../look.ts'

/** Lines of one kind in the conversation: who reads it wants to know how many, and a few. */
export const MOST_TOLD = 20

/** The line below those that are told; none where nothing was left out. @param of `[check.baseline-unused]` */
export const andMore = (count: number, of: Shown = says``): readonly Shown[] =>
  count <= 0 ? [] : [says`and ${count} more${own(of === '' ? of : says` ${own(of)}`)}`]

/** Findings with their hints, in their order; of each code and severity so many, and how many more there are. */
export function cappedLines(findings: readonly Finding[]): readonly string[] {
  const kindOf = ({ code, severity }: Finding) => `${severity} ${code}`
  const totals = new Map<string, number>()
  for (const finding of findings) totals.set(kindOf(finding), (totals.get(kindOf(finding)) ?? 0) + 1)
  const seen = new Map<string, number>()
  return findings.flatMap((finding): readonly string[] => {
    const kind = kindOf(finding)
    const before = seen.get(kind) ?? 0
    seen.set(kind, before + 1)
    if (before < MOST_TOLD) return findingLines(finding, plainPaint)
    return before === MOST_TOLD ? andMore((totals.get(kind) ?? 0) - MOST_TOLD, says`[${finding.code}]`) : []
  })
}
