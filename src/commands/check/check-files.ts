import { Buffer } from 'node:buffer'
import type { Host } from '../../host/host.ts'
import { CAP } from '../../input/contents.ts'
import { formOf, isDocumentName } from '../../input/documents/form.ts'
import type { Found } from '../../input/documents/found.ts'
import { type Given, given, readKey } from '../../input/key-source.ts'
import { isKeyLike, showPath } from '../../input/may-show.ts'
import { fileError } from '../../input/read-source.ts'
import { parseSource } from '../../input/source.ts'
import { takeStdin } from '../../input/standard-input.ts'
import { error, type Finding, note, warning } from '../../model/finding.ts'
import { KeyText } from '../../model/key-text.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { Location } from '../../present/check/checked.ts'
import type { Context } from '../command.ts'
import { readOptions } from './measure.ts'
import { isSurely, WANTED } from './wanted.ts'

/** A key with where it stands in a file, or why there is none to be read where one should be. */
export interface Located extends Given {
  readonly location?: Location
  readonly fault?: Finding
  /** found by its look alone: where no product knows it, it is none */
  readonly byLook?: true
}

/** What a source came to: keys, and what is worth saying beside. */
export interface Keys {
  readonly keys: readonly Located[]
  readonly notes: readonly Finding[]
}

/** Documents are not read past that: a package's lock file is smaller. In bytes. */
const LARGEST = 16 << 20
const GLOB = /[*?]|\[.+\]|\{.+,.+\}/

/** A pattern of file names. A key has none of its characters; folders may begin like a key. */
const isPattern = (text: string): boolean => GLOB.test(text) && (!isKeyLike(text) || text.includes('/'))

/** The files that a source names: one by its name, or all that match; null for any other source. */
function pathsOf(source: string, host: Host): { readonly path: string; readonly pattern: boolean } | null {
  const parsed = parseSource(source)
  const path = parsed === null ? source : parsed.kind === 'file' ? parsed.path : null
  if (path === null) return null
  if (host.files.isFile(path))
    return parsed !== null || isDocumentName(path) ? { path, pattern: false } : null
  return isPattern(path) ? { path, pattern: true } : null
}

/**
 * Looks whether a single source holds documents, which are many keys, not one. Standard input is read for that,
 * and is there to be read again in the context that comes back.
 */
export async function look(
  context: Context,
  source: string | undefined,
): Promise<{ readonly context: Context; readonly documents: boolean }> {
  const { host } = context
  if (source === '-' && !(host.stdin.terminal && !context.settings.noInput)) {
    const bytes = await takeStdin(host).readAll(LARGEST)
    const stdin = { ...host.stdin, readAll: async (cap: number) => bytes.subarray(0, cap + 1) }
    return { context: { ...context, host: { ...host, stdin } }, documents: isDocument(null, bytes) }
  }
  const named = source === undefined ? null : pathsOf(source, host)
  if (named === null || named.pattern) return { context, documents: named !== null }
  const read = await host.files.read(named.path, LARGEST).catch(() => null)
  return { context, documents: read !== null && isDocument(named.path, read.bytes) }
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')
const isDocument = (name: string | null, bytes: Uint8Array): boolean =>
  formOf(name, textOf(bytes), WANTED) !== 'key'

/** Every key of a source: one, or those of the documents that it names. */
export async function keysOf(source: string, given: Context): Promise<Keys> {
  const { context, documents } =
    source === '-' ? await look(given, source) : { context: given, documents: false }
  const { host } = context
  if (documents) return found(null, await host.stdin.readAll(LARGEST))
  const named = pathsOf(source, host)
  if (named === null) return { keys: [await readKey(source, host, readOptions(context, false))], notes: [] }
  const { path, pattern } = named
  if (!pattern) return keysIn(path, source, context)
  const paths = await host.glob(path)
  if (paths.length === 0) return { keys: [], notes: [noMatch(path)] }
  const all = []
  for (const one of paths) all.push(await keysIn(one, null, context))
  return { keys: all.flatMap(({ keys }) => keys), notes: all.flatMap(({ notes }) => notes) }
}

const noMatch = (pattern: string): Finding =>
  warning('document.no-match', says`no file matches ${own(showPath(pattern))}`)

/** @param source the file as it was named by itself; null for one that matched: it may hold anything */
async function keysIn(path: string, source: string | null, context: Context): Promise<Keys> {
  const { host } = context
  const { bytes } = await host.files.read(path, LARGEST).catch((thrown) => {
    throw fileError(thrown, says`file ${own(showPath(path))}`)
  })
  if (isDocument(path, bytes)) return found(path, bytes)
  const text = textOf(bytes).trim()
  if (source === null && (text.includes('\n') || !WANTED.isKey(text))) return { keys: [], notes: [] }
  const key = await readKey(source ?? `file:${path}`, host, readOptions(context, false))
  return { keys: [source === null ? { ...key, location: { path, line: 1, column: 1 } } : key], notes: [] }
}

async function found(path: string | null, bytes: Uint8Array): Promise<Keys> {
  const from = path === null ? says`standard input` : showPath(path)
  const { readDocument } = await import('../../input/documents/read-document.ts')
  const reading = readDocument(path, textOf(bytes), WANTED)
  const all = reading.kind === 'key' ? [] : reading.found
  const keys: Located[] = []
  for (const one of all) keys.push(...(await locatedOf(one, path, from)))
  return {
    keys,
    notes: all.flatMap((one) =>
      one.kind === 'reference'
        ? [
            note(
              'document.reference',
              one.variable === null
                ? says`${own(placeOf(one, from))}: also reads ${own(one.to)}`
                : says`${own(placeOf(one, from))}: comes from ${own(one.to)}`,
            ),
          ]
        : [],
    ),
  }
}

async function locatedOf(one: Found, path: string | null, file: Shown): Promise<readonly Located[]> {
  if (one.kind === 'reference') return []
  const from = placeOf(one, file)
  const { line, column, variable, inside } = one
  const location = path === null ? {} : { location: { path, line, column, variable, inside } }
  if (one.kind === 'fault')
    return [{ ...EMPTY, ...location, from, fault: error('document.malformed', one.why) }]
  if (one.text.length > CAP)
    return [{ ...EMPTY, ...location, from, fault: error('document.malformed', TOO_LARGE) }]
  const findings = one.plain && one.text !== '' ? [PLAIN] : []
  const key = await given({
    bytes: one.text,
    from,
    place: path === null ? null : says`file ${own(file)}`,
    findings,
    ...(variable === null ? {} : { name: variable }),
  })
  return [{ ...key, ...location, ...(key.hint === null && !isSurely(one.text) ? { byLook: true } : {}) }]
}

const EMPTY = { text: new KeyText(''), place: null, hint: null, findings: [] } as const
const TOO_LARGE = says`longer than 1 MiB; no runtime can be given such a key`

/** `deploy/compose.yml:7:29, AXONFLOW_LICENSE_KEY of service agent` */
function placeOf({ line, column, variable, inside }: Found, file: Shown): Shown {
  const what = [variable ?? [], inside ?? []].flat().join(' of ') as Shown
  const place = says`${own(file)}:${line}:${column}`
  return what === '' ? place : says`${own(place)}, ${own(what)}`
}

const PLAIN = warning(
  'document.plain-value',
  says`the key itself stands where the name of a secret belongs`,
  says`keep it in a secret and name that (lic help document.plain-value)`,
)
