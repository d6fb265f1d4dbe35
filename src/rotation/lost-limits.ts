import { limitChanges } from '../model/difference.ts'
import { limitWords, type TierTable } from '../model/limit.ts'
import { own, type Shown, says } from '../model/visible.ts'

/** What a tier allows that another does not, in words; null where nothing is lost. What is not published counts for nothing. */
export function lostLimits(table: TierTable, from: string | null, to: string | null): Shown | null {
  const lost = limitChanges(table, from, to)?.lost ?? []
  if (from === null || to === null) return null
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
