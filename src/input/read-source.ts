import type { FileTrouble, Host } from '../host/host.ts'
import { type Finding, warning } from '../model/finding.ts'
import { LicError } from '../model/lic-error.ts'
import { own, type Shown, says } from '../model/visible.ts'
import { bytesOf, CAP, type Contents, type RemotePlace } from './contents.ts'
import { showName, showVariable } from './may-show.ts'
import type { Source } from './source.ts'
import { takeStdin } from './standard-input.ts'

/** Reads a source as it is: nothing trimmed. At most `CAP` bytes and one, so that the caller can tell. */
export async function readSource(source: Source, host: Host, remote: RemotePlace): Promise<Contents> {
  switch (source.kind) {
    case 'stdin': {
      const from = says`standard input`
      const stdin = takeStdin(host)
      const bytes = await stdin.readAll(CAP).catch((thrown) => {
        throw fileError(thrown, from)
      })
      return { bytes: latin1(bytes), from, place: null, findings: [] }
    }
    case 'file':
      return readFile(source.path, host)
    case 'env':
      return readVariable(source.name, host)
    case 'dotenv':
      return readDotenv(source.path, source.name, host)
    case 'secret':
      return (await import('./read-secret.ts')).readSecret(source.ref, host, remote)
  }
}

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')

async function readFile(path: string, host: Host): Promise<Contents> {
  const from = says`file ${own(showName(path))}`
  const { bytes, exposed } = await host.files.read(path, CAP).catch((thrown) => {
    throw fileError(thrown, from)
  })
  return { bytes: latin1(bytes), from, place: null, findings: exposedFindings(exposed, from) }
}

export const exposedFindings = (exposed: boolean, from: Shown): readonly Finding[] =>
  exposed
    ? [
        warning(
          'source.exposed',
          says`other users of this machine can read ${own(from)}`,
          says`run: chmod 600 on it`,
        ),
      ]
    : []

export const FILE_TROUBLE = {
  missing: [says`there is no such file`, says`a path counts from the current folder: look with ls -l`],
  denied: [says`its permissions do not allow it`, says`look with ls -l whose it is, and who may read it`],
  'not-a-file': [
    says`it is not a regular file`,
    says`pipe what it holds into standard input, and write - in its place`,
  ],
  other: [says`the system refuses`, says`look at it with ls -l`],
} as const satisfies Record<FileTrouble['reason'], readonly [why: Shown, next: Shown]>

export const isFileTrouble = (thrown: unknown): thrown is FileTrouble =>
  thrown instanceof Error && thrown.name === 'FileTrouble'

/** Words for a file that cannot be read; anything else thrown is left as it is. */
export function fileError(thrown: unknown, from: Shown): unknown {
  if (!isFileTrouble(thrown)) return thrown
  const [why, next] = FILE_TROUBLE[thrown.reason]
  return new LicError('source.unreadable', says`cannot read ${own(from)}: ${own(why)}`, next)
}

function readVariable(name: string, host: Host): Contents {
  const shown = showVariable(name)
  const text = host.env[name]
  if (text === undefined)
    throw new LicError(
      'source.unset',
      says`${own(shown)} is not set`,
      says`a variable must be exported to be seen: export NAME, or set it on the same line as lic`,
    )
  return { bytes: bytesOf(text), from: shown, place: 'the environment', findings: [], name }
}

async function readDotenv(path: string, name: string, host: Host): Promise<Contents> {
  const { bytes, from: file, findings } = await readFile(path, host)
  if (bytes.length > CAP)
    throw new LicError('source.unreadable', says`cannot read ${own(file)}: it is larger than 1 MiB`)
  const { parse } = await import('dotenv')
  const values = parse(Buffer.from(bytes, 'latin1').toString('utf8'))
  const from = says`${own(showVariable(name))} in ${own(file)}`
  const text = Object.hasOwn(values, name) ? values[name] : undefined
  if (text === undefined)
    throw new LicError('source.unset', says`${own(from)} is not set`, says`names are case-sensitive`)
  return { bytes: bytesOf(text), from, place: file, findings, name }
}
