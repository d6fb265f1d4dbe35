import { closeSync, fsyncSync, lstatSync, openSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import type { PathFacts } from './host.ts'

const OTHERS = 0o044
const PRIVATE = 0o600

/** Other users of this machine can read a file of this mode. */
export const isExposed = ({ mode }: { readonly mode: number }): boolean => (mode & OTHERS) !== 0

/** What has a name, links not followed; null: nothing. */
export function lookAt(path: string): PathFacts | null {
  const facts = lstatSync(path, { throwIfNoEntry: false })
  if (facts === undefined) return null
  const kind = facts.isFile() ? 'file' : facts.isSymbolicLink() ? 'link' : 'other'
  return { kind, leadsTo: kind === 'link' ? readlinkSync(path) : null, exposed: isExposed(facts) }
}

/** Makes a private file that nobody else makes at the same time; false where something has that name. */
export function make(path: string, bytes: Uint8Array): boolean {
  let descriptor: number
  try {
    descriptor = openSync(path, 'wx', PRIVATE)
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw thrown
  }
  try {
    writeFileSync(descriptor, bytes)
    fsyncSync(descriptor)
  } catch (thrown) {
    rmSync(path, { force: true })
    throw thrown
  } finally {
    closeSync(descriptor)
  }
  return true
}
