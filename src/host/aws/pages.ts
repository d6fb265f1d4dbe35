interface Page<T> {
  readonly items: readonly T[] | undefined
  readonly next: string | undefined
}

/** A hundred tasks a page: more than a cluster can have. */
const MOST_PAGES = 1000

/** Every item of every page. A token that is empty, or came before, ends the list: no answer may keep us for ever. */
export async function pages<T>(read: (token: string | undefined) => Promise<Page<T>>): Promise<readonly T[]> {
  const found: T[] = []
  const seen = new Set<string>()
  let token: string | undefined
  for (;;) {
    const { items, next } = await read(token)
    found.push(...(items ?? []))
    if (next === undefined || next === '' || seen.has(next) || seen.size === MOST_PAGES) return found
    seen.add(next)
    token = next
  }
}
