import type { AdminApi } from '../model/admin.ts'
import type { Counters } from '../model/counters.ts'
import type { DecodedKey, Decoding, ProductId } from '../model/decoded.ts'
import type { Finding, NonEmpty } from '../model/finding.ts'
import type { Hunt } from '../model/hunt.ts'
import type { Instant } from '../model/instant.ts'
import type { KeyText } from '../model/key-text.ts'
import type { TierTable } from '../model/limit.ts'
import type { AccountState, HeartbeatWord, RuntimeWord } from '../model/runtime-word.ts'
import type { Support } from '../model/support.ts'
import type { Timeline } from '../model/timeline.ts'
import type { Anchor, Keyring, Trust } from '../model/trust.ts'
import type { Shown } from '../model/visible.ts'

/** Whose rules speak: a product's version and build. */
export interface Rules {
  /** as given with `--platform` or by `/health`; null: the newest known */
  readonly platform: string | null
  /** for products that live by heartbeats */
  readonly heartbeat?: Heartbeat
  /** the environment that the key was read from, where its other variables matter */
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** When the last verified heartbeat was, null where nobody said, and after how many milliseconds without one what follows. */
export interface Heartbeat {
  readonly last: Instant | null
  readonly thresholds: { readonly warn: number; readonly unhealthy: number; readonly killed: number } | null
  /** what was said of the account on the command line; not there: nothing */
  readonly account?: readonly AccountState[]
  /** the deployment that said so, and when it was asked; not there: somebody said it on the command line */
  readonly live?: Omit<HeartbeatWord, 'last'> & {
    readonly from: Shown
    readonly at: Instant
  }
}

/** How the vendor's deployments usually look, for defaults. */
export interface Wiring {
  /** name of the secret that holds the key */
  readonly secret: string
  readonly cluster: string
  readonly services: readonly string[]
  /** variable that names the identity a key must carry; null where the runtime compares none */
  readonly identityVariable: string | null
  /** parameter of the vendor's CloudFormation template that takes the key; null where there is none */
  readonly stackParameter: string | null
  /** what a process writes to its log when it refuses its key */
  readonly refusalInLog: string
}

/** What is known of a product before any of its keys is read: small, and always loaded. */
export interface Front {
  readonly id: ProductId
  readonly name: string
  /** environment variables that carry a license, the usual one first */
  readonly variables: readonly [string, ...string[]]
  /** its licenses are good as long as heartbeats are verified, and have no date */
  readonly heartbeats?: true
  /** how its keys are found in running text; none for keys that look like nothing in particular */
  readonly hunts: readonly Hunt[]
  /** null: not known to be deployed where `lic` can put keys */
  readonly wiring: Wiring | null
  /** what must start again to read another key, in the vendor's words */
  readonly restarts: NonEmpty<string>
  readonly builtInAnchors: readonly Anchor[]
  /** the day as of which its table of tiers holds, and the newest platform that is known; null where it publishes none */
  readonly tables: { readonly platform: string; readonly asOf: string } | null
  /** which `usage=` names `--public-key` may carry */
  readonly anchorUsages: readonly string[]
  /** The tier that runs without any key; null where there is none. */
  readonly tierWithoutKey: string | null
  /** Whether a text may be one of its keys, at a glance. Several products may say so of one text. */
  door(text: KeyText): boolean
}

/** What a vendor publishes of the ways to run its product that a snippet is made for; where it publishes nothing, null. */
export interface Published {
  /** services of its Docker Compose file that read the license */
  readonly composeServices: NonEmpty<string> | null
  /** containers of its ECS task definitions that read the license */
  readonly containers: NonEmpty<string> | null
  /** its Helm chart, with the values that take the license and the public key */
  readonly helm: HelmChart | null
  /** what to know before its license is wired by hand */
  readonly cautions: readonly Shown[]
  /** other variables that decide whether its license counts */
  readonly beside: readonly Beside[]
  /** what it writes to its log of a license that it does not accept */
  readonly inLog: InLog | null
}

/** How a line of a product's log tells that its license was refused. */
export interface InLog {
  /** what every such line holds, without a double quote in it */
  readonly phrase: string
  /** what a refusal looks like: `"License validation failed"` */
  readonly says: Shown
  /** Whether a line with that phrase does. */
  refuses(line: string): boolean
}

/** A variable that the product reads beside its license. */
export interface Beside {
  readonly name: string
  /** what it is for */
  readonly says: Shown
  /** What is wrong with what it is set to; undefined: it is not set. Null: nothing. */
  weigh(value: string | undefined): Finding | null
}

export interface HelmChart {
  /** as its guide has it: `atlasai-tp deploy/helm/atlasai-tp` */
  readonly release: string
  readonly license: readonly [string, string]
  readonly publicKey: readonly [string, string]
}

/** What a vendor's folder must know. Peers share this contract and their list of files, nothing else. */
export interface Body {
  /** what a rotation does behind the product's back; null: nothing */
  readonly caution: Shown | null
  /** its own API for licenses; null where it has none */
  readonly admin: AdminApi | null
  /** the counter that tells of its license; null where it publishes none */
  readonly counters: Counters | null
  readonly published: Published
  /** `AxonFlow 11, enterprise build`; throws `LicError` for a version that makes no sense */
  rulesName(rules: Rules): string
  /** Reads a key as the runtime does. Never throws; an empty text is `absent`. */
  decode(text: KeyText): Decoding
  /**
   * How much a text looks like one of its keys, asked where its door is not the only one that is open: `issuer`: the key
   * names the vendor; `claims`: it says what only this vendor's keys say; `none`: neither.
   */
  kin(text: KeyText): 'issuer' | 'claims' | 'none'
  /** Checks the signature, nothing else. */
  prove(key: DecodedKey, keyring: Keyring): Trust
  /** Why the runtime refuses a readable key, in the runtime's order; dates and signature apart. */
  weigh(key: DecodedKey, rules: Rules, now: Instant): readonly Finding[]
  /** The key's life; null where neither the key nor the rules say when anything happens. */
  timeline(key: DecodedKey, rules: Rules): Timeline | null
  /** Dates before expiry on which the vendor writes to the customer. */
  reminders(expires: Instant): readonly { readonly at: Instant; readonly says: Shown }[]
  /** Explanations for `inspect`: what each identifier is for, where documents and software disagree. */
  explain(key: DecodedKey, rules: Rules): readonly { readonly label: string; readonly says: Shown }[]
  /** The tier that counts at a moment, given where the key stands; null where no tier does. */
  tierInForce(key: DecodedKey, state: 'alive' | 'grace' | 'over' | 'pending'): string | null
  /** The published tier table; with a key, the table its limits stand in, which is the key's own where none is published. */
  tiers(rules: Rules, key?: DecodedKey): TierTable
  /** Reads what a running instance answers on its health endpoint; null where it is none of the known shapes. Never throws. */
  readHealth(body: Uint8Array): Promise<RuntimeWord | null>
  /** A tier by any of its spellings; null for none. */
  tierNamed(spelling: string): string | null
  /** How many processes may run at the same time with a key of this tier; null where nothing is published. */
  nodeLimit(tier: string): number | 'unlimited' | null
  /** How the vendor helps a customer of this tier; null where it publishes nothing. */
  support(tier: string): Promise<Support | null>
}

export type Product = Front & Body
