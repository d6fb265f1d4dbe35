import { type Instant, parseInstant } from '../model/instant.ts'
import { LicError } from '../model/lic-error.ts'
import { own, type Shown, says } from '../model/visible.ts'
import { PROJECT } from './project/fields.ts'
import { type Node, readPositioned } from './project/positioned.ts'
import { shaped } from './project/shaped.ts'

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
  /** lengths of time as `--warn-within` takes them, never shorter than without the file */
  readonly warnWithin: string | null
  readonly critWithin: string | null
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
 * Reads it strictly.
 *
 * @param text one character per byte
 * @throws LicError project.syntax, project.field, project.forbidden: the first thing that is wrong, with its line
 */
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
  warnWithin: raw.warnWithin ?? null,
  critWithin: raw.critWithin ?? null,
  require: raw.require ?? [],
  expectIdentity: raw.expectIdentity ?? null,
  platform: raw.platform ?? null,
})

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
