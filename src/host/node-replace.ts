import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileTrouble } from './file-trouble.ts'

/** Next to the file, so that it only has to be renamed. */
const besides = (path: string): string =>
  join(dirname(path), `.${basename(path).slice(0, 100)}.${crypto.randomUUID()}.tmp`)

const PRIVATE = 0o600
const READABLE = 0o644

/** A file beside it can be made, and what has its name now is no folder and no device. */
export function mayReplace(path: string): void {
  mustBeFile(path)
  const temporary = besides(path)
  closeSync(openSync(temporary, 'wx', PRIVATE))
  rmSync(temporary, { force: true })
}

function mustBeFile(path: string): void {
  const facts = statSync(path, { throwIfNoEntry: false })
  if (facts !== undefined && !facts.isFile()) throw fileTrouble('not-a-file')
}

/** Written beside it bit by bit; in its place when it is finished. */
export function grow(path: string) {
  mustBeFile(path)
  const temporary = besides(path)
  const descriptor = openSync(temporary, 'wx', READABLE)
  let open = true
  const close = () => {
    if (open) closeSync(descriptor)
    open = false
  }
  return {
    write: (text: string) => writeFileSync(descriptor, text),
    finish: () => {
      fsyncSync(descriptor)
      close()
      renameSync(temporary, path)
    },
    abandon: () => {
      close()
      rmSync(temporary, { force: true })
    },
  }
}

/** Written beside it and moved into its place: whoever reads sees all of it or nothing. */
export function replace(path: string, text: string): void {
  moveInto(path, Buffer.from(text), () => {})
}

/** The same over a file that is there: readable by those who could read it, not by anybody else on the way. */
export function rewrite(path: string, bytes: Uint8Array): void {
  const { mode, uid, gid } = statSync(path)
  moveInto(path, bytes, (descriptor) => {
    const own = fstatSync(descriptor)
    if (own.uid !== uid || own.gid !== gid) ownedBy(descriptor, uid, gid)
    fchmodSync(descriptor, mode & 0o777)
  })
}

/** Only root may give a file away; its group may be any of one's own. */
function ownedBy(descriptor: number, uid: number, gid: number): void {
  try {
    fchownSync(descriptor, uid, gid)
  } catch {
    throw fileTrouble('denied')
  }
}

function moveInto(path: string, bytes: Uint8Array, dress: (descriptor: number) => void): void {
  const temporary = besides(path)
  try {
    const descriptor = openSync(temporary, 'wx', PRIVATE)
    try {
      writeFileSync(descriptor, bytes)
      dress(descriptor)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(temporary, path)
  } catch (thrown) {
    rmSync(temporary, { force: true })
    throw thrown
  }
}
