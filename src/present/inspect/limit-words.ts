import { limitWords, type TierRow, type TierTable } from '../../model/limit.ts'
import { visible } from '../../model/visible.ts'
import type { Entry } from '../section.ts'

/** A tier's figures in short: a line a group, and one for what it is without; what is not published is left out. */
export function limitEntries(table: TierTable, tier: string): readonly Entry[] {
  const rows = table.rows.filter((row) => row.byTier[tier] !== undefined)
  const groups = [...new Set(rows.map(({ group }) => group))]
  const entries = groups.flatMap((group) => {
    const own = rows.filter((row) => row.group === group)
    const [has, lacks] = [
      own.filter((row) => !isLacking(row, tier)),
      own.filter((row) => isLacking(row, tier)),
    ]
    return [...line(group, has, tier), ...line(has.length > 0 ? '' : group, lacks, tier, 'without: ')]
  })
  return table.platform === null
    ? entries
    : [...entries, ['', `each figure with its source: lic limits ${tier}`]]
}

const line = (label: string, rows: readonly TierRow[], tier: string, before = ''): readonly Entry[] =>
  rows.length === 0 ? [] : [[label, before + rows.map((row) => figure(row, tier)).join('; ')]]

function isLacking({ byTier }: TierRow, tier: string): boolean {
  const limit = byTier[tier]
  return limit?.kind === 'none' || (limit?.kind === 'feature' && !limit.enabled)
}

/** `tenant policies 20`, `audit logging`, `media governance (opt-in)`; a lack is named by its label alone. */
function figure({ label, byTier }: TierRow, tier: string): string {
  const limit = byTier[tier]
  const name = visible(label)
  if (limit?.kind === 'none') return name
  if (limit?.kind === 'feature') return limit.how === undefined ? name : `${name} (${limit.how})`
  return `${name} ${visible(limitWords(limit))}`
}
