import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
} from 'node:fs'
import { fileTrouble, trouble } from './file-trouble.ts'
import type { Entry, Tree } from './host.ts'

const BLOCK = 1 << 20

/** Folders and their files, for reading very many of them: without waiting, and into the same memory. */
export function nodeTree(): Tree {
  let memory: Buffer | null = null
  return {
    kind: kindOf,
    entries: entriesOf,
    eachBlock: (path, follow, see) => {
      memory ??= Buffer.allocUnsafe(BLOCK)
      eachBlock(path, follow, memory, see)
    },
  }
}

function kindOf(path: string, follow: boolean): ReturnType<Tree['kind']> {
  try {
    return kindBy(follow ? statSync(path) : lstatSync(path))
  } catch {
    return null
  }
}

type Facts = Record<'isFile' | 'isDirectory' | 'isSymbolicLink', () => boolean>

function kindBy(facts: Facts): Entry['kind'] {
  if (facts.isFile()) return 'file'
  if (facts.isDirectory()) return 'folder'
  return facts.isSymbolicLink() ? 'link' : 'other'
}

function entriesOf(folder: string): readonly Entry[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      kind: kindBy(entry),
    }))
  } catch (thrown) {
    throw trouble(thrown)
  }
}

function eachBlock(
  path: string,
  follow: boolean,
  memory: Buffer,
  see: Parameters<Tree['eachBlock']>[2],
): void {
  let descriptor: number | undefined
  try {
    const link = follow ? 0 : constants.O_NOFOLLOW
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | link)
    if (follow && !fstatSync(descriptor).isFile()) throw fileTrouble('not-a-file')
    for (let last = false; !last; ) {
      const count = readSync(descriptor, memory)
      last = count < memory.length
      if (!see(count < memory.length ? memory.subarray(0, count) : memory, last)) return
    }
  } catch (thrown) {
    throw (thrown as NodeJS.ErrnoException).code === undefined ? thrown : trouble(thrown)
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}
