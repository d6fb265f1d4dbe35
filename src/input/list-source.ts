import { Readable } from 'node:stream'
import type { Host } from '../host/host.ts'
import type { Finding } from '../model/finding.ts'
import { LicError } from '../model/lic-error.ts'
import { own, type Shown, says } from '../model/visible.ts'
import { CAP, type RemotePlace } from './contents.ts'
import { showName } from './may-show.ts'
import { exposedFindings, fileError, readSource } from './read-source.ts'
import { parseOperand } from './source.ts'
import { takeStdin } from './standard-input.ts'

/** A list of keys, one a line, as it comes. */
export interface List {
  readonly chunks: AsyncIterable<Uint8Array>
  readonly from: Shown
  readonly place: string | null
  readonly findings: readonly Finding[]
}

/** Opens a list: files and standard input as streams of any length, other sources whole, at most 1 MiB. */
export async function openList(given: string, host: Host, remote: RemotePlace): Promise<List> {
  const source = parseOperand(given, host)
  if (source.kind === 'text')
    throw new LicError(
      'usage.argument',
      says`--lines takes sources, not keys`,
      says`write file:PATH, or - for standard input`,
    )
  if (source.kind === 'stdin')
    return {
      chunks: whole(takeStdin(host).chunks(), says`standard input`),
      from: says`standard input`,
      place: null,
      findings: [],
    }
  if (source.kind === 'file') {
    const from = says`file ${own(showName(source.path))}`
    const { chunks, exposed } = await host.files.stream(source.path).catch((thrown) => {
      throw fileError(thrown, from)
    })
    return { chunks: whole(chunks, from), from, place: null, findings: exposedFindings(exposed, from) }
  }
  const { bytes, from, place, findings } = await readSource(source, host, remote)
  if (bytes.length > CAP) throw new LicError('source.unreadable', says`${own(from)} is larger than 1 MiB`)
  return { chunks: Readable.from([Buffer.from(bytes, 'latin1')]), from, place, findings }
}

/** A list that breaks off is not a list that ends. */
async function* whole(chunks: AsyncIterable<Uint8Array>, from: Shown): AsyncIterable<Uint8Array> {
  try {
    yield* chunks
  } catch {
    throw new LicError(
      'source.unreadable',
      says`${own(from)} could not be read to its end: what came before is judged, the rest is not`,
      says`check the list again, from a file if it came through a pipe`,
    )
  }
}
