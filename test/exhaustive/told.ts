import type { Instant } from '../../src/model/instant.ts'
import type { Ending } from '../../src/model/plan.ts'
import type { Answered } from '../../src/sandbox/world/handle.ts'
import type { Call } from './facade.ts'

/** Who runs `lic`, and with which key. */
export interface Operator {
  readonly name: string
  readonly key: string
  /** the byte that its random numbers are made of */
  readonly random: number
  /** may be killed at any moment */
  readonly mortal?: true
  /** takes up what is in flight, whose numbers and key these are, or lets it be; or goes back to a key that is kept */
  readonly does?: 'resume' | 'abandon' | 'rollback'
  /** of a rollback: the beginning of a version id; none: the newest archive */
  readonly to?: string
  /** begins only when that one is dead */
  readonly after?: string
  /** or when it has ended in whichever way, and some minutes later */
  readonly orEnded?: true
}

export interface Outcome {
  /** `refused`: by the plan already, or on the way */
  readonly ending: Ending
  readonly cause: string | null
  /** its plan ends with a proof; others only tidy up */
  readonly proves: boolean
}

/** Something that a run waits for. */
export interface Waiting {
  /** which step of the run waits for which call, and for the how manieth like it */
  readonly name: string
  readonly kind: 'read' | 'write' | 'poll' | 'clock'
  readonly call: Call | null
  /** the call in one word */
  readonly asks: string
  /** of a sleep: the clock of AWS when it is over */
  readonly until: Instant
}

/** How a wait ends: with an answer, with a lost one, or after so long that all time is used up. */
export interface Reply {
  readonly how: 'answered' | 'lost' | 'late'
  readonly answered: Answered | null
  /** somebody pressed Ctrl-C meanwhile, and said this */
  readonly asked: 'leave' | 'undo' | null
}

/** What an operator names, and what AWS always answers. */
export interface Ground {
  readonly services: readonly [string, ...string[]]
  readonly sequential: boolean
  readonly keeps: boolean
  /** time passes while tasks start */
  readonly slow: boolean
  readonly answerFixed: (call: Call) => Answered
}
