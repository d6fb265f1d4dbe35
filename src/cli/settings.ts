import type { Settings, Uses } from '../commands/command.ts'
import type { Flags } from '../commands/flags.ts'
import type { Host } from '../host/host.ts'
import { type Instant, parseInstant } from '../model/instant.ts'
import { LicError } from '../model/lic-error.ts'
import { says } from '../model/visible.ts'
import type { Layered } from './layers.ts'

/** The options that mean the same everywhere; a verb has only the groups it uses. */
export function addCommonOptions(flags: Flags, uses: readonly Uses[]): void {
  if (uses.includes('judging')) {
    flags
      .option('--at <instant>', 'judge as of another moment: 2026-10-28 or 2026-10-28T12:00:00Z')
      .option('--public-key <[usage=]source>', 'trust this public key too (repeatable)', {
        repeatable: true,
        unshown: true,
      })
      .option('--pin <sha256>', 'accept only a given public key with this SHA-256')
      .option('--hmac-secret <source>', 'the secret that signs HMAC keys', { unshown: true })
      .option('--platform <version>', 'whose rules to judge by (default: the newest known)')
  }
  if (uses.includes('deployment'))
    flags.option('--deployment <name>', 'the deployment of that name in lic.config.json (lic help config)')
  if (uses.includes('aws')) {
    flags
      .option('--region <region>', 'AWS Region (default: as the AWS SDK finds it)')
      .option('--profile <profile>', 'AWS profile (default: as the AWS SDK finds it)')
  }
  flags
    .option('--json', 'print one JSON object (lic help formats)')
    .option('--quiet', 'print only the answer')
    .option('--debug', 'tell on stderr what is being done')
    .option('--no-color', 'print without colour')
    .option('-h, --help', 'show this help')
  if (uses.includes('input')) flags.option('--no-input', 'never ask')
}

/** Options as they were layered; the variables that stand in for them where they are read. */
export function readSettings({ options, alsoPlatform, origins }: Layered, host: Host): Settings {
  const { env } = host
  return {
    json: options.json === true,
    quiet: options.quiet === true,
    debug: options.debug === true,
    noInput: options.input === false,
    now: momentOf(options.at, host),
    at: options.at !== undefined,
    platform: text(options.platform) ?? env.LIC_PLATFORM ?? null,
    alsoPlatform,
    origins,
    publicKeys: [
      ...list(options.publicKey).map((given) => ({ text: given, from: '--public-key' })),
      ...(env.LIC_PUBLIC_KEY ?? '')
        .split(/[\s,]+/)
        .filter((part) => part !== '')
        .map((given) => ({ text: given, from: 'LIC_PUBLIC_KEY' })),
    ],
    pin: text(options.pin) ?? env.LIC_PIN ?? null,
    hmacSecret: text(options.hmacSecret) ?? null,
    region: text(options.region) ?? null,
    profile: text(options.profile) ?? null,
  }
}

function momentOf(given: unknown, host: Host): Instant {
  if (typeof given !== 'string') return host.now()
  const moment = parseInstant(given)
  if (moment === undefined)
    throw new LicError(
      'usage.argument',
      says`--at is not an instant in ISO 8601`,
      says`write a day, 2026-10-28, or a moment with its zone, 2026-10-28T12:00:00Z`,
    )
  return moment
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const list = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
