import { Buffer } from 'node:buffer'
import type { FileTrouble, Host } from '../../host/host.ts'
import { error, type Finding, warning } from '../../model/finding.ts'
import { KeyText } from '../../model/key-text.ts'
import type { Line } from '../../model/plan.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import { hearAll } from '../health/ask.ts'
import type { Sight, Tools } from '../target.ts'
import { type Archive, archivesAmong, lockPath } from './archives.ts'
import { noLock } from './doubts.ts'
import { byLic } from './lines.ts'
import { readLock } from './lock.ts'
import { valueIn } from './perform/edit.ts'
import type { EnvFileRef } from './ref.ts'
import type { FileInFlight, FileSight } from './sight.ts'

export const LARGEST = 1 << 20

/** Looks at the file, what lies beside it, and what the runtimes say. Writes nothing. */
export async function observe(ref: EnvFileRef, tools: Tools): Promise<FileSight> {
  const found = await look(ref, tools)
  const archives = await readArchives(ref.path, tools.host)
  const current = currentIn(found.file, ref, tools)
  const inFlight = await lookInFlight(ref, tools, found.file, current, archives)
  const there = (await tools.host.files.lookAt(lockPath(ref.path)).catch(() => null)) !== null
  const words = await hearAll(ref.health, tools)
  return {
    ref,
    ...found,
    current,
    archives,
    inFlight,
    noLock: inFlight === null && there ? [noLock(ref.path)] : [],
    lines: byLic(ref),
    words,
    head: headOf(ref),
    elsewhere: [],
    unread: false,
    warnings: [...found.warnings, ...shellWins(ref, tools)],
  }
}

/** What is kept of the file, newest first. */
export async function readArchives(path: string, { files }: Host): Promise<readonly Archive[]> {
  const names = await files.beside(path).catch(() => [])
  return Promise.all(
    archivesAmong(path, names).map(async (name) => {
      const read = await files.read(name.path, LARGEST).catch(() => null)
      return { ...name, file: read === null ? null : textOf(read.bytes) }
    }),
  )
}

export const textOf = (bytes: Uint8Array): KeyText => new KeyText(Buffer.from(bytes).toString('latin1'))

type Found = Pick<FileSight, 'file' | 'creates' | 'refusals' | 'warnings' | 'obstacles'>

async function look(ref: EnvFileRef, { host }: Tools): Promise<Found> {
  const { files } = host
  const nothing = { file: null, creates: null, refusals: [], warnings: [], obstacles: [] }
  const { path } = ref
  try {
    const facts = await files.lookAt(path)
    if (facts === null && ref.create) {
      await files.mayReplace(path)
      return { ...nothing, creates: 'file' }
    }
    if (facts === null) return { ...nothing, refusals: [missing(ref)] }
    if (facts.kind === 'link') return { ...nothing, refusals: [link(path, facts.leadsTo)] }
    const { bytes, exposed } = await files.read(path, LARGEST)
    const why = bytes.length > LARGEST ? tooLarge(path) : strange(path, bytes)
    if (why !== null) return { ...nothing, refusals: [why] }
    const file = textOf(bytes)
    const value = valueIn(file, ref.variable)
    const mayWrite = await files.mayReplace(path).then(
      () => [],
      (thrown: FileTrouble) => [troubleOf(path, thrown)],
    )
    return {
      ...nothing,
      file,
      creates: value === null || value.length === 0 ? 'variable' : null,
      obstacles: mayWrite,
      warnings: exposed ? [exposedFile(path)] : [],
    }
  } catch (thrown) {
    if ((thrown as FileTrouble).name !== 'FileTrouble') throw thrown
    return { ...nothing, refusals: [troubleOf(path, thrown as FileTrouble)] }
  }
}

/** Where there is no key, that is a state too, for products that run without one. */
function currentIn(file: KeyText | null, { variable }: EnvFileRef, { judge }: Tools): Sight['current'] {
  const text = (file === null ? null : valueIn(file, variable)) ?? new KeyText('')
  const verdict = judge(text)
  return text.length === 0 && verdict.kind !== 'absent' ? null : { text, verdict }
}

async function lookInFlight(
  ref: EnvFileRef,
  { host, judge }: Tools,
  file: KeyText | null,
  current: Sight['current'],
  archives: readonly Archive[],
): Promise<FileInFlight | null> {
  const { files } = host
  const there = await files.read(lockPath(ref.path), LARGEST).catch(() => null)
  const lock = there === null ? null : readLock(there.bytes)
  if (lock === null) return null
  const old = archives.find(({ version }) => version === lock.archive)?.file ?? null
  const holds = current !== null && 'key' in current.verdict ? current.verdict.key.fingerprint : null
  const asBefore =
    lock.archive === null ? file === null : old === null ? holds !== lock.to : file?.equals(old) === true
  const promoted = holds === lock.to && !asBefore
  const oldKey = old === null ? null : valueIn(old, ref.variable)
  return {
    lock,
    stand: promoted ? 'promoted' : asBefore ? 'staged' : 'moved-on',
    next: promoted ? current : null,
    old: promoted ? (oldKey === null ? null : { text: oldKey, verdict: judge(oldKey) }) : current,
    lines: byLic(ref),
  }
}

function headOf({ path, variable, publicKey, restart }: EnvFileRef): readonly Line[] {
  const also = publicKey === null ? says`` : says`, and its public key in ${publicKey.variable}`
  return [
    { label: 'file', value: says`${path}, variable ${variable}${own(also)}` },
    { label: 'restart', value: restart === null ? says`by hand, afterwards` : says`${restart}` },
  ]
}

const missing = ({ path }: EnvFileRef): Finding =>
  error(
    'file.missing',
    says`there is no file ${path}`,
    says`name the one that the product reads: --dotenv PATH`,
    says`or have it made: --create`,
  )

const link = (path: string, leadsTo: string | null): Finding =>
  error(
    'file.link',
    says`${path} is a symbolic link, and links are not followed`,
    says`name the file that it leads to: --dotenv ${leadsTo ?? 'PATH'}`,
  )

const tooLarge = (path: string): Finding =>
  error('file.too-large', says`${path} is larger than 1 MiB, which no file of variables is`)

function strange(path: string, bytes: Uint8Array): Finding | null {
  if (!bytes.includes(0)) return null
  return error(
    'file.encoding',
    says`${path} is no text in UTF-8: it holds NUL bytes`,
    says`save it as UTF-8, then try again`,
  )
}

const exposedFile = (path: string): Finding =>
  warning(
    'source.exposed',
    says`other users of this machine can read ${path}`,
    says`the mode stays as it is; if it need not be: chmod 600 ${path}`,
  )

const TROUBLES = {
  missing: says`is not there, or its folder is not`,
  denied: says`may not be read or written by this user`,
  'not-a-file': says`is not a regular file`,
  other: says`could not be read or written`,
} as const satisfies Record<FileTrouble['reason'], Shown>

export const troubleOf = (path: string, { reason }: FileTrouble): Finding =>
  error(
    reason === 'not-a-file' ? 'file.not-a-file' : 'file.denied',
    says`${path} ${own(TROUBLES[reason])}`,
    says`writing it needs the right to make files in its folder, too`,
  )

/** Compose prefers what is exported where it is started. */
function shellWins({ variable, path }: EnvFileRef, { host }: Tools): readonly Finding[] {
  if (!host.env[variable]) return []
  return [
    warning(
      'file.shell-wins',
      says`${variable} is exported in this shell, and Docker Compose prefers that to ${path}`,
      says`commands run by --restart do not get it; in your own shell: unset ${variable}`,
    ),
  ]
}
