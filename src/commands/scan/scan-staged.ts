import { Buffer } from 'node:buffer'
import type { Host } from '../../host/host.ts'
import { Hunter } from '../../input/hunt/hunter.ts'
import type { Needle } from '../../input/hunt/needles.ts'
import { showPath } from '../../input/may-show.ts'
import { eachBlob } from '../../input/tree/blobs.ts'
import { git, outputOf } from '../../input/tree/git.ts'
import { LicError } from '../../model/lic-error.ts'
import { says } from '../../model/visible.ts'
import type { Gathering } from './gather.ts'

const DIFF = [
  'diff',
  '--cached',
  '--raw',
  '-z',
  '--no-abbrev',
  '--no-renames',
  '--no-ext-diff',
  '--no-relative',
]

/** Scans what the next commit would hold of the files it changes: what is in the index, whatever the files say now. */
export async function scanStaged(
  paths: readonly string[],
  needles: readonly Needle[],
  gathering: Gathering,
  host: Host,
): Promise<void> {
  const args = ['--literal-pathspecs', ...DIFF, '--diff-filter=d', '--ignore-submodules', '--', ...paths]
  const raw = await outputOf(await git(host, args, '.'))
  if (raw === null)
    throw new LicError(
      'scan.no-repository',
      says`git does not say what is staged: it is not there, or this is no repository`,
      says`run it inside a repository, or name paths: lic scan .`,
    )
  const staged = readRaw(raw)
  const run = await git(host, ['cat-file', '--batch'], '.', staged.map(({ blob }) => `${blob}\n`).join(''))
  if (run === null) return
  let next = 0
  for await (const blob of eachBlob(run.stdout)) {
    const { path } = staged[next++] ?? { path: '' }
    const place = { path, from: showPath(path) }
    const hunter = new Hunter(needles, (sighting) => gathering.found(sighting, place))
    for await (const part of blob) hunter.see(part, false)
    hunter.see(Buffer.alloc(0), true)
    gathering.files++
  }
  for (const { path } of staged.slice(next)) gathering.unread(showPath(path), says`git does not hand it out`)
}

/** Files and links; `git add --intent-to-add` stages no content yet, and a submodule has none. */
function readRaw(raw: Buffer): readonly { readonly blob: string; readonly path: string }[] {
  const parts = raw.toString('utf8').split('\0')
  const staged = []
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [, mode = '', , blob = ''] = (parts[at] ?? '').split(' ')
    if (mode !== '160000' && !/^0+$/.test(blob)) staged.push({ blob, path: parts[at + 1] ?? '' })
  }
  return staged
}
