import type { Host } from '../../host/host.ts'
import type { Consent } from '../../model/consent.ts'
import { MINUTE } from '../../model/instant.ts'
import { LicError } from '../../model/lic-error.ts'
import { says } from '../../model/visible.ts'
import type { Product, Wiring } from '../../products/product.ts'
import type { AwsRef } from '../../targets/aws/ref.ts'
import { NOTHING_SAID } from '../../targets/health/again.ts'
import type { HealthRef } from '../../targets/health/ask.ts'
import type { Options, Settings } from '../command.ts'
import type { Flags } from '../flags.ts'
import { identityOf } from '../identity.ts'
import { addAdminOptions, addPreviousOption, isAdmin, onlyOne, readAdmin } from './admin.ts'
import { addConsentOptions, readConsents } from './consents.ts'
import { durationOf } from './duration.ts'
import { addEnvFileOption, addPublicKeyOption, addRestartOption, isEnvFile, readEnvFile } from './env-file.ts'
import { addHealthOptions, healthRefs } from './health.ts'
import type { Place } from './place.ts'

/** Options of every verb that changes a deployment. */
export function addDeployOptions(flags: Flags, wiring: Wiring): void {
  addWhereOptions(flags, wiring, 'service to redeploy')
  flags
    .option('--sequential', 'redeploy one service after the other, in the order given')
    .option(
      '--prove <rung>',
      'what must be proven: tasks (on AWS) or restart (of a file), the default, or health: the runtime says so itself',
      { choices: ['tasks', 'restart', 'health'] },
    )
  addTimeOptions(flags)
  addEnvFileOption(flags)
  addAdminOptions(flags)
  addRestartOption(flags)
  addConsentOptions(flags)
}

/** What to do with a plan, and where on AWS; `service`: what it names. */
export function addWhereOptions(flags: Flags, wiring: Wiring, service: string): void {
  flags.option('--dry-run', 'show the plan and stop').option('--yes', 'carry the plan out without asking')
  addSecretOption(flags, wiring)
  addClusterOptions(flags, wiring, service)
  addHealthOptions(flags)
}

export const addTimeOptions = (flags: Flags): Flags =>
  flags
    .option('--timeout <time>', 'how long to follow the rollout: 90s, 30m, 2h (default: 30m)')
    .option('--undo-timeout <time>', 'how long to take it back (default: as --timeout, at least 10m)')
    .option('--report-file <path>', 'write the report there as JSON, too, however it ends')

const TIMEOUT = 30 * MINUTE

const VIA = { 'task-definition': 'secret', 'task-definition:value': 'value' } as const

/** Options of a rotation that makes what is missing: a secret, or the wiring to it. */
export function addMakingOptions(flags: Flags): void {
  flags
    .option(
      '--via <way>',
      'where a task definition holds the key as a plain value: register a revision that reads it from the secret, or that holds the new one (:value)',
      { choices: Object.keys(VIA) },
    )
    .option('--create', 'create the secret, or the file, where there is none')
  addPublicKeyOption(flags)
  addPreviousOption(flags)
}

const viaOf = ({ via }: Options): AwsRef['via'] =>
  typeof via === 'string' && Object.hasOwn(VIA, via) ? VIA[via as keyof typeof VIA] : null

/** Which services read the key. */
export const addClusterOptions = (
  flags: Flags,
  { cluster, services }: Wiring,
  service = 'service that reads the key',
): Flags =>
  flags
    .option('--cluster <name>', `ECS cluster (default: ${cluster})`)
    .option('--service <name>', `${service}, repeatable (default: ${services.join(', ')})`, {
      repeatable: true,
    })

export const addSecretOption = (flags: Flags, { secret }: Wiring): Flags =>
  flags.option('--secret <name[#field]>', `secret that holds the key (default: ${secret})`)

/** Whose key it must be. */
export const addIdentityOption = (
  flags: Flags,
  what = 'refuse a key that does not name this deployment or organization',
): Flags => flags.option('--expect-identity <id>', what)

/** What of a product decides where its key lies, where that is not said. */
export type Deployed = Pick<Product, 'name' | 'wiring' | 'variables'>

export interface DeployOptions {
  readonly dryRun: boolean
  readonly yes: boolean
  /** milliseconds for taking back what was done */
  readonly undoTimeout: number
  /** milliseconds for the whole, going back apart */
  readonly timeout: number
  /** the words of times that are longer than usual; one that is shorter may be why it is gone on with */
  readonly longer: readonly string[]
  readonly place: Place
  readonly consents: readonly Consent[]
  /** what the key must name; null: as the key in its place */
  readonly identity: string | null
}

export async function readDeployOptions(
  options: Options,
  settings: Settings,
  product: Deployed,
  host: Host,
): Promise<DeployOptions> {
  const dryRun = options.dryRun === true
  if (settings.at && !dryRun)
    throw new LicError(
      'usage.option',
      says`--at asks what would be, so it goes only with --dry-run here`,
      says`a key is put into place by what it is worth now`,
    )
  const timeout = durationOf('--timeout', options.timeout) ?? TIMEOUT
  const undoTimeout = durationOf('--undo-timeout', options.undoTimeout)
  const usual = Math.max(timeout, 10 * MINUTE)
  return {
    dryRun,
    yes: options.yes === true,
    timeout,
    undoTimeout: undoTimeout ?? usual,
    longer: [
      ...(timeout > TIMEOUT ? ['--timeout', String(options.timeout)] : []),
      ...((undoTimeout ?? 0) > usual ? ['--undo-timeout', String(options.undoTimeout)] : []),
    ],
    consents: readConsents(options),
    identity: identityOf(options),
    place: await readPlace(options, settings, product, host),
  }
}

/** Where the key lives: on AWS, unless a file or an admin API is named. */
export async function readPlace(
  options: Options,
  settings: Settings,
  product: Deployed,
  host: Host,
): Promise<Place> {
  const health = await healthRefs(options, host)
  const timeoutMs = durationOf('--timeout', options.timeout) ?? TIMEOUT
  if (isAdmin(options)) {
    onlyOne(options)
    return { kind: 'http-admin', ref: await readAdmin(options, settings, host, timeoutMs) }
  }
  return isEnvFile(options)
    ? { kind: 'env-file', ref: await readEnvFile(options, settings, product, host, health) }
    : { kind: 'aws', ref: readRef(options, settings, product, health, timeoutMs) }
}

/** Where the key lives on AWS, by what was said and by what is usual for the product. */
function readRef(
  options: Options,
  settings: Settings,
  product: Deployed,
  health: readonly HealthRef[],
  timeoutMs: number,
): AwsRef {
  const { wiring } = product
  const [secret, field] = splitOnce(text(options.secret) ?? wiring?.secret ?? missing(product, 'secret'), '#')
  const [first, ...rest] =
    list(options.service).length > 0
      ? list(options.service)
      : (wiring?.services ?? missing(product, 'service'))
  if (first === undefined)
    throw new LicError('usage.option', says`no service is named`, says`name each with --service`)
  const via = viaOf(options)
  const create = options.create === true
  if (create && via === 'value')
    throw new LicError(
      'usage.option',
      says`--create does not go with --via task-definition:value: nothing would read the secret`,
      says`have it created and read: --create --via task-definition`,
    )
  if (options.prove === 'restart')
    throw new LicError(
      'usage.option',
      says`--prove restart is about a file of variables; on AWS tasks are followed`,
      says`leave it out, or: --prove health --health-url https://HOST:8080/health`,
    )
  const prove = options.prove === 'health' ? 'health' : 'tasks'
  return {
    secret,
    field: field ?? null,
    cluster: text(options.cluster) ?? wiring?.cluster ?? missing(product, 'cluster'),
    services: [first, ...new Set(rest.filter((name) => name !== first))],
    region: settings.region,
    profile: settings.profile,
    health,
    prove,
    sequential: options.sequential === true,
    via,
    create,
    timeoutMs,
    ...NOTHING_SAID,
  }
}

function missing({ name }: Deployed, what: string): never {
  throw new LicError(
    'usage.option',
    says`${name} documents no names on AWS, and no ${what} is named`,
    says`name them: --secret NAME --cluster NAME --service NAME`,
    says`or another place: --dotenv .env, --admin-url https://HOST`,
  )
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const list = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

function splitOnce(whole: string, mark: string): readonly [string, string | undefined] {
  const at = whole.indexOf(mark)
  return at < 0 ? [whole, undefined] : [whole.slice(0, at), whole.slice(at + 1)]
}
