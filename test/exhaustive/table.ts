import { wake } from './env.ts'
import type { Node, Nodes } from './nodes.ts'
import { atEnd, observed } from './promises.ts'
import type { Scenario, Seat } from './state.ts'
import type { Reply, Waiting } from './told.ts'
import type { Worlds } from './worlds.ts'

/** How a wait may end; `dropped`: the call never arrived, and nobody knows. */
export type How = 'answered' | 'lost' | 'dropped' | 'late'

export interface Moved {
  readonly world: number
  readonly seat: Seat
  readonly label: string
  readonly broken: readonly string[]
}

/** One scenario's worlds, and the runs that live in them. */
export class Table {
  constructor(
    readonly scenario: Scenario,
    readonly worlds: Worlds,
    readonly nodes: Nodes,
  ) {}

  /** What a wait would end with in this world; the world after it. */
  outcome(world: number, waiting: Waiting, how: How): { readonly world: number; readonly answer: number } {
    const { call, kind, until } = waiting
    if (kind === 'clock')
      return {
        world: this.worlds.move(world, { name: `wakes at ${until}`, does: (next) => wake(next, until) }),
        answer: -1,
      }
    if (call === null || how === 'dropped') return { world, answer: -1 }
    if (this.scenario.breaks?.swallows?.(call)) return { world, answer: this.worlds.yes(world) }
    return this.worlds.call(world, waiting.asks, call)
  }

  async reply(world: number, seat: Seat, waiting: Waiting, how: How, asked: Reply['asked']): Promise<Moved> {
    const { node } = seat
    const done = this.outcome(world, waiting, how)
    const answered = how === 'answered' && done.answer >= 0 ? this.worlds.answer(done.answer) : null
    const told = this.#told({ how: how === 'dropped' ? 'lost' : how, answered, asked }, waiting, node)
    const event = `${waiting.name} ${told.how}${asked ?? ''} ${answered === null ? '' : done.answer}`
    const next = this.nodes.known(node, event) ?? (await this.nodes.next(node, waiting.name, event, told))
    const holds = observed(this.worlds.at(done.world), seat, waiting)
    const ended = next.outcome !== null
    const now: Seat = { node: next, dead: false, holds: ended || !isClaiming(next.step) ? 0 : holds }
    const label = `${node.operator.name}: ${labelOf(waiting, told)}${how === 'answered' ? '' : ` ${how}`}${asked === null ? '' : `, asked to ${asked}`}`
    return {
      world: done.world,
      seat: now,
      label: ended ? `${label} -> ${next.outcome?.ending} (${next.outcome?.cause})` : label,
      broken: ended ? atEnd(this.worlds.at(done.world), { ...now, holds }, this.scenario) : [],
    }
  }

  #told(reply: Reply, waiting: Waiting, node: Node): Reply {
    return this.scenario.breaks?.tells?.(reply, waiting, node) ?? reply
  }
}

const isClaiming = (step: string): boolean =>
  /^(redeploy|follow|prove|read-again|finish|mark-failed|unlock|release-run)/.test(step)

function labelOf({ name, call }: Waiting, { answered }: Reply): string {
  const [step] = name.split(' | ')
  if (!call) return `${step}: sleeps`
  const {
    VersionStage: stage,
    MoveToVersionId: to,
    RemoveFromVersionId: from,
    service,
    serviceName,
  } = call.body
  const short = (id: unknown) => (typeof id === 'string' ? id.slice(0, 4) : '-')
  const what =
    stage === undefined || call.action === 'GetSecretValue'
      ? String(service ?? serviceName ?? '')
      : `${stage} ${short(from)}>${short(to)}`
  const refused = answered !== null && answered.status !== 200 ? ' refused' : ''
  return `${step}: ${call.action}${what === '' ? '' : ` ${what}`}${refused}`
}
