import type { FileTrouble, Host, Tree } from '../../host/host.ts'
import { git, outputOf } from './git.ts'
import { isIgnored, type Rules, rulesOf } from './ignored.ts'

/** What is to be read: paths as they are opened, and those that cannot even be listed. */
export interface Batch {
  readonly files: readonly string[]
  readonly unlisted: readonly { readonly path: string; readonly reason: FileTrouble['reason'] }[]
}

const IGNORE_FILE = '.gitignore'
const LARGEST_IGNORE = 1 << 20

/**
 * The files under a folder that ignore files do not leave out; links are not followed. In a repository git says which
 * they are: it knows what is tracked all the same, and the user's own ignore file. A repository in it is listed as its folder.
 */
export async function* filesUnder(folder: string, host: Host, tree: Tree): AsyncGenerator<Batch> {
  const listed = await listedByGit(folder, host)
  if (listed === null) return yield* walk(folder, '', [], tree, host)
  yield { files: listed.map((path) => join(folder, path)), unlisted: [] }
}

/** Null where there is no git or no repository, or where the folder as a whole is left out of it. */
async function listedByGit(folder: string, host: Host): Promise<readonly string[] | null> {
  const list = await outputOf(
    await git(host, ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], folder),
  )
  if (list === null || list.length === 0) return null
  return [...new Set(list.toString('utf8').split('\0'))].filter((path) => path !== '')
}

async function* walk(
  top: string,
  folder: string,
  above: readonly Rules[],
  tree: Tree,
  host: Host,
): AsyncGenerator<Batch> {
  const here = folder === '' ? top : join(top, folder.slice(0, -1))
  const entries = entriesOf(here, tree)
  if (typeof entries === 'string') return yield { files: [], unlisted: [{ path: here, reason: entries }] }
  const stack = entries.some(({ name, kind }) => name === IGNORE_FILE && kind === 'file')
    ? [...above, rulesOf(folder, await ignoreText(join(here, IGNORE_FILE), host))]
    : above
  const files: string[] = []
  const folders: string[] = []
  for (const { name, kind } of entries) {
    if (name === '.git') continue
    if (kind === 'file' && !isIgnored(folder + name, stack)) files.push(join(here, name))
    if (kind === 'folder' && !isIgnored(`${folder}${name}/`, stack)) folders.push(`${folder}${name}/`)
  }
  yield { files, unlisted: [] }
  for (const next of folders) yield* walk(top, next, stack, tree, host)
}

function entriesOf(folder: string, tree: Tree): ReturnType<Tree['entries']> | FileTrouble['reason'] {
  try {
    return tree.entries(folder)
  } catch (thrown) {
    return (thrown as FileTrouble).reason
  }
}

/** Rules that cannot be read leave nothing out. */
async function ignoreText(path: string, host: Host): Promise<string> {
  const read = await host.files.read(path, LARGEST_IGNORE).catch(() => null)
  return read === null ? '' : Buffer.from(read.bytes).toString('utf8')
}

const join = (folder: string, name: string): string =>
  folder === '.' ? name : folder.endsWith('/') ? folder + name : `${folder}/${name}`
