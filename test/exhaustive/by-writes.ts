import type { Budget } from './env.ts'
import { envMoves } from './env.ts'
import { killed, WORDS } from './every-call.ts'
import { observed } from './promises.ts'
import { acts, has, isCalm, nameOf, type Seat, type State, type Step, seated, spend } from './state.ts'
import type { How, Table } from './table.ts'
import type { Waiting } from './told.ts'

/**
 * The same as `everyCall`, with fewer orders: two reads can change places, and so can a read and a write after it
 * that does not change its answer. So a run's reads are made only when its next write is due, all at once, except
 * where somebody's write comes between that changes an answer: then the reads before it are made before it, in
 * every way that there is. Reads and writes of one run that wait together are of different services.
 */
export async function byWrites(table: Table, state: State): Promise<readonly Step[]> {
  const acting = state.seats.filter((seat) => acts(seat, state))
  const steps: Step[] = []
  for (const seat of acting) {
    steps.push(...(await ownSteps(table, state, seat, 'answered', null)))
    if (has(state, 'late')) steps.push(...(await ownSteps(table, state, seat, 'late', null)))
    for (const word of WORDS)
      for (let at = 0; has(state, word); at++) {
        const more = await ownSteps(table, state, seat, 'answered', { word, at })
        if (more.length === 0) break
        steps.push(...more)
      }
    if (seat.node.operator.mortal && has(state, 'crash')) steps.push(killed(table, state, seat))
  }
  const may = (budget: Budget) => acting.length > 0 && has(state, budget) && !isCalm(state, table.scenario)
  for (const move of envMoves(table.worlds.at(state.world), may, table.scenario.steps ?? 'coarse')) {
    const world = table.worlds.move(state.world, move)
    for (const { seats, left, said, broken } of await meanwhile(table, state, acting, world)) {
      const next = { ...state, world, seats, left: spend({ left }, move.spends) }
      steps.push({ state: next, by: null, label: [...said, move.name].join('; '), broken })
    }
  }
  return steps
}

interface Asked {
  readonly word: (typeof WORDS)[number]
  /** with which reply of the step */
  readonly at: number
}

/** A run reads on to its next write and makes it; or to its end, or to its next sleep. */
async function ownSteps(
  table: Table,
  state: State,
  seat: Seat,
  wakes: 'answered' | 'late',
  asked: Asked | null,
): Promise<readonly Step[]> {
  if (wakes === 'late' && !seat.node.waiting.some(({ kind }) => kind === 'poll')) return []
  const read = await readOn(table, state.world, seat, wakes, asked)
  const due = read.seat.node.waiting.filter(({ kind }) => kind === 'write' || kind === 'clock')
  if (asked !== null && asked.at >= read.said.length + (due.length > 0 ? 1 : 0)) return []
  const left = spend(state, wakes === 'late' ? 'late' : (asked?.word ?? null))
  const by = seat.node.operator.name
  if (due.length === 0) {
    const next = { ...state, seats: seated(state.seats, seat, read.seat), left }
    const stays = nameOf(next) === nameOf(state)
    return stays ? [] : [{ state: next, by, label: read.said.join('; '), broken: read.broken }]
  }
  const word = asked?.at === read.said.length ? asked.word : null
  const steps: Step[] = []
  for (const waiting of due) {
    const losable = waiting.kind === 'write' && has(state, 'lost')
    for (const how of losable ? LOSABLE : ANSWERED) {
      const moved = await table.reply(state.world, read.seat, waiting, how, word)
      const others = state.seats.filter((one) => one !== seat && acts(one, state))
      const now = { ...state, left: how === 'answered' ? left : spend({ left }, 'lost') }
      for (const between of await meanwhile(table, now, others, moved.world))
        steps.push({
          state: {
            ...state,
            world: moved.world,
            seats: seated(between.seats, seat, moved.seat),
            left: between.left,
          },
          by,
          label: [...between.said, ...read.said, moved.label].join('; '),
          broken: [...between.broken, ...read.broken, ...moved.broken],
        })
    }
  }
  return steps
}

const ANSWERED: readonly How[] = ['answered']
const LOSABLE: readonly How[] = ['answered', 'lost', 'dropped']

/** All reads up to where the run waits for something else, in the world as it is. */
async function readOn(
  table: Table,
  world: number,
  start: Seat,
  wakes: 'answered' | 'late',
  asked: Asked | null,
): Promise<Way> {
  let way: Way = { seat: start, said: [], broken: [] }
  for (;;) {
    const first = way.said.length === 0
    const next = way.seat.node.waiting.find(({ kind }) => kind === 'read' || (kind === 'poll' && first))
    if (!next) return way
    const how = next.kind === 'poll' ? wakes : 'answered'
    const word = asked?.at === way.said.length ? asked.word : null
    const { seat, label, broken } = await table.reply(world, way.seat, next, how, word)
    way = { seat, said: [...way.said, label], broken: [...way.broken, ...broken] }
  }
}

interface Between {
  readonly seats: readonly Seat[]
  readonly left: State['left']
  readonly said: readonly string[]
  readonly broken: readonly string[]
}

/** Everything that the others may have read before the world became another. */
async function meanwhile(
  table: Table,
  state: State,
  others: readonly Seat[],
  after: number,
): Promise<readonly Between[]> {
  let all: readonly Between[] = [{ seats: state.seats, left: state.left, said: [], broken: [] }]
  if (after === state.world) return all
  for (const seat of others) {
    const ways = await readBefore(table, state, seat, after)
    all = all.flatMap(({ seats, left, said, broken }) =>
      ways.map((way) => ({
        seats: seated(seats, seat, way.seat),
        left: way.spent === null ? left : spend({ left }, way.spent),
        said: [...said, ...way.said],
        broken: [...broken, ...way.broken],
      })),
    )
  }
  return all.filter(({ left }) => left.every((many) => many >= 0))
}

interface Way {
  readonly seat: Seat
  readonly said: readonly string[]
  readonly broken: readonly string[]
}

interface Place extends Way {
  readonly spent: Budget | null
  /** the reads that led here, and those of them that the write does not change */
  readonly read: readonly string[]
  readonly idle: readonly string[]
}

/**
 * Every set of reads that may have come before the write. One that can be left out, and that the write does not
 * change, may as well come after it: sets with such a read are left out.
 */
async function readBefore(table: Table, state: State, start: Seat, after: number): Promise<readonly Place[]> {
  const { world } = state
  const places = new Map<string, Place>()
  const open: Place[] = [{ seat: start, said: [], broken: [], read: [], idle: [], spent: null }]
  for (let place = open.pop(); place; place = open.pop()) {
    const key = keyOf(place.read)
    if (places.has(key)) continue
    places.set(key, place)
    for (const one of place.seat.node.waiting) {
      if ((one.kind !== 'read' && one.kind !== 'poll') || place.read.some((name) => sameRead(name, one.name)))
        continue
      const matters = conflict(table, world, after, place.seat, one)
      for (const spends of spendable(state, one, place.spent)) {
        const how = spends === 'late' ? 'late' : 'answered'
        const word = spends === 'late' ? null : spends
        const { seat, label, broken } = await table.reply(world, place.seat, one, how, word)
        const name = spends === null ? one.name : `${one.name} ${spends}`
        open.push({
          seat,
          said: [...place.said, label],
          broken: [...place.broken, ...broken],
          read: [...place.read, name],
          idle: matters ? place.idle : [...place.idle, name],
          spent: spends ?? place.spent,
        })
      }
    }
  }
  const spare = ({ read, idle }: Place) =>
    idle.some((name) => places.has(keyOf(read.filter((other) => other !== name))))
  return [...places.values()].filter((place) => !spare(place))
}

const keyOf = (read: readonly string[]): string => [...read].sort().join('\n')

const sameRead = (read: string, name: string): boolean => read === name || read.startsWith(`${name} `)

/** With which of its budgets a read may be answered: none, or one, once. */
function spendable(
  state: State,
  { kind }: Waiting,
  spent: Budget | null,
): readonly (null | 'late' | (typeof WORDS)[number])[] {
  if (spent !== null) return [null]
  const late = kind === 'poll' && has(state, 'late') ? (['late'] as const) : []
  return [null, ...late, ...WORDS.filter((word) => has(state, word))]
}

/** Whether a read tells something else before than after, or a claim would rest on something else. */
function conflict(table: Table, before: number, after: number, seat: Seat, waiting: Waiting): boolean {
  if (waiting.kind !== 'read') return false
  const one = table.outcome(before, waiting, 'answered').answer
  const other = table.outcome(after, waiting, 'answered').answer
  if (one !== other && !table.nodes.same(seat.node, table.worlds.answer(one), table.worlds.answer(other)))
    return true
  return observed(table.worlds.at(before), seat, waiting) !== observed(table.worlds.at(after), seat, waiting)
}
