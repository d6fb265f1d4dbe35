import { byWrites } from './by-writes.ts'
import { canonical, resting, scene } from './cloud.ts'
import { BUDGETS } from './env.ts'
import { isStill } from './every-call.ts'
import type { Call } from './facade.ts'
import { Nodes } from './nodes.ts'
import { atRest, inState } from './promises.ts'
import { acts, inTurn, nameOf, type Scenario, type Seat, type State, type Step, seated } from './state.ts'
import { Table } from './table.ts'
import type { Operator } from './told.ts'
import { Worlds } from './worlds.ts'

export interface Explored {
  readonly states: number
  readonly steps: number
  readonly worlds: number
  readonly places: number
  readonly runs: number
  readonly calls: number
  readonly cut: boolean
  /** how often each ending was met at rest */
  readonly endings: Readonly<Record<string, number>>
  /** each broken promise with the shortest way to it, and how often it was met */
  readonly broken: ReadonlyMap<string, { readonly trace: readonly string[]; count: number }>
  /** worlds at rest, and how everybody ended there */
  readonly rests: ReadonlySet<string>
}

type Successors = (table: Table, state: State) => Promise<readonly Step[]>

/** Everything that can happen; broad first, so that the first way to anything is a shortest one, unless one will do. */
export async function explore(scenario: Scenario, successors: Successors = byWrites): Promise<Explored> {
  const worlds = new Worlds()
  const first = worlds.intern(scene(scenario))
  const fixed = (call: Call) => worlds.answer(worlds.call(first, JSON.stringify(call.body), call).answer)
  // A rotation to the same key is gone on with, not given way to.
  const yields = ({ name, key, does }: Operator) =>
    does === 'rollback' ||
    (does === undefined && !scenario.operators.some((other) => other.name !== name && other.key === key))
  const ground = {
    services: worlds.at(first).services.map(({ name }) => name) as [string, ...string[]],
    sequential: scenario.sequential === true,
    keeps: scenario.kept === true,
    slow: scenario.steps === 'slow',
    answerFixed: fixed,
  }
  const forgets = scenario.budgets?.lost === undefined ? 'much' : 'little'
  const nodes = new Nodes(ground, scenario.forgets === false ? 'nothing' : forgets, yields)
  const table = new Table(scenario, worlds, nodes)
  const seats: Seat[] = []
  for (const operator of scenario.operators)
    seats.push({ node: await nodes.root(operator), dead: false, holds: 0 })
  const start = {
    world: first,
    seats,
    left: BUDGETS.map((budget) => scenario.budgets?.[budget] ?? 0),
    turn: scenario.preemptions === undefined ? null : { of: null, preemptions: scenario.preemptions },
  }
  const found = await new Search(table, successors).from(start)
  return { ...found, worlds: worlds.count, places: nodes.count, runs: nodes.runs, calls: worlds.calls }
}

class Search {
  readonly #seen = new Map<string, { readonly from: string | null; readonly label: string }>()
  readonly #endings: Record<string, number> = {}
  readonly #broken = new Map<string, { trace: readonly string[]; count: number }>()
  readonly #rests = new Set<string>()

  constructor(
    readonly table: Table,
    readonly successors: Successors,
  ) {}

  async from(
    start: State,
  ): Promise<Pick<Explored, 'states' | 'steps' | 'cut' | 'endings' | 'broken' | 'rests'>> {
    const most = this.table.scenario.most ?? Number.POSITIVE_INFINITY
    const { untilBroken } = this.table.scenario
    const open: (readonly [string, State] | null)[] = [[nameOf(start), start]]
    this.#seen.set(nameOf(start), { from: null, label: '' })
    let cut = false
    let count = 0
    let at = 0
    const take = () => {
      if (untilBroken === 'deep') return open.pop()
      const first = open[at]
      open[at++] = null
      return first
    }
    for (let next = take(); next; next = take()) {
      if (untilBroken && this.#broken.size > 0) break
      const [name, state] = next
      this.#look(state, name)
      const steps = inTurn(state, await this.#steps(state))
      count += steps.length
      for (const { state: to, label, broken } of steps) {
        this.#note(broken ?? [], name, label)
        const key = nameOf(to)
        if (this.#seen.has(key)) continue
        if (this.#seen.size >= most) {
          cut = true
          continue
        }
        this.#seen.set(key, { from: name, label })
        open.push([key, to])
      }
    }
    const { size: states } = this.#seen
    return { states, steps: count, cut, endings: this.#endings, broken: this.#broken, rests: this.#rests }
  }

  /** Where nothing will ever change, whoever still waits does so until its own time is up. */
  async #steps(state: State): Promise<readonly Step[]> {
    const steps = await this.successors(this.table, state)
    if (!isStill(state, steps)) return steps
    const late: Step[] = []
    for (const seat of state.seats.filter((one) => acts(one, state)))
      for (const waiting of seat.node.waiting.filter(({ kind }) => kind === 'poll')) {
        const moved = await this.table.reply(state.world, seat, waiting, 'late', null)
        const next = { ...state, seats: seated(state.seats, seat, moved.seat) }
        late.push({ state: next, by: seat.node.operator.name, label: moved.label, broken: moved.broken })
      }
    return late
  }

  #look(state: State, name: string): void {
    const world = this.table.worlds.at(state.world)
    this.#note(inState(world, state.seats), name, null)
    if (state.seats.some((seat) => acts(seat, state)) || !resting(world)) return
    const ends = state.seats.map(({ node, dead }) =>
      dead ? 'dead' : (node.outcome?.ending ?? 'never began'),
    )
    for (const how of ends) this.#endings[how] = (this.#endings[how] ?? 0) + 1
    this.#rests.add(`${canonical(world)} ${ends.join()}`)
    this.#note(atRest(world, state.seats, this.table.scenario), name, null)
  }

  #note(broken: readonly string[], at: string, label: string | null): void {
    for (const what of broken) {
      const known = this.#broken.get(what)
      if (known) known.count++
      else
        this.#broken.set(what, { trace: [...this.#wayTo(at), ...(label === null ? [] : [label])], count: 1 })
    }
  }

  #wayTo(name: string): readonly string[] {
    const way: string[] = []
    for (let at: string | null = name; at !== null; ) {
      const step = this.#seen.get(at)
      if (!step) break
      if (step.label !== '') way.unshift(step.label)
      at = step.from
    }
    return way
  }
}
