import type { Host } from '../host/host.ts'
import type { Answer, Streamed } from '../model/answer.ts'
import type { ProductId } from '../model/decoded.ts'
import type { Instant } from '../model/instant.ts'
import type { Shown } from '../model/visible.ts'
import type { Look, Paint } from '../present/look.ts'
import type { Heartbeat } from '../products/product.ts'
import type { Flags } from './flags.ts'

/** What every command may know: the world, and what the user said for all commands. */
export interface Context {
  readonly host: Host
  readonly settings: Settings
  readonly look: Look
  readonly paint: Paint
  /** What the command line means for a deployment of the project file. @throws LicError project.no-deployment */
  of(deployment: string): Promise<{ readonly settings: Settings; readonly options: Options }>
}

export interface Settings {
  readonly json: boolean
  readonly quiet: boolean
  readonly debug: boolean
  /** never ask */
  readonly noInput: boolean
  /** the moment to judge as of: `--at`, else the host's clock when the command began */
  readonly now: Instant
  /** `--at` was given */
  readonly at: boolean
  readonly platform: string | null
  /** the project file's version of the platform: a key must be good by its rules, too */
  readonly alsoPlatform: string | null
  /** where what was set came from, for who wonders */
  readonly origins: readonly Origin[]
  /** `--product` */
  readonly product: ProductId | null
  readonly heartbeat: Heartbeat
  /** `--public-key` and `LIC_PUBLIC_KEY`, as given, each with where it was given */
  readonly publicKeys: readonly { readonly text: string; readonly from: string }[]
  /** `--hmac-secret` source, as given */
  readonly pin: string | null
  readonly hmacSecret: string | null
  readonly region: string | null
  readonly profile: string | null
}

/** A setting that is not as without any. */
export interface Origin {
  /** as its option is called, without dashes */
  readonly setting: string
  /** null where it is not to be shown */
  readonly value: Shown | null
  /** `--cluster`, `LIC_PLATFORM`, `lic.config.json, check` */
  readonly from: Shown
}

/** Values of a verb's own options, by camel-cased name. */
export type Options = Readonly<Record<string, unknown>>

/**
 * Which groups of common options a verb has. `demands`: it asks of keys what the project file asks of them;
 * `failing`: of that, only when to fail.
 */
export type Uses = 'judging' | 'aws' | 'input' | 'deployment' | 'demands' | 'failing'

/** One verb: its flags, and what it does with them. A verb's file is loaded only when it is called. */
export interface Verb {
  readonly uses: readonly Uses[]
  /** loads no more products than the key that it reads calls for; all are loaded for other verbs that judge */
  readonly readies?: true
  /** adds arguments and options; nothing else */
  define(flags: Flags): void
  run(context: Context, operands: readonly string[], options: Options): Promise<Answer | Streamed>
}
