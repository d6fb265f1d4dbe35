const MOST = 40

/** The name that was probably meant: at most a third of it mistyped; null for none. */
export function closest(given: string, names: readonly string[]): string | null {
  if (given.length > MOST) return null
  const plain = given.toLowerCase().replace(/[-_]/g, '')
  const near = names
    .map((name) => [name, distance(plain, name.toLowerCase())] as const)
    .filter(([name, edits]) => edits * 3 <= name.length)
    .sort(([, one], [, other]) => one - other)
  return near[0]?.[0] ?? null
}

/** How many characters must be typed, dropped, changed or swapped with their neighbour. */
export function distance(from: string, to: string): number {
  let before: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, at) => at)
  for (let row = 1; row <= from.length; row++) {
    const next = [row]
    for (let at = 1; at <= to.length; at++) {
      const same = from[row - 1] === to[at - 1]
      const swapped = from[row - 1] === to[at - 2] && from[row - 2] === to[at - 1]
      next[at] = Math.min(
        (next[at - 1] ?? 0) + 1,
        (last[at] ?? 0) + 1,
        (last[at - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[at - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    before = last
    last = next
  }
  return last[to.length] ?? 0
}
