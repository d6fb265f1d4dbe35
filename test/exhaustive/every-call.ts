import type { Budget } from './env.ts'
import { envMoves } from './env.ts'
import { acts, has, isCalm, nameOf, type Seat, type State, type Step, seated, spend } from './state.ts'
import type { How, Table } from './table.ts'
import type { Waiting } from './told.ts'

export const WORDS = ['leave', 'undo'] as const

/** What can happen next, one call at a time: nothing is left out, and there is much of it. */
export async function everyCall(table: Table, state: State): Promise<readonly Step[]> {
  const acting = state.seats.filter((seat) => acts(seat, state))
  const steps: Step[] = []
  const reply = async (seat: Seat, waiting: Waiting, how: How, spends: Budget | null) => {
    const moved = await table.reply(
      state.world,
      seat,
      waiting,
      how,
      spends === 'leave' || spends === 'undo' ? spends : null,
    )
    const next = {
      ...state,
      world: moved.world,
      seats: seated(state.seats, seat, moved.seat),
      left: spend(state, spends),
    }
    steps.push({ state: next, by: seat.node.operator.name, label: moved.label, broken: moved.broken })
  }
  for (const seat of acting) {
    for (const waiting of seat.node.waiting) {
      await reply(seat, waiting, 'answered', null)
      if (waiting.kind === 'write' && has(state, 'lost')) {
        await reply(seat, waiting, 'lost', 'lost')
        await reply(seat, waiting, 'dropped', 'lost')
      }
      if (waiting.kind === 'poll' && has(state, 'late')) await reply(seat, waiting, 'late', 'late')
      for (const word of WORDS) if (has(state, word)) await reply(seat, waiting, 'answered', word)
    }
    if (seat.node.operator.mortal && has(state, 'crash')) steps.push(killed(table, state, seat))
  }
  // What happens when nobody is there any more, and nobody will be, is not ours.
  const may = (budget: Budget) => acting.length > 0 && has(state, budget) && !isCalm(state, table.scenario)
  for (const move of envMoves(table.worlds.at(state.world), may, table.scenario.steps ?? 'coarse')) {
    const world = table.worlds.move(state.world, move)
    steps.push({ state: { ...state, world, left: spend(state, move.spends) }, by: null, label: move.name })
  }
  return steps
}

export function killed(table: Table, state: State, seat: Seat): Step {
  const gone: Seat = { node: table.nodes.dead(seat.node), dead: true, holds: 0 }
  return {
    state: { ...state, seats: seated(state.seats, seat, gone), left: spend(state, 'crash') },
    by: null,
    label: `${seat.node.operator.name}: killed`,
  }
}

export const isStill = (state: State, steps: readonly Step[]): boolean =>
  steps.every(({ state: next }) => nameOf(next) === nameOf(state))
