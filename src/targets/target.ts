import type { Host } from '../host/host.ts'
import type { AdminApi } from '../model/admin.ts'
import type { Consent } from '../model/consent.ts'
import type { Counters } from '../model/counters.ts'
import type { DecodedKey } from '../model/decoded.ts'
import type { Finding, NonEmpty } from '../model/finding.ts'
import type { Instant } from '../model/instant.ts'
import type { KeyText } from '../model/key-text.ts'
import type { Account, Ending, Line, Planned, StepOutcome } from '../model/plan.ts'
import type { RuntimeWord } from '../model/runtime-word.ts'
import type { Verdict } from '../model/verdict.ts'
import type { Shown } from '../model/visible.ts'
import type { Warrant } from '../model/warrant.ts'

/** What of a product a target must know; every `Product` is one. */
export interface Licensed {
  readonly variables: readonly [string, ...string[]]
  readonly wiring: {
    readonly identityVariable: string | null
    readonly stackParameter: string | null
    readonly refusalInLog: string
  } | null
  /** what must start again to read another key, in the vendor's words */
  readonly restarts: NonEmpty<string>
  readonly admin: AdminApi | null
  readonly counters: Counters | null
  readonly tierWithoutKey: string | null
  tierInForce(key: DecodedKey, state: 'alive' | 'grace' | 'over' | 'pending'): string | null
  tierNamed(spelling: string): string | null
  nodeLimit(tier: string): number | 'unlimited' | null
  readHealth(body: Uint8Array): Promise<RuntimeWord | null>
}

/** What a target is given: the world, and judgement, which it does not make itself. */
export interface Tools {
  readonly host: Host
  readonly product: Licensed
  /** as of now, by the rules and anchors that hold for this run */
  readonly judge: (text: KeyText) => Verdict
}

/** What is to be done. A redeployment uses the key that is there. */
export type Intent =
  | { readonly kind: 'rotate'; readonly warrant: Warrant }
  | { readonly kind: 'redeploy'; readonly verdict: Verdict | null; readonly consents: readonly Consent[] }
  /** Null: nothing is in flight; then only what a dead process left lying about is taken away. */
  | { readonly kind: 'resume'; readonly inFlight: InFlight | null; readonly consents: readonly Consent[] }
  | { readonly kind: 'abandon' }

/** How far a rotation came that began and has not ended; `moved-on`: somebody has changed the secret since. */
export type Stand = 'staged' | 'promoted' | 'taken-back' | 'moved-on'

/** A rotation that began and has not ended, as what it left behind tells. */
export interface InFlight {
  readonly stand: Stand
  /** the key that it puts into place; null where it cannot be read */
  readonly next: { readonly text: KeyText; readonly verdict: Verdict } | null
  /** the key that it replaces */
  readonly old: { readonly text: KeyText; readonly verdict: Verdict } | null
  /** the commands that go on with it, and that let it be */
  readonly lines: { readonly resume: Shown; readonly abandon: Shown }
}

/** What every target can say after looking: where the key lives, which key that is, what stands in the way. */
export interface Sight {
  readonly head: readonly Line[]
  readonly current: { readonly text: KeyText; readonly verdict: Verdict } | null
  readonly inFlight: InFlight | null
  /** the commands that show every version that is kept, and that put a key there; SOURCE stands for it */
  readonly lines: { readonly history: Shown; readonly rotate: Shown }
  /** other keys that processes run with, and that would run again if the plan were undone */
  readonly elsewhere: readonly { readonly where: Shown; readonly verdict: Verdict }[]
  /** no process runs with the key in place, only with those elsewhere */
  readonly unread: boolean
  /** what has to be made before there is any key in place; null: nothing */
  readonly creates: string | null
  readonly refusals: readonly Finding[]
  readonly warnings: readonly Finding[]
}

/** What labels say of a version; several may hold. */
export type KeptAs = 'current' | 'previous' | 'pending' | 'archived' | 'failed'

/** One version of what stands where a key lives, as it is kept there. */
export interface KeptKey {
  readonly version: string
  readonly created: Instant | null
  /** all of them, raw */
  readonly labels: readonly string[]
  readonly as: readonly KeptAs[]
  /** when it was last archived, or marked as failed, as its labels say */
  readonly archived: Instant | null
  readonly failed: Instant | null
  /** labels that `as` says nothing of */
  readonly otherLabels: readonly string[]
  /** its key, judged as of now, or why it cannot be read */
  readonly key: { readonly text: KeyText; readonly verdict: Verdict } | { readonly why: Finding }
}

/** Where keys are kept, and those that are. */
export interface Kept {
  readonly head: readonly Line[]
  /** newest first */
  readonly keys: readonly KeptKey[]
}

/** What runs at a place now. */
export interface Running {
  readonly head: readonly Line[]
  /** the key in place; null where it cannot be read, with why among the findings */
  readonly current: Sight['current']
  readonly services: readonly RunningService[]
  /** what each address said that was asked, and why where it said nothing */
  readonly heard: readonly HeardFrom[]
  /** what is not as it should be, each with its cure */
  readonly findings: readonly Finding[]
  /** the command that puts another key into place; SOURCE stands for it */
  readonly rotate: Shown
}

/** One service as it runs; counts are tasks, text is raw. */
export interface RunningService {
  readonly name: string
  readonly desired: number
  readonly running: number
  readonly pending: number
  /** when its newest deployment began, and how that stands; null where it is not told */
  readonly deployed: Instant | null
  readonly rollout: string | null
  /** by when they started: after the key was changed, before, or it cannot be told; null: not looked at */
  readonly tasks: { readonly fresh: number; readonly older: number; readonly unknown: number } | null
}

/** One address that was asked what it says of its license. */
export interface HeardFrom {
  readonly url: string
  readonly word: RuntimeWord | null
  /** `no answer (timeout)`; null where it answered in a form that is known */
  readonly why: Shown | null
  /** counters above zero that tell of a license which grants nothing, or of a limit that was hit */
  readonly alarms: readonly { readonly name: string; readonly label: string; readonly count: number }[]
  /** its page of counters was read, and has that counter: where there is none above zero, it is zero */
  readonly counted: boolean
}

/** The steps of an intent, with what can only be known once both are there. */
export interface Draft<Step> {
  readonly steps: readonly Planned<Step>[]
  readonly head: readonly Line[]
  readonly refusals: readonly Finding[]
  readonly warnings: readonly Finding[]
}

/** A place where keys are deployed, opened. `observe` and `draft` only read; `perform` alone writes. */
export interface Target<Seen extends Sight, Step, Wish = Intent> {
  /** Rejects with `LicError` where it may not look. */
  observe(): Promise<Seen>
  /** What runs with the key now, read in as few calls as it takes. Rejects with `LicError` where it may not look. */
  running(): Promise<Running>
  /** What is kept of earlier keys; needs less permission than `observe`. Rejects with `LicError` where it may not look. */
  history(): Promise<Kept>
  /** The same where it was observed, each key as it would be put. */
  archived(seen: Seen): Promise<readonly KeptKey[]>
  /** @param noUndo why the key that is there could not be put back, where that is so */
  draft(seen: Seen, intent: Wish, noUndo: Shown | null): Draft<Step>
  performer(seen: Seen, intent: Wish): Performer<Step>
}

/** A target of which only the present matters: nothing is put there, so nothing is kept. */
export type Scaling<Seen extends Sight, Step, Wish> = Omit<
  Target<Seen, Step, Wish>,
  'running' | 'history' | 'archived'
>

/** How many processes a service is to run; or that all together are to fit what the license allows. */
export interface ScaleWish {
  readonly to: { readonly service: string; readonly count: number } | 'fit'
  /** the key that the processes run with, judged as of now; null where it cannot be read */
  readonly verdict: Verdict | null
  /** why no new process would start with it */
  readonly doubts: readonly Finding[]
  readonly consents: readonly Consent[]
}

/** Carries out single steps, and remembers what it learned on the way. */
export interface Performer<Step> {
  /** Never rejects for what a remote did: that is an outcome. */
  perform(step: Step, watch: Watch): Promise<StepOutcome>
  /** What is true now, what was proven, and the exact commands that go on from here by hand. */
  aftermath(ending: Ending): Account
}

/** What a step must look at while it waits. */
export interface Watch {
  /** when the time given for this part is used up */
  readonly deadline: Instant
  /** somebody asked to stop */
  stopping(): boolean
  progress(units: readonly UnitProgress[]): void
  /** one line in between, for whoever is looking */
  note(says: Shown): void
}

/** One service, while it is followed. Counts are tasks. */
export interface UnitProgress {
  readonly name: Shown
  readonly desired: number
  readonly running: number
  readonly pending: number
  /** told to stop, and not gone yet: until then they hold the key that they have */
  readonly leaving: number
  /** started after the key was changed; null: no key is changed */
  readonly fresh: number | null
  readonly failed: number
  /** `IN_PROGRESS`, `COMPLETED`, `FAILED` */
  readonly rollout: Shown | null
  readonly event: Shown | null
  readonly stopReason: Shown | null
  readonly settled: boolean
  /** where its deployment stands, where that may wait on the way: `waiting at BAKE_TIME` */
  readonly stage: Shown | null
}
