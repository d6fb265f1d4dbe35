import type { Tree } from '../../host/host.ts'
import { holdsAny, type Needle } from './needles.ts'
import { wideEncoding } from './wide.ts'

/** What became of some files. */
export interface Sifted {
  /** to be looked at: the beginning of a key is in them, they are long, in UTF-16, or could not be read */
  readonly kept: readonly string[]
  readonly clean: number
  readonly binary: number
}

/** Like git, and grep: a NUL byte so near its beginning makes a file a binary one. */
const TELLING = 8 * 1024

export const isBinary = (block: Buffer): boolean =>
  wideEncoding(block) === null && block.subarray(0, TELLING).includes(0)

/** Passes over the files that hold no beginning of a key, which are nearly all. Never throws. */
export function sift(paths: readonly string[], tree: Tree, probes: readonly Needle[]): Sifted {
  const kept: string[] = []
  let [clean, binary] = [0, 0]
  for (const path of paths)
    try {
      tree.eachBlock(path, false, (block, last) => {
        if (isBinary(block)) binary++
        else if (last && wideEncoding(block) === null && !holdsAny(block, probes)) clean++
        else kept.push(path)
        return false
      })
    } catch {
      kept.push(path)
    }
  return { kept, clean, binary }
}
