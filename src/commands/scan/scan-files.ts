import type { FileTrouble, Host, Tree } from '../../host/host.ts'
import { Hunter } from '../../input/hunt/hunter.ts'
import { type Needle, needlesOf } from '../../input/hunt/needles.ts'
import { isBinary } from '../../input/hunt/sieve.ts'
import { showPath } from '../../input/may-show.ts'
import { FILE_TROUBLE } from '../../input/read-source.ts'
import { filesUnder } from '../../input/tree/list-files.ts'
import type { Hunt } from '../../model/hunt.ts'
import { LicError } from '../../model/lic-error.ts'
import { own, says } from '../../model/visible.ts'
import { Crew } from './crew.ts'
import type { Gathering } from './gather.ts'

/** Scans files and folders as they were named: a file whatever it holds, links followed; what lies in a folder by its rules. */
export async function scanPaths(
  paths: readonly string[],
  hunts: readonly Hunt[],
  gathering: Gathering,
  host: Host,
): Promise<void> {
  const tree = await host.tree()
  const scanner = { tree, hunts, needles: needlesOf(hunts), gathering, host }
  for (const path of paths) {
    const kind = tree.kind(path, true)
    if (kind === null || kind === 'other')
      throw new LicError(
        'source.unreadable',
        says`cannot scan ${own(showPath(path))}: there is no such file or folder here`,
        says`a path counts from the current folder: look with ls -l`,
      )
    if (kind === 'folder') await scanFolder(path, scanner)
    else scanFile(path, true, scanner)
  }
}

interface Scanner {
  readonly tree: Tree
  readonly hunts: readonly Hunt[]
  readonly needles: readonly Needle[]
  readonly gathering: Gathering
  readonly host: Host
}

async function scanFolder(folder: string, scanner: Scanner): Promise<void> {
  const { tree, needles, hunts, gathering, host } = scanner
  const crew = new Crew(hunts, needles, tree, host)
  try {
    for await (const { files, unlisted } of filesUnder(folder, host, tree)) {
      for (const { path, reason } of unlisted) gathering.unread(showPath(path), FILE_TROUBLE[reason][0])
      await crew.take(files)
    }
    for await (const { kept, clean, binary } of crew.end()) {
      gathering.files += clean
      gathering.binary += binary
      for (const path of kept)
        if (scanFile(path, false, scanner) === 'folder') await scanFolder(path, scanner)
    }
  } finally {
    await crew.close()
  }
}

/** @param named by the user: then it is read through links, and binary or not */
function scanFile(path: string, named: boolean, scanner: Scanner): 'scanned' | 'folder' {
  const { tree, needles, gathering } = scanner
  const hunter = new Hunter(needles, (sighting) => gathering.found(sighting, { path, from: showPath(path) }))
  let [first, binary] = [true, false]
  try {
    tree.eachBlock(path, named, (block, last) => {
      if (first && !named && isBinary(block)) {
        binary = true
        return false
      }
      first = false
      hunter.see(block, last)
      return true
    })
    if (binary) gathering.binary++
    else gathering.files++
  } catch (thrown) {
    const { reason } = thrown as FileTrouble
    if (reason === undefined) throw thrown
    if (reason === 'not-a-file' && !named) return tree.kind(path, false) === 'folder' ? 'folder' : 'scanned'
    if (reason !== 'missing' || isGarbled(path)) gathering.unread(showPath(path), FILE_TROUBLE[reason][0])
  }
  return 'scanned'
}

/** A name that is no UTF-8 cannot be opened by what is left of it; any other that is missing went away or is deleted. */
const isGarbled = (path: string): boolean => path.includes('\ufffd')
