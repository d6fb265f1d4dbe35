import {
  closeSync,
  constants,
  createReadStream,
  existsSync,
  fstatSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileTrouble, trouble } from './file-trouble.ts'
import type { FileRead, Files, FoundUpward, Scratch } from './host.ts'
import { isExposed, lookAt, make } from './node-place.ts'
import { grow, mayReplace, replace, rewrite } from './node-replace.ts'

const BLOCK = 1 << 20

/** Regular files only; errors carry a reason, never a path: the path may be a key pasted by mistake. */
export function nodeFiles(cwd: () => string, temporary: () => string): Files {
  const at = (path: string) => resolve(cwd(), path)
  return {
    read: async (path, cap) => readRegular(at(path), cap),
    stream: async (path) => ({
      exposed: opened(at(path), (_file, facts) => isExposed(facts)),
      chunks: blocks(at(path)),
    }),
    isFile: (path) => isRegularFile(at(path)),
    mayReplace: async (path) => reaching(() => mayReplace(at(path))),
    replace: async (path, text) => reaching(() => replace(at(path), text)),
    rewrite: async (path, bytes) => reaching(() => rewrite(at(path), bytes)),
    make: async (path, bytes) => reaching(() => make(at(path), bytes)),
    remove: async (path) => reaching(() => rmSync(at(path), { force: true })),
    lookAt: async (path) => reaching(() => lookAt(at(path))),
    beside: async (path) => reaching(() => readdirSync(dirname(at(path))).sort()),
    grow: async (path) => {
      const file = reaching(() => grow(at(path)))
      return {
        write: async (text) => reaching(() => file.write(text)),
        finish: async () => reaching(file.finish),
        abandon: async () => reaching(file.abandon),
      }
    },
    scratch: () => scratchIn(temporary()),
    findUpward: async (name, cap) => findUpward(cwd(), name, cap),
  }
}

function readRegular(path: string, cap: number): FileRead {
  return opened(path, (descriptor, facts) => {
    const bytes = Buffer.alloc(Math.min(facts.size, cap) + 1)
    let size = 0
    while (size < bytes.length) {
      const count = readSync(descriptor, bytes, size, bytes.length - size, null)
      if (count === 0) break
      size += count
    }
    return { bytes: bytes.subarray(0, size), exposed: isExposed(facts) }
  })
}

async function* blocks(path: string): AsyncIterable<Uint8Array> {
  yield* createReadStream(path, { highWaterMark: BLOCK })
}

function opened<T>(path: string, use: (descriptor: number, facts: { size: number; mode: number }) => T): T {
  let descriptor: number | undefined
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const facts = fstatSync(descriptor)
    if (!facts.isFile()) throw fileTrouble('not-a-file')
    return use(descriptor, facts)
  } catch (thrown) {
    throw trouble(thrown)
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

function scratchIn(parent: string): Scratch {
  const folder = mkdtempSync(join(parent, 'lic-'))
  return {
    write: (name, text) => {
      const path = join(folder, name)
      writeFileSync(path, text, { mode: 0o600, flag: 'wx' })
      return path
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function isRegularFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function findUpward(from: string, name: string, cap: number): FoundUpward | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, name)
    const facts = lstatSync(path, { throwIfNoEntry: false })
    if (facts !== undefined)
      return { path: relative(from, path), read: facts.isSymbolicLink() ? 'link' : readOrWhy(path, cap) }
    if (folder === dirname(folder) || existsSync(join(folder, '.git'))) return null
  }
}

function readOrWhy(path: string, cap: number): FoundUpward['read'] {
  try {
    return readRegular(path, cap)
  } catch (thrown) {
    return trouble(thrown).reason
  }
}

function reaching<T>(what: () => T): T {
  try {
    return what()
  } catch (thrown) {
    throw trouble(thrown)
  }
}
