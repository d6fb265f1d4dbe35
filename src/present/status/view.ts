import type { Json } from '../../model/answer.ts'
import type { ExitCode } from '../../model/exit.ts'
import type { Finding } from '../../model/finding.ts'
import type { Instant } from '../../model/instant.ts'
import { toIso } from '../../model/instant.ts'
import type { Line } from '../../model/plan.ts'
import type { RuntimeWord } from '../../model/runtime-word.ts'
import type { Verdict } from '../../model/verdict.ts'
import { type Shown, visible } from '../../model/visible.ts'
import { findingJson } from '../findings.ts'
import { lineJson } from '../rotation/plan-view.ts'
import { verdictJson } from '../verdict-json.ts'

/** One deployment at one moment, as it is shown. Names and what runtimes say are raw text. */
export interface StatusView {
  /** its name in the project file; null where it was named by options */
  readonly deployment: string | null
  readonly productName: string
  readonly now: Instant
  readonly asked: boolean
  readonly verdict: Verdict | null
  readonly tierInForce: string | null
  readonly running: {
    readonly head: readonly Line[]
    readonly services: readonly ServiceView[]
    readonly heard: readonly HeardView[]
  }
  readonly nodes: NodesView | null
  readonly ahead: readonly AheadView[]
  readonly findings: readonly Finding[]
  readonly exitCode: ExitCode
}

interface ServiceView {
  readonly name: string
  readonly desired: number
  readonly running: number
  readonly pending: number
  readonly deployed: Instant | null
  readonly rollout: string | null
  readonly tasks: { readonly fresh: number; readonly older: number; readonly unknown: number } | null
}

interface HeardView {
  readonly url: string
  readonly word: RuntimeWord | null
  readonly why: Shown | null
  readonly alarms: readonly { readonly name: string; readonly label: string; readonly count: number }[]
}

interface NodesView {
  readonly running: number | null
  readonly desired: number | null
  readonly counted: number | null
  readonly limit: number | 'unlimited' | null
  readonly statedBy: Shown | null
  readonly band: string | null
}

interface AheadView {
  readonly at: Instant
  readonly says: Shown
  readonly effects: { readonly running: Shown; readonly starting: Shown } | null
}

/** `{ deployment, place, key, tierInForce, services, runtimes, nodes, ahead, findings }` */
export const statusJson = (view: StatusView): { readonly [field: string]: Json } => ({
  deployment: view.deployment === null ? null : visible(view.deployment),
  at: toIso(view.now),
  place: view.running.head.map(lineJson),
  key: view.verdict && verdictJson(view.verdict),
  tierInForce: view.tierInForce === null ? null : visible(view.tierInForce),
  services: view.running.services.map(serviceJson),
  runtimes: view.running.heard.map(heardJson),
  nodes: view.nodes && nodesJson(view.nodes),
  ahead: view.ahead.map(({ at, says, effects }) => ({
    at: toIso(at),
    says,
    running: effects?.running ?? null,
    starting: effects?.starting ?? null,
  })),
  findings: view.findings.map(findingJson),
})

const serviceJson = ({ name, desired, running, pending, deployed, rollout, tasks }: ServiceView): Json => ({
  name: visible(name),
  desired,
  running,
  pending,
  deployed: deployed && toIso(deployed),
  rollout: rollout === null ? null : visible(rollout),
  tasks: tasks && { withThisKey: tasks.fresh, withTheOneBefore: tasks.older, unknown: tasks.unknown },
})

const text = (value: string | null): Json => (value === null ? null : visible(value))

const heardJson = ({ url, word, why, alarms }: HeardView): Json => ({
  url: visible(url),
  why,
  says: word && {
    form: visible(word.shape),
    healthy: word.healthy,
    version: text(word.version),
    state: text(word.heartbeat?.state ?? null),
    tier: text(word.tier),
    valid: word.valid,
    identity: text(word.identity),
    expires: word.expires && toIso(word.expires),
    nodes: word.nodes,
    maxNodes: limitJson(word.maxNodes),
  },
  counters: alarms.map(({ name, label, count }) => ({ name: visible(name), why: visible(label), count })),
})

const limitJson = (limit: number | 'unlimited' | null): Json =>
  limit === 'unlimited' ? { unlimited: true } : limit

const nodesJson = ({ running, desired, counted, limit, statedBy, band }: NodesView): Json => ({
  running,
  desired,
  counted,
  limit: limitJson(limit),
  statedBy,
  band,
})
