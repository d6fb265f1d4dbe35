import type { Host } from '../host/host.ts'
import { type Instant, parseInstant } from '../model/instant.ts'
import { LicError } from '../model/lic-error.ts'
import { own, type Shown, says } from '../model/visible.ts'
import { daysOf, PROJECT } from './project/fields.ts'
import { type Node, readPositioned } from './project/positioned.ts'
import { shaped } from './project/shaped.ts'

export const PROJECT_FILE = 'lic.config.json'

/** More than any project needs: what is larger is not read. */
const LARGEST = 256 * 1024

/**
 * What `lic.config.json` says. It lies in the repository under test, so it names deployments and tightens checks;
 * it cannot name anything to trust, to allow, to run or to connect to. Texts are raw.
 */
export interface ProjectFile {
  /** as found from the working directory: `lic.config.json`, `../lic.config.json` */
  readonly path: Shown
  readonly deployments: ReadonlyMap<string, Deployment>
  readonly check: ProjectDemands
  readonly scan: { readonly allow: readonly AllowedKey[] }
}

/** Null where it says nothing. */
export interface Deployment {
  readonly secret: string | null
  readonly field: string | null
  readonly cluster: string | null
  readonly services: readonly string[]
  readonly region: string | null
  /** what a key must name to be put there */
  readonly identity: string | null
}

export interface ProjectDemands {
  readonly failOn: 'warn' | null
  /** milliseconds, never fewer than without the file */
  readonly warnWithin: number | null
  readonly critWithin: number | null
  /** as `--require` takes them */
  readonly require: readonly string[]
  readonly expectIdentity: string | null
  /** a key must be good by the rules of this version, too */
  readonly platform: string | null
}

/** A key that may be where `scan` finds it. */
export interface AllowedKey {
  readonly fingerprint: string
  readonly reason: string
  /** from this instant on it may not */
  readonly until: Instant
  /** in the file */
  readonly line: number
}

/**
 * The nearest project file from the working directory upward, as far as the root of the repository; null where
 * there is none.
 *
 * @throws LicError project.unreadable, project.syntax, project.field, project.forbidden
 */
export async function findProjectFile(host: Pick<Host, 'files'>): Promise<ProjectFile | null> {
  const found = await host.files.findUpward(PROJECT_FILE, LARGEST)
  if (found === null) return null
  const path = says`${found.path}`
  if (typeof found.read === 'string') throw unreadable(path, WHY[found.read])
  const { bytes } = found.read
  if (bytes.length > LARGEST) throw unreadable(path, says`it is larger than ${LARGEST / 1024} KiB`)
  return readProjectFile(Buffer.from(bytes).toString('latin1'), path)
}

const WHY = {
  missing: says`it went away while it was read`,
  denied: says`this user may not read it`,
  'not-a-file': says`it is no regular file`,
  link: says`it is a symbolic link, which may lead out of the repository`,
  other: says`the system does not let it be read`,
} as const

const unreadable = (path: Shown, why: Shown): LicError =>
  new LicError(
    'project.unreadable',
    says`${own(path)} is not read: ${own(why)}`,
    says`put a regular file there, or take it away`,
  )

/** @param text one character per byte */
export function readProjectFile(text: string, path: Shown): ProjectFile {
  const read = readPositioned(text)
  if ('unread' in read)
    throw new LicError(
      'project.syntax',
      says`${own(path)}, line ${read.unread.line}: not JSON: ${read.unread.why}`,
      says`comments and trailing commas are no JSON`,
    )
  const raw = shaped(read.root, PROJECT, { file: path, path: says`` }) as Raw
  return {
    path,
    deployments: new Map(
      Object.entries(raw.deployments ?? {}).map(([name, one]) => [name, deploymentOf(one)]),
    ),
    check: demandsOf(raw.check ?? {}),
    scan: { allow: allowedOf(raw.scan?.allow ?? [], linesOf(read.root)) },
  }
}

/** what `shaped` leaves of the table of fields. */
interface Raw {
  readonly deployments?: Readonly<Record<string, RawDeployment>>
  readonly check?: RawCheck
  readonly scan?: { readonly allow?: readonly RawAllowed[] }
}
type RawDeployment = Partial<Record<'secret' | 'field' | 'cluster' | 'region' | 'identity', string>> & {
  readonly services?: readonly string[]
}
type RawCheck = Partial<
  Record<'failOn' | 'warnWithin' | 'critWithin' | 'expectIdentity' | 'platform', string>
> & {
  readonly require?: readonly string[]
}
type RawAllowed = Readonly<Record<'fingerprint' | 'reason' | 'until', string>>

const deploymentOf = (raw: RawDeployment): Deployment => ({
  secret: raw.secret ?? null,
  field: raw.field ?? null,
  cluster: raw.cluster ?? null,
  services: raw.services ?? [],
  region: raw.region ?? null,
  identity: raw.identity ?? null,
})

const demandsOf = (raw: RawCheck): ProjectDemands => ({
  failOn: raw.failOn === 'warn' ? 'warn' : null,
  warnWithin: lengthIn(raw.warnWithin),
  critWithin: lengthIn(raw.critWithin),
  require: raw.require ?? [],
  expectIdentity: raw.expectIdentity ?? null,
  platform: raw.platform ?? null,
})

const lengthIn = (text: string | undefined): number | null =>
  text === undefined ? null : (daysOf(text) ?? null)

const allowedOf = (raw: readonly RawAllowed[], lines: readonly number[]): readonly AllowedKey[] =>
  raw.map(({ fingerprint, reason, until }, at) => ({
    fingerprint,
    reason,
    until: parseInstant(until) as Instant,
    line: lines[at] ?? 0,
  }))

function linesOf(root: Node): readonly number[] {
  const allow = inside(inside(root, 'scan'), 'allow')
  return allow?.kind === 'list' ? allow.items.map(({ line }) => line) : []
}

const inside = (node: Node | undefined, name: string): Node | undefined =>
  node?.kind === 'object' ? node.fields.find((field) => field.name === name)?.value : undefined
