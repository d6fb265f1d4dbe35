import type { Answered } from '../../src/sandbox/world/handle.ts'
import { Run } from './operator.ts'
import { forgets, type Mark, NOTHING, planned, plus, tasksSeen, telling } from './telling.ts'
import type { Ground, Operator, Outcome, Reply, Waiting } from './told.ts'

/** Where one run stands: what it was told so far, and what it waits for. */
export interface Node {
  readonly id: number
  readonly operator: Operator
  readonly parent: Node | null
  readonly told: { readonly name: string; readonly reply: Reply } | null
  readonly step: string
  readonly ends: string
  readonly waiting: readonly Waiting[]
  readonly outcome: Outcome | null
  readonly old: string | null
  readonly version: string
  /** see `Run.key` */
  readonly key: string
  readonly counted: string
  /** of everything that was told and may still count */
  readonly firm: Mark
  /** of what was read in a step that forgets what it read */
  readonly loose: Mark
  /** where AWSCURRENT was when it was read last, and in the look before the last sleep */
  readonly current: string
  readonly seen: string
  readonly children: Map<string, Node>
  run: Run | null
}

/** The step of a run that was killed when all was done but to tidy up. */
export const PROVEN = 'dead, proven'

const GIVES_WAY: Outcome = { ending: 'refused', cause: 'secret.in-flight', proves: false }

/** All that a write is told which is not in what its run knows then: that it was done, or why not. */
const statusOf = ({ answered }: Reply): string => `${answered?.status} ${answered?.body.__type ?? ''}`

const sleepless = (name: string): string => name.replace(/ #\d+$/, '')

/** All places that the runs of one scenario come to. Runs are started anew where none stands at the place. */
export class Nodes {
  readonly #byMark = new Map<string, Node>()
  readonly #dead = new Map<string, Node>()
  readonly #ground: Ground
  runs = 0

  readonly #forgetful: boolean

  readonly #remembers: boolean

  readonly #yields: (operator: Operator) => boolean

  /**
   * @param forgets `nothing`: all that a run was ever told tells its places apart; `little`: an answer may be lost
   * @param yields who gives way to a rotation that is in flight
   */
  constructor(
    ground: Ground,
    forgets: 'nothing' | 'little' | 'much',
    yields: (operator: Operator) => boolean,
  ) {
    this.#yields = yields
    this.#ground = ground
    this.#forgetful = forgets === 'much'
    this.#remembers = forgets === 'nothing'
  }

  get count(): number {
    return this.#byMark.size
  }

  async root(operator: Operator): Promise<Node> {
    const run = await this.#begin(operator, new Map())
    return this.#keep(run, {
      operator,
      parent: null,
      told: null,
      firm: NOTHING,
      loose: NOTHING,
      current: '',
      seen: '',
      outcome: null,
    })
  }

  /** A run that was killed: what it knew is gone. */
  dead({ operator, version, key, step: last }: Node): Node {
    const step = last === 'finish' ? PROVEN : 'dead'
    const name = `${operator.name} ${version} ${step}`
    const known = this.#dead.get(name)
    if (known) return known
    const nothing = {
      parent: null,
      told: null,
      firm: NOTHING,
      loose: NOTHING,
      current: '',
      seen: '',
      waiting: [],
      outcome: null,
    }
    const node = {
      ...nothing,
      operator,
      id: -1,
      step,
      ends: '',
      old: null,
      version,
      key,
      counted: '',
      children: new Map(),
      run: null,
    }
    this.#dead.set(name, node)
    return node
  }

  known(node: Node, event: string): Node | undefined {
    return node.children.get(event)
  }

  /** Whether two answers to a read make no difference to the run that stands there. */
  same({ step }: Node, one: Answered, other: Answered): boolean {
    if (one === other) return true
    if (this.#remembers || !forgets(step, this.#forgetful)) return false
    return telling(step, one) === telling(step, other)
  }

  /** @param event names the reply: `name`, and the number of the answer or how it ends */
  async next(node: Node, name: string, event: string, reply: Reply): Promise<Node> {
    const run = node.run ?? (await this.#again(node))
    node.run = null
    run.reply(name, reply)
    await quiet()
    const told = { name, reply }
    const reads = node.waiting.find((one) => one.name === name)?.kind
    const plans = node.step === 'plan' && this.#forgetful
    const counts = reply.how === 'late' || reply.asked !== null || reads === 'write'
    const forgetful = forgets(node.step, this.#forgetful) && !counts
    const marked =
      reads === 'poll'
        ? `${sleepless(name)} ${reply.how}`
        : reads === 'write' && !this.#remembers
          ? `${name} ${reply.how} ${statusOf(reply)}`
          : forgetful && reply.answered !== null && !this.#remembers
            ? `${name} ${reply.how} ${telling(node.step, reply.answered)}`
            : event
    const tasks = plans ? tasksSeen(event, reply) : null
    let firm = plans
      ? tasks === null
        ? plus(node.firm, planned(event, reply, this.#ground.slow))
        : node.firm
      : node.firm
    let loose = tasks === null ? node.loose : plus(node.loose, tasks)
    if (!plans && forgetful) loose = plus(loose, marked)
    if (!plans && !forgetful) firm = plus(firm, marked)
    if (reply.asked !== null) firm = plus(firm, reply.asked)
    if (plans && run.step !== 'plan') firm = plus(firm, run.steps)
    // Whose plan saw the lock taken will write nothing, whatever else it reads.
    const outcome = plans && this.#yields(node.operator) && seesLock(reply) ? GIVES_WAY : run.outcome
    const ended = run.step !== node.step || run.ends !== node.ends || outcome !== null
    const polls = [...run.waiting.values()].some(({ kind }) => kind === 'poll')
    if (ended || polls) loose = NOTHING
    // Past its plan, what a run keeps from one step to the next is what it knows.
    if (ended && !this.#remembers && run.step !== 'plan') firm = NOTHING
    const current = currentIn(reply) ?? node.current
    const seen = polls ? current : node.seen
    const child = this.#keep(run, {
      operator: node.operator,
      parent: node,
      told,
      firm,
      loose,
      current,
      seen: /^(follow|read-again)/.test(run.step) && outcome === null ? seen : '',
      outcome,
    })
    node.children.set(event, child)
    return child
  }

  #keep(
    run: Run,
    place: Pick<Node, 'operator' | 'parent' | 'told' | 'firm' | 'loose' | 'current' | 'seen' | 'outcome'>,
  ): Node {
    if (run.fault !== null) throw run.fault
    const { outcome } = place
    const waiting = outcome === null ? [...run.waiting.values()] : []
    if (waiting.length === 0 && outcome === null) throw new Error('a run neither waits nor has ended')
    const names = waiting.map(({ name }) => sleepless(name)).sort()
    const clocks = waiting.filter(({ kind }) => kind === 'clock').map(({ until }) => until)
    const knows = this.#remembers || run.step === 'plan' ? run.ends : `${run.knows} ${clocks}`
    const told = outcome
      ? [outcome, run.version]
      : [place.firm, place.loose, place.seen, run.step, knows, names]
    const mark = JSON.stringify([place.operator.name, run.key, told])
    const known = this.#byMark.get(mark)
    if (known) {
      known.run ??= known.counted === run.counted && sameNames(known, run) ? run : null
      return known
    }
    const node: Node = {
      ...place,
      id: this.#byMark.size,
      step: run.step,
      ends: run.ends,
      waiting,
      old: run.old,
      version: run.version,
      key: run.key,
      counted: run.counted,
      children: new Map(),
      run: outcome === null ? run : null,
    }
    this.#byMark.set(mark, node)
    return node
  }

  async #again(node: Node): Promise<Run> {
    const replies = new Map<string, Reply>()
    for (let at: Node | null = node; at !== null; at = at.parent)
      if (at.told) replies.set(at.told.name, at.told.reply)
    const run = await this.#begin(node.operator, replies)
    if (!sameNames(node, run))
      throw new Error(
        `told the same, ${node.operator.name} came to another place: ${[...run.waiting.keys()]}, not ${node.waiting.map(({ name }) => name)}`,
      )
    return run
  }

  async #begin(operator: Operator, replies: ReadonlyMap<string, Reply>): Promise<Run> {
    this.runs++
    const run = new Run(operator, replies, this.#ground)
    await quiet()
    return run
  }
}

const sameNames = (node: Node, run: Run): boolean =>
  node.waiting.length === run.waiting.size && node.waiting.every(({ name }) => run.waiting.has(name))

function seesLock({ answered }: Reply): boolean {
  const stages = answered?.body.VersionIdsToStages as Readonly<Record<string, readonly string[]>> | undefined
  return Object.values(stages ?? {}).some((labels) => labels.includes('lic-pending'))
}

function currentIn({ answered }: Reply): string | null {
  const stages = answered?.body.VersionIdsToStages as Readonly<Record<string, readonly string[]>> | undefined
  if (stages === undefined) return null
  return Object.keys(stages).find((version) => stages[version]?.includes('AWSCURRENT')) ?? 'none'
}

/** Everything that follows without the outside has happened by then. */
const quiet = () => new Promise<void>((resolve) => setImmediate(resolve))
