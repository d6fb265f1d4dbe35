import { after, type Instant } from '../../model/instant.ts'
import { lengthOfTime } from '../../model/length-of-time.ts'
import { LicError } from '../../model/lic-error.ts'
import { says } from '../../model/visible.ts'
import type { Options, Settings } from '../command.ts'
import type { Flags } from '../flags.ts'
import { mustDiffer, pathOfSource } from '../output/forms.ts'

export function addWatchOptions(flags: Flags): void {
  flags
    .option('--interval <time>', 'from one look to the next: 30s, 5m (default: 1m)')
    .option('--for <time>', 'for how long: 30m, 24h, 7d (default: until Ctrl-C)')
    .option('--until <state>', 'end as soon as nothing drifts', { choices: ['healthy'] })
    .option('--fail-fast', 'end as soon as something drifts, or cannot be looked at')
    .option('--metrics-file <path>', 'write metrics there after each look, as Prometheus reads them')
    .option('--metrics-emf', 'print metrics as CloudWatch reads them from a log, a line a look')
}

export interface WatchOptions {
  /** milliseconds */
  readonly interval: number
  readonly until: Instant | null
  readonly untilHealthy: boolean
  readonly failFast: boolean
  readonly metricsFile: string | null
  readonly emf: boolean
}

const MINUTE = 60_000

export function readWatchOptions(options: Options, settings: Settings): WatchOptions {
  if (settings.at)
    throw new LicError(
      'usage.option',
      says`--at is about one moment, and this goes on`,
      says`for one look: lic status --at INSTANT`,
    )
  const lasts = timeOf('--for', options.for)
  if (options.metricsEmf === true && settings.json)
    throw new LicError('usage.option', says`--metrics-emf and --json both want standard output`)
  const metricsFile = text(options.metricsFile)
  if (metricsFile !== null) mustDiffer([metricsFile], filesRead(options))
  return {
    interval: timeOf('--interval', options.interval) ?? MINUTE,
    until: lasts === null ? null : after(settings.now, lasts),
    untilHealthy: options.until === 'healthy',
    failFast: options.failFast === true,
    metricsFile,
    emf: options.metricsEmf === true,
  }
}

function timeOf(flag: string, given: unknown): number | null {
  if (typeof given !== 'string') return null
  const length = lengthOfTime(given, ['s', 'min', 'm', 'h', 'd'])
  if (length === undefined || length === 0)
    throw new LicError(
      'usage.argument',
      says`${flag} is not a length of time`,
      says`write a number and s, m, h or d: 30s, 24h`,
    )
  return length
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** What is never to be written over: each holds a key, a token or certificates. */
function filesRead({ dotenv, healthCa, adminToken }: Options): readonly string[] {
  const token = text(adminToken)
  return [text(dotenv), text(healthCa), token && pathOfSource(token)].filter((path) => path !== null)
}
