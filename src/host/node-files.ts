import { constants, createReadStream, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { type FileRead, type Files, FileTrouble } from './host.ts'

const OTHERS = 0o044

/** Regular files only; errors carry a reason, never a path: the path may be a key pasted by mistake. */
export function nodeFiles(cwd: () => string): Files {
  const at = (path: string) => resolve(cwd(), path)
  return {
    read: (path, cap) => readFile(at(path), cap),
    chunks: (path) => createReadStream(at(path), { highWaterMark: 1 << 20 }),
    isFile: (path) => isRegularFile(at(path)),
    findUpward: (name) => findUpward(cwd(), name),
  }
}

async function readFile(path: string, cap: number): Promise<FileRead> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((thrown) => {
    throw trouble(thrown)
  })
  try {
    const facts = await handle.stat()
    if (!facts.isFile()) throw new FileTrouble('not-a-file')
    const bytes = Buffer.alloc(Math.min(facts.size, cap) + 1)
    let size = 0
    while (size < bytes.length) {
      const { bytesRead } = await handle.read(bytes, size)
      if (bytesRead === 0) break
      size += bytesRead
    }
    return { bytes: bytes.subarray(0, size), exposed: (facts.mode & OTHERS) !== 0 }
  } finally {
    await handle.close()
  }
}

function isRegularFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}

async function findUpward(from: string, name: string): Promise<{ path: string; text: string } | null> {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, name)
    if (isRegularFile(path)) {
      const { bytes } = await readFile(path, 1 << 20)
      return { path, text: Buffer.from(bytes).toString('utf8') }
    }
    if (folder === dirname(folder)) return null
  }
}

function trouble(thrown: unknown): FileTrouble {
  const code = (thrown as NodeJS.ErrnoException).code
  if (code === 'ENOENT' || code === 'ENOTDIR') return new FileTrouble('missing')
  if (code === 'EACCES' || code === 'EPERM') return new FileTrouble('denied')
  if (code === 'EISDIR') return new FileTrouble('not-a-file')
  return new FileTrouble('other')
}
