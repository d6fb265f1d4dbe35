import type { ExitCode } from './exit.ts'
import type { Finding, NonEmpty } from './finding.ts'
import type { Instant } from './instant.ts'
import type { Shown } from './visible.ts'

/** No step without a stated undo, or the reason why there is none. */
export interface Planned<S> {
  readonly id: string
  readonly step: S
  readonly says: Shown
  readonly undo: NonEmpty<S> | { readonly none: Shown }
}

/** One line of a plan's head or of a step's evidence. */
export interface Line {
  readonly label: string
  readonly value: Shown
}

/** Everything that will be done, complete before anything is written. A dry run is this, printed. */
export interface Plan<S> {
  readonly kind: 'rotate' | 'redeploy'
  readonly head: readonly Line[]
  readonly refusals: readonly Finding[]
  readonly warnings: readonly Finding[]
  readonly steps: readonly Planned<S>[]
  /** why nothing could be taken back, where that is so */
  readonly noUndo: Shown | null
}

export type StepOutcome =
  | { readonly status: 'done'; readonly evidence: readonly Line[] }
  | { readonly status: 'unchanged'; readonly because: Shown }
  | { readonly status: 'failed'; readonly error: Finding }
  | { readonly status: 'unknown'; readonly error: Finding; readonly check: Shown }

export interface StepReport {
  readonly id: string
  readonly says: Shown
  readonly outcome: StepOutcome
  readonly started: Instant
  readonly ended: Instant
}

export type Ending = 'done' | 'refused' | 'undone' | 'stranded' | 'overtaken' | 'unfinished'

/** How a plan ended: one shape for every kind of plan. */
export interface Report {
  readonly ending: Ending
  readonly exitCode: ExitCode
  readonly kind: Plan<unknown>['kind']
  readonly head: readonly Line[]
  readonly steps: readonly StepReport[]
  readonly undo: readonly StepReport[]
  /** why it did not end well */
  readonly cause: Finding | null
  /** the exact commands to go on, undo or finish by hand */
  readonly next: readonly Shown[]
  readonly started: Instant
  readonly ended: Instant
}
