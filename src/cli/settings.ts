import type { Options, Settings, Uses } from '../commands/command.ts'
import type { Flags } from '../commands/flags.ts'
import type { Host } from '../host/host.ts'
import { PRODUCT_IDS, type ProductId } from '../model/decoded.ts'
import { type Instant, parseInstant } from '../model/instant.ts'
import { lengthOfTime } from '../model/length-of-time.ts'
import { LicError } from '../model/lic-error.ts'
import { ACCOUNT_STATES } from '../model/runtime-word.ts'
import { says } from '../model/visible.ts'
import type { Heartbeat } from '../products/product.ts'
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
      .option('--product <product>', 'whose license it is, where that cannot be told', {
        choices: PRODUCT_IDS,
      })
      .option(
        '--last-heartbeat <instant>',
        'when the last verified heartbeat was, for licenses that live by them',
      )
      .option('--account-state <state>', 'what the vendor says of their account', { choices: ACCOUNT_STATES })
      .option('--heartbeat-limits <times>', 'warn, unhealthy, killed after (default: 10min,30min,24h)')
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
    product: productOf(text(options.product) ?? env.LIC_PRODUCT),
    heartbeat: heartbeatOf(options, env),
    publicKeys: [
      ...list(options.publicKey).map((given) => ({ text: given, from: '--public-key' })),
      ...severalIn(env.LIC_PUBLIC_KEY ?? '').map((given) => ({ text: given, from: 'LIC_PUBLIC_KEY' })),
    ],
    pin: text(options.pin) ?? env.LIC_PIN ?? null,
    hmacSecret: text(options.hmacSecret) ?? null,
    region: text(options.region) ?? null,
    profile: text(options.profile) ?? null,
  }
}

/** Several keys, unless it is one PEM, which has spaces itself. */
const severalIn = (keys: string): readonly string[] =>
  keys.includes('-----BEGIN') ? [keys] : keys.split(/[\s,]+/).filter((part) => part !== '')

function productOf(given: string | undefined): ProductId | null {
  const product = PRODUCT_IDS.find((id) => id === given)
  if (given === undefined || given === '' || product) return product ?? null
  throw new LicError(
    'usage.argument',
    says`LIC_PRODUCT is no product`,
    says`the products are: ${PRODUCT_IDS.join(', ')}`,
  )
}

function heartbeatOf(options: Options, env: Host['env']): Heartbeat {
  const last = text(options.lastHeartbeat)
  const times = text(options.heartbeatLimits) ?? env.LIC_HEARTBEAT_LIMITS ?? ''
  return {
    last: last === undefined ? null : instantOf('--last-heartbeat', last),
    thresholds: times === '' ? null : thresholdsOf(times),
    ...accountOf(options),
  }
}

const accountOf = ({ accountState }: Options): Pick<Heartbeat, 'account'> => {
  const account = ACCOUNT_STATES.filter((state) => state === accountState)
  return account.length === 0 ? {} : { account }
}

function thresholdsOf(times: string): Heartbeat['thresholds'] {
  const [warn, unhealthy, killed, ...more] = times
    .split(',')
    .map((one) => lengthOfTime(one.trim(), ['d', 'h', 'min', 'm', 's']))
  if (warn !== undefined && unhealthy !== undefined && killed !== undefined && more.length === 0)
    if (0 < warn && warn < unhealthy && unhealthy < killed) return { warn, unhealthy, killed }
  throw new LicError(
    'usage.argument',
    says`--heartbeat-limits takes three times, each longer than the one before`,
    says`write them as 10min,30min,24h: late, unhealthy, killed`,
  )
}

function momentOf(given: unknown, host: Host): Instant {
  return typeof given === 'string' ? instantOf('--at', given) : host.now()
}

function instantOf(flag: string, given: string): Instant {
  const moment = parseInstant(given)
  if (moment === undefined)
    throw new LicError(
      'usage.argument',
      says`${flag} is not an instant in ISO 8601`,
      says`write a day, 2026-10-28, or a moment with its zone, 2026-10-28T12:00:00Z`,
    )
  return moment
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const list = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
