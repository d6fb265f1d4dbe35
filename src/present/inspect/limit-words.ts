import type { TierRow, TierTable } from '../../model/limit.ts'
import { limitWords } from '../limit-view.ts'
import type { Entry } from '../section.ts'

/** A tier's figures in short: one line a group; what is not published for it is left out. */
export function limitEntries(table: TierTable, tier: string): readonly Entry[] {
  const groups = new Map<string, string[]>()
  for (const row of table.rows) {
    if (row.byTier[tier] === undefined) continue
    const group = groups.get(row.group) ?? []
    group.push(figure(row, tier))
    groups.set(row.group, group)
  }
  const entries = [...groups].map(([group, figures]) => [group, figures.join(', ')] as const)
  return [...entries, ['', `each figure with its source: lic limits ${tier}`]]
}

const figure = (row: TierRow, tier: string): string => `${row.label} ${limitWords(row.byTier[tier])}`
