import type { Setting } from './cloud.ts'
import { BUDGETS, type Budget } from './env.ts'
import type { Call } from './facade.ts'
import { type Node, PROVEN } from './nodes.ts'
import type { Operator, Reply, Waiting } from './told.ts'

export interface Scenario extends Setting {
  readonly name: string
  readonly operators: readonly Operator[]
  readonly budgets?: Partial<Record<Budget, number>>
  /** tasks read the key and come to rest in one move, or in two; `slow`: in one, and then some time passes */
  readonly steps?: 'coarse' | 'fine' | 'slow'
  /** `--sequential` */
  readonly sequential?: true
  /**
   * how often an operator that could go on has to wait while the other one acts; default: as often as can be. Few
   * suffice for most faults that an order of events can cause (Musuvathi and Qadeer, PLDI 2007).
   */
  readonly preemptions?: number
  /** nothing befalls the first operator: only the others */
  readonly calm?: true
  readonly breaks?: Breaking
  /** one broken promise is enough; it is looked for far from the beginning, or near it */
  readonly untilBroken?: 'deep' | 'near'
  /** false: everything that a run read tells its states apart */
  readonly forgets?: boolean
  /** more states than this are not looked at: then the exploration is cut */
  readonly most?: number
}

/** The protocol broken on purpose. */
export interface Breaking {
  /** the call is swallowed: it says yes and does nothing */
  readonly swallows?: (call: Call) => boolean
  /** the answer is another one */
  readonly tells?: (reply: Reply, waiting: Waiting, node: Node) => Reply
}

/** One operator's place at the table. */
export interface Seat {
  readonly node: Node
  readonly dead: boolean
  /** one bit for each thing that was so when the run looked at it last: AWSCURRENT, and each service's tasks */
  readonly holds: number
}

export interface State {
  readonly world: number
  readonly seats: readonly Seat[]
  /** what may still happen, as BUDGETS has it */
  readonly left: readonly number[]
  /** who acted last, and how often that one may still be made to wait; null: as often as can be */
  readonly turn: { readonly of: string | null; readonly preemptions: number } | null
}

export interface Step {
  readonly state: State
  /** null: nobody of ours */
  readonly by: string | null
  readonly label: string
  readonly broken?: readonly string[]
}

export const nameOf = ({ world, seats, left, turn }: State): string =>
  `${world}|${seats.map(({ node, dead, holds }) => (dead ? `x${node.version.slice(0, 2)}${node.step === PROVEN ? 'p' : ''}` : `${node.id}.${holds}`)).join()}|${left.join('')}${turn === null ? '' : `|${turn.of}${turn.preemptions}`}`

export const has = ({ left }: State, budget: Budget): boolean => (left[BUDGETS.indexOf(budget)] ?? 0) > 0

export const spend = ({ left }: Pick<State, 'left'>, budget: Budget | null): readonly number[] =>
  budget === null ? left : left.map((many, at) => (BUDGETS[at] === budget ? many - 1 : many))

export const seated = (seats: readonly Seat[], old: Seat, now: Seat): readonly Seat[] =>
  seats.map((seat) => (seat === old ? now : seat))

/** The steps that there is a turn for. Whoever can only wait is not made to. */
export function inTurn({ turn }: State, steps: readonly Step[]): readonly Step[] {
  if (turn === null) return steps
  const { of, preemptions } = turn
  const goesOn = steps.some(({ by }) => by === of && by !== null)
  return steps.flatMap((step) => {
    const preempts = goesOn && step.by !== null && step.by !== of
    if (preempts && preemptions === 0) return []
    const next = { of: step.by ?? of, preemptions: preempts ? preemptions - 1 : preemptions }
    return { ...step, state: { ...step.state, turn: next } }
  })
}

export const isCalm = ({ seats: [first] }: State, { calm }: Scenario): boolean =>
  calm === true && first?.node.outcome === null

/** A successor begins when the one before it is gone. */
export function acts({ node, dead }: Seat, { seats }: State): boolean {
  if (dead || node.outcome !== null) return false
  const { after, orEnded } = node.operator
  const gone = (one: Seat) => one.dead || (orEnded === true && one.node.outcome !== null)
  return after === undefined || seats.some((one) => one.node.operator.name === after && gone(one))
}
