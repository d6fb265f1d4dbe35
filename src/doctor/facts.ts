import type { ComposePart } from '../input/documents/compose-parts.ts'
import type { Finding } from '../model/finding.ts'
import type { Instant } from '../model/instant.ts'
import type { KeyText } from '../model/key-text.ts'
import type { Anchor } from '../model/trust.ts'
import type { Verdict } from '../model/verdict.ts'
import type { Shown } from '../model/visible.ts'
import type { Product } from '../products/product.ts'

/** Why something was not looked at, and how to let it be. */
export interface Unseen {
  readonly why: Shown
  readonly access: readonly Shown[]
  /** it was asked for, and could not be looked at */
  readonly trouble: Finding | null
}

/** What there is to see, or why it was not seen. */
export type Looked<T> = { readonly seen: T } | Unseen

export const isUnseen = <T>(looked: Looked<T>): looked is Unseen => 'why' in looked

export const unseen = (why: Shown, ...access: readonly Shown[]): Unseen => ({ why, access, trouble: null })

/** A finding that stands for what could not be looked at. */
export const troubled = (trouble: Finding): Unseen => ({
  why: trouble.says,
  access: trouble.hints,
  trouble,
})

/** Where a key was found, nearest to the product's process first. */
export const PLACES = [
  'container',
  'secret',
  'task-definition',
  'compose-config',
  'environment',
  'dotenv',
] as const
export type Place = (typeof PLACES)[number]

/** A text that stands where a key should, as it stands there. */
export interface Holding {
  readonly place: Place
  /** `$AXONFLOW_LICENSE_KEY`, `secret axonflow/license-key` */
  readonly where: Shown
  readonly text: KeyText
  readonly verdict: Verdict
  /** what stands before and after it, and what the key would be without; null where nothing does */
  readonly around: { readonly says: Shown; readonly bare: Verdict } | null
  /** what else was pasted along with it */
  readonly pasted: readonly Finding[]
}

/** A variable whose name is nearly the one that is wanted. */
export interface NearMiss {
  /** as it is shown */
  readonly name: Shown
  readonly how: Shown
  /** where it is set: `this environment`, `.env, line 3` */
  readonly where: Shown
}

/** A variable of another product that holds a key of this one. */
export interface Misplaced {
  readonly name: string
  readonly product: string
}

export interface EnvironmentFacts {
  readonly variables: readonly { readonly name: string; readonly is: 'unset' | 'empty' | 'filled' }[]
  readonly near: readonly NearMiss[]
  readonly misplaced: readonly Misplaced[]
}

/** One file of variables that Compose reads. */
export interface DotenvFacts {
  readonly path: Shown
  /** of the wanted variable */
  readonly lines: readonly number[]
  readonly near: readonly NearMiss[]
  readonly findings: readonly Finding[]
}

/** What a Compose file says of the variable. */
export interface ComposeFileFacts {
  readonly path: Shown
  /** `service agent takes it from the environment of the shell` */
  readonly passes: readonly Shown[]
  /** services and files of variables that they load */
  readonly loads: readonly Shown[]
  readonly faults: readonly Shown[]
  /** other files that it is put together with: they are not read here; with the line that names each */
  readonly parts: readonly ComposePart[]
}

/** A service as `docker compose config` resolves it, or a container that runs. */
export interface ServiceKey {
  readonly service: Shown
  /** `filled`: it is among the holdings; `shell`: what this environment has */
  readonly is: 'missing' | 'empty' | 'filled' | 'shell'
  /** which holding it is equal to, byte for byte; null: another key, or none */
  readonly text: KeyText | null
}

/** Another variable that the product reads. */
export interface BesideFacts {
  readonly name: string
  /** `this environment`, `.env`; null where it is not set */
  readonly where: Shown | null
  readonly means: Shown
  readonly finding: Finding | null
}

export interface IdentityFact {
  readonly where: Shown
  readonly value: string
  /** somebody expects it; the product does not say so */
  readonly expected?: true
}

export interface ClockSample {
  readonly from: Shown
  readonly theirs: Instant
  readonly ours: Instant
}

export interface HealthFacts {
  readonly url: string
  /** `HTTP 200, healthy, tier Enterprise` */
  readonly says: Shown
  readonly findings: readonly Finding[]
}

export interface AwsFacts {
  readonly caller: Looked<Shown>
  readonly warnings: readonly Finding[]
  readonly definitions: Looked<Seen>
  readonly secret: Looked<Seen>
  readonly tasks: Looked<Seen>
  readonly refusals: Looked<Seen>
}

/** What was seen, in a sentence, and what is wrong with it. */
export interface Seen {
  readonly says: Shown
  readonly findings: readonly Finding[]
}

/** A variable of this environment that has to do with it: that it is set, never what to. */
export interface VariableFact {
  readonly name: Shown
  readonly is: 'set' | 'empty'
}

export interface SettingFact {
  readonly setting: string
  readonly value: Shown | null
  readonly from: Shown
}

/** Everything that was found out, before anybody says what it means. */
export interface Facts {
  readonly product: Pick<Product, 'id' | 'name' | 'variables' | 'tierWithoutKey' | 'restarts' | 'published'>
  /** why it is taken to be this product's license */
  readonly whose: Shown
  readonly now: Instant
  readonly environment: EnvironmentFacts
  readonly dotenv: Looked<readonly DotenvFacts[]>
  readonly composeFile: Looked<readonly ComposeFileFacts[]>
  readonly composeConfig: Looked<readonly ServiceKey[]>
  readonly containers: Looked<readonly ServiceKey[]>
  readonly aws: AwsFacts
  /** what tasks or containers said when they refused their key */
  readonly log: Looked<Seen>
  /** nearest to the process first */
  readonly holdings: readonly Holding[]
  /** whom the runtime takes itself to be, wherever that is said; null: it compares nothing */
  readonly identities: readonly IdentityFact[] | null
  readonly identityVariable: string | null
  readonly beside: Looked<readonly BesideFacts[]>
  readonly clock: readonly ClockSample[]
  readonly trust: Looked<readonly Anchor[]>
  /** null: its signature cannot be checked outside the vendor */
  readonly anchorVariable: string | null
  readonly provable: boolean
  readonly health: Looked<readonly HealthFacts[]>
  readonly network: Seen
  readonly settings: readonly SettingFact[]
  /** by name */
  readonly variables: readonly VariableFact[]
}
