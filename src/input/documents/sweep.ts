import type { Collector } from './collector.ts'
import type { Part, Tree } from './tree.ts'

const DEEPEST = 64

/**
 * What no reader of a form has found: a key anywhere, and a variable that gets a value in a way of another tool, as
 * `NAME: value` or `{ name: NAME, value: … }`. Aliases are not followed: what they stand for is met where it stands.
 */
export function sweep(tree: Tree, collector: Collector): void {
  visit(tree, tree.root, null, 0, collector)
}

function visit(tree: Tree, part: Part, name: string | null, depth: number, collector: Collector): void {
  if (depth > DEEPEST || tree.isAlias(part)) return
  const leaf = tree.leaf(part)
  if (leaf !== null) {
    if (collector.wanted.isKey(leaf.text)) collector.text(leaf.offset, leaf.text, name, null, false)
    else if (collector.isWanted(name)) collector.value(tree, part, name, null, false)
    return
  }
  const named = tree.text(tree.get(part, 'name') ?? tree.get(part, 'Name'))
  const value = tree.get(part, 'value') ?? tree.get(part, 'Value')
  if (collector.isWanted(named) && value !== null) collector.value(tree, value, named, null, false)
  for (const [inner, value] of tree.ownEntries(part)) visit(tree, value, inner, depth + 1, collector)
  for (const item of tree.items(part)) visit(tree, item, null, depth + 1, collector)
}
