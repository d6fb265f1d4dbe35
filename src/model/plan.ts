import type { Consent } from './consent.ts'
import { EXIT, type ExitCode } from './exit.ts'
import type { Finding, NonEmpty } from './finding.ts'
import type { Instant } from './instant.ts'
import type { Shown } from './visible.ts'

/**
 * `reads`: changes nothing. `prepares`: leaves something that no running process sees, and that is taken
 * away again. `changes`: what runs, or will run, is another from then on.
 */
export type Effect = 'reads' | 'prepares' | 'changes'

/** No step without a stated undo, or the reason why there is none. */
export interface Planned<S> {
  readonly id: string
  readonly step: S
  readonly effect: Effect
  readonly says: Shown
  /** Steps shared by several undos are the same objects, and are carried out once. */
  readonly undo: NonEmpty<UndoStep<S>> | { readonly none: Shown }
}

export interface UndoStep<S> {
  readonly id: string
  readonly step: S
  readonly effect: Effect
  readonly says: Shown
}

/** One line of a plan's head or of a step's evidence. */
export interface Line {
  readonly label: string
  readonly value: Shown
}

export type PlanKind = 'rotate' | 'redeploy' | 'rollback' | 'resume' | 'abandon' | 'scale'

/** What was allowed, and whether anything called for it. */
export interface GivenConsent extends Consent {
  readonly needed: boolean
}

/** Everything that will be done, complete before anything is written. A dry run is this, printed. */
export interface Plan<S> {
  readonly kind: PlanKind
  readonly head: readonly Line[]
  /** why it must not be carried out; a plan with any is never approved */
  readonly refusals: readonly Finding[]
  readonly warnings: readonly Finding[]
  readonly consents: readonly GivenConsent[]
  readonly steps: readonly Planned<S>[]
  /** why nothing could be taken back, where that is so */
  readonly noUndo: Shown | null
  /** Where carrying it out completes an undo that was begun before: why. It ends *undone* then. */
  readonly undoes: Finding | null
}

export type StepOutcome =
  | { readonly status: 'done'; readonly evidence: readonly Line[] }
  | { readonly status: 'unchanged'; readonly because: Shown }
  /** `nothing`: it surely did not happen; else it may have begun, and is no good */
  | { readonly status: 'failed'; readonly error: Finding; readonly nothing?: true }
  /** it may have happened; `check` is the command that tells */
  | { readonly status: 'unknown'; readonly error: Finding; readonly check: Shown }
  /** somebody else is at work here: nothing more is touched */
  | { readonly status: 'overtaken'; readonly error: Finding }
  /** out of time, or asked to stop; nothing has failed */
  | { readonly status: 'stopped'; readonly error: Finding }

export interface StepReport {
  readonly id: string
  readonly says: Shown
  readonly outcome: StepOutcome
  readonly started: Instant
  readonly ended: Instant
}

/** How a plan can end, and the exit code of each. */
export const ENDINGS = {
  done: EXIT.done,
  refused: EXIT.refused,
  undone: EXIT.undone,
  stranded: EXIT.stranded,
  overtaken: EXIT.overtaken,
  unfinished: EXIT.unfinished,
} as const satisfies Record<string, ExitCode>
export type Ending = keyof typeof ENDINGS

/** How far up it was proven that the key took effect, and what that leaves in the dark. */
export interface Proof {
  readonly rung:
    | 'runtime'
    | 'runtime in part'
    | 'tasks only'
    | 'restart only'
    | 'file only'
    | 'upload only'
    | 'none'
  readonly cannotSee: Shown
}

/** What tells one key from another, without the key. */
export interface KeyFacts {
  readonly fingerprint: string
  readonly tier: string | null
  readonly expires: Instant | null
}

/** What only the one who carried a plan out can tell of its end. */
export interface Account {
  /** on whose behalf, as the remote names them */
  readonly by: Shown
  readonly keys: { readonly from: KeyFacts | null; readonly to: KeyFacts | null }
  readonly proof: Proof
  /** what runs and what is safe now */
  readonly now: readonly Shown[]
  /** the exact commands to go on, undo or finish by hand */
  readonly next: readonly Shown[]
}

/** How a plan ended: one shape for every kind of plan. */
export interface Report extends Account {
  readonly ending: Ending
  readonly kind: PlanKind
  readonly steps: readonly StepReport[]
  readonly undo: readonly StepReport[]
  /** why it did not end well */
  readonly cause: Finding | null
  readonly started: Instant
  readonly ended: Instant
}
