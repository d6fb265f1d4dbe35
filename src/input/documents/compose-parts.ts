import { lineOf } from './line-of.ts'
import { type Part, readTrees, TooMuch, type Tree } from './tree.ts'

/** Another file that a Compose file is put together with. */
export interface ComposePart {
  /** counted from 1 */
  readonly line: number
  /** in a repository or a registry, not on this machine */
  readonly remote: boolean
}

/** Source: https://docs.docker.com/compose/how-tos/multiple-compose-files/include/ (git, OCI) */
const REMOTE = /^(?:oci|git|ssh|https?):\/\/|^git@|^github\.com\//i

export const isRemotePart = (path: string): boolean => REMOTE.test(path)

/** What a Compose file includes or extends. None where it cannot be read. Never throws. */
export function composeParts(text: string): readonly ComposePart[] {
  if (!/include|extends/.test(text)) return []
  const spot = lineOf(text)
  try {
    const trees = readTrees(text)
    if ('offset' in trees) return []
    return trees.flatMap((tree) =>
      [...named(tree)].flatMap((part) => {
        const leaf = tree.leaf(part)
        return leaf === null || leaf.text === ''
          ? []
          : [{ line: spot(leaf.offset).line, remote: isRemotePart(leaf.text) }]
      }),
    )
  } catch (thrown) {
    if (thrown instanceof TooMuch || thrown instanceof RangeError) return []
    throw thrown
  }
}

function* named(tree: Tree): Generator<Part> {
  for (const one of tree.items(tree.get(tree.root, 'include'))) {
    const path = tree.get(one, 'path')
    if (tree.leaf(one) !== null) yield one
    else if (tree.isList(path)) yield* tree.items(path)
    else yield path
  }
  for (const [, service] of tree.entries(tree.get(tree.root, 'services')))
    yield tree.get(service, 'extends', 'file')
}
