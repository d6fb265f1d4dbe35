/** A service and how many nodes it is to have. */
export interface Count {
  readonly name: string
  readonly count: number
}

/**
 * Counts that together are no more than `most`: taken one at a time from whichever service has the most, the one named
 * first among equals, so that what is left is spread evenly. No service loses its last. Null where that does not do.
 */
export function toFit(all: readonly Count[], most: number): readonly Count[] | null {
  const counts = all.map(({ count }) => count)
  for (let excess = counts.reduce((sum, one) => sum + one, 0) - most; excess > 0; excess--) {
    const largest = Math.max(...counts)
    if (largest <= 1) return null
    const at = counts.indexOf(largest)
    counts[at] = largest - 1
  }
  return all.map(({ name }, at) => ({ name, count: counts[at] ?? 0 }))
}
