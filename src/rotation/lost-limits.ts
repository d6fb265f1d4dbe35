import { type Limit, limitWords, type TierRow, type TierTable } from '../model/limit.ts'
import { own, type Shown, says } from '../model/visible.ts'

/** What a tier allows that another does not, in words; null where nothing is lost. What is not published counts for nothing. */
export function lostLimits({ rows }: TierTable, from: string | null, to: string | null): Shown | null {
  if (from === null || to === null) return null
  const lost = rows.filter((row) => isLost(row, from, to) && !isBettered(row, to, rows))
  const lower = lost
    .filter(({ byTier }) => byTier[from]?.kind !== 'feature')
    .map(
      ({ label, byTier }) => says`${label} ${limitWords(byTier[to])} instead of ${limitWords(byTier[from])}`,
    )
  const gone = lost
    .filter(({ byTier }) => byTier[from]?.kind === 'feature')
    .map(({ label }) => says`${label}`)
  const parts = gone.length === 0 ? lower : [...lower, says`without ${own(join(gone, ', '))}`]
  return parts.length === 0 ? null : join(parts, '; ')
}

/** Escaped piece by piece: all of them together may be longer than one value may be. */
const join = (parts: readonly Shown[], between: ', ' | '; '): Shown => parts.join(between) as Shown

function isLost({ byTier, service }: TierRow, from: string, to: string): boolean {
  const [had, has] = [byTier[from], byTier[to]]
  return service !== true && had !== undefined && has !== undefined && isLess(has, had)
}

function isLess(has: Limit, had: Limit): boolean {
  switch (had.kind) {
    case 'unlimited':
      return has.kind === 'max' || has.kind === 'none'
    case 'max':
      return has.kind === 'none' || (has.kind === 'max' && has.unit === had.unit && has.value < had.value)
    case 'feature':
      return had.enabled && (has.kind === 'none' || (has.kind === 'feature' && !has.enabled))
    case 'none':
    case 'text':
      return false
  }
}

/** Whether the tier has, in the place of this one, something better. */
function isBettered({ bettered }: TierRow, to: string, rows: readonly TierRow[]): boolean {
  const better = rows.find(({ id }) => id === bettered)
  if (better === undefined) return false
  const limit = better.byTier[to]
  return (limit?.kind === 'feature' && limit.enabled) || isBettered(better, to, rows)
}
