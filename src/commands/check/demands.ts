import type { Host } from '../../host/host.ts'
import { FORMS, type Form, type ProductId } from '../../model/decoded.ts'
import { lengthOfTime } from '../../model/length-of-time.ts'
import { LicError } from '../../model/lic-error.ts'
import type { Requirement } from '../../model/requirement.ts'
import { type Shown, says } from '../../model/visible.ts'
import { PRODUCTS, readyProducts } from '../../products/registry.ts'
import type { Options, Settings } from '../command.ts'
import type { Flags } from '../flags.ts'
import { identityOf } from '../identity.ts'

/** What the user asks of a key, beyond being good. Plain data: it travels to workers. */
export interface Demands {
  readonly formatOnly: boolean
  readonly form: Form | null
  readonly failOnWarn: boolean
  /** milliseconds before expiry; null: as usual */
  readonly warnWithin: number | null
  readonly critWithin: number | null
  readonly allowUnverifiable: boolean
  readonly expectIdentity: string | null
  readonly requires: readonly Requirement[]
  /** why, by fingerprint */
  readonly revoked: ReadonlyMap<string, Shown | ''> | null
}

export function addDemandOptions(flags: Flags): void {
  flags
    .option('--lines', 'each source is a list: one key a line, blank lines and # comments passed over')
    .option('--format-only', 'only decode: check neither signature nor date, and say so')
    .option('--form <form>', 'accept only this form of key', { choices: FORMS })
    .option('--fail-on <what>', 'also fail when a key expires soon', { choices: ['warn'] })
    .option('--warn-within <time>', 'warn this long before expiry (default: 30d)')
    .option('--crit-within <time>', 'critical this long before expiry (default: 7d)')
    .option('--allow-unverifiable', 'pass a key whose signature cannot be checked')
    .option('--expect-identity <id>', 'fail unless the key names this deployment or organization')
    .option('--require <what>', 'fail unless this holds (repeatable): tier=Enterprise, nodes>=12, days>=60', {
      repeatable: true,
    })
    .option('--revoked <file>', 'fail a key whose fingerprint stands in this list, one a line')
}

export async function readDemands(
  options: Options,
  { platform, product }: Settings,
  host: Host,
): Promise<Demands> {
  const demands: Demands = {
    formatOnly: options.formatOnly === true,
    form: FORMS.find((form) => form === options.form) ?? null,
    failOnWarn: options.failOn === 'warn' || (options.exitStyle === 'nagios' && options.formatOnly !== true),
    warnWithin: duration('--warn-within', options.warnWithin),
    critWithin: duration('--crit-within', options.critWithin),
    allowUnverifiable: options.allowUnverifiable === true,
    expectIdentity: identityOf(options),
    requires: await requirementsIn(options.require, platform, product),
    revoked: typeof options.revoked === 'string' ? await revokedIn(options.revoked, host) : null,
  }
  const { warnWithin, critWithin } = demands
  if (warnWithin !== null && critWithin !== null && critWithin > warnWithin)
    throw new LicError(
      'usage.argument',
      says`--crit-within is longer than --warn-within: what is critical would never have been a warning`,
      says`the longer time is that of --warn-within: --warn-within 30d --crit-within 7d`,
    )
  const judging =
    demands.failOnWarn ||
    demands.allowUnverifiable ||
    demands.requires.length > 0 ||
    demands.revoked !== null ||
    warnWithin !== null ||
    critWithin !== null
  if (demands.formatOnly && (judging || demands.expectIdentity !== null)) throw judgesNothing()
  return demands
}

export const judgesNothing = (): LicError =>
  new LicError(
    'usage.option',
    says`--format-only judges nothing, so it goes with no option that does`,
    says`only --form and --lines go with --format-only`,
  )

function duration(flag: string, given: unknown): number | null {
  if (typeof given !== 'string') return null
  const length = lengthOfTime(given, ['w', 'd', 'h', 'min', 's'])
  if (length === undefined)
    throw new LicError(
      'usage.argument',
      says`${flag} is not a length of time`,
      says`write a number and w, d, h, min or s: 30d`,
    )
  return length
}

async function requirementsIn(
  given: unknown,
  platform: string | null,
  product: ProductId | null,
): Promise<readonly Requirement[]> {
  if (!Array.isArray(given)) return []
  const { readRequirement } = await import('../../verdict/requirement.ts')
  await readyProducts()
  const among = product === null ? Object.values(PRODUCTS) : [PRODUCTS[product]]
  return given.map((text) => readRequirement(String(text), { platform }, among))
}

const revokedIn = async (path: string, host: Host) =>
  (await import('../../input/revoked-list.ts')).readRevoked(path, host)
