import type { Json } from '../../model/answer.ts'
import { toIso } from '../../model/instant.ts'
import { visible } from '../../model/visible.ts'
import type { Nodes } from '../../status/nodes.ts'
import type { Quota } from '../../status/quotas.ts'
import type { Status } from '../../status/status.ts'
import type { HeardFrom, Running, RunningService } from '../../targets/target.ts'
import { findingJson } from '../findings.ts'
import { limitJson as quotaLimitJson } from '../limit-view.ts'
import { lineJson } from '../rotation/plan-view.ts'
import { verdictJson } from '../verdict-json.ts'

/** One deployment at one moment, as it is shown. Names and what runtimes say are raw text. */
export interface StatusView extends Omit<Status, 'running' | 'nodes'> {
  /** its name in the project file; null where it was named by options */
  readonly deployment: string | null
  readonly asked: boolean
  readonly running: Pick<Running, 'head' | 'services' | 'heard'>
  readonly nodes: NodesView | null
}

type NodesView = Omit<Nodes, 'findings'>

/** `{ deployment, place, key, tierInForce, services, runtimes, nodes, quotas, ahead, findings }` */
export const statusJson = (view: StatusView): { readonly [field: string]: Json } => ({
  deployment: view.deployment === null ? null : visible(view.deployment),
  at: toIso(view.now),
  place: view.running.head.map(lineJson),
  key: view.verdict && verdictJson(view.verdict),
  tierInForce: view.tierInForce === null ? null : visible(view.tierInForce),
  services: view.running.services.map(serviceJson),
  runtimes: view.running.heard.map(heardJson),
  nodes: view.nodes && nodesJson(view.nodes),
  quotas: view.quotas.map(quotaJson),
  ahead: view.ahead.map(({ at, says, effects }) => ({
    at: toIso(at),
    says,
    running: effects?.running ?? null,
    starting: effects?.starting ?? null,
  })),
  findings: view.findings.map(findingJson),
})

const serviceJson = ({
  name,
  desired,
  running,
  pending,
  deployed,
  rollout,
  tasks,
}: RunningService): Json => ({
  name: visible(name),
  desired,
  running,
  pending,
  deployed: deployed && toIso(deployed),
  rollout: rollout === null ? null : visible(rollout),
  tasks: tasks && { withThisKey: tasks.fresh, withTheOneBefore: tasks.older, unknown: tasks.unknown },
})

const text = (value: string | null): Json => (value === null ? null : visible(value))

const heardJson = ({ url, word, why, alarms }: HeardFrom): Json => ({
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

/** What is used is never a number: nobody publishes it. */
const quotaJson = ({ id, label, limit, statedBy, code, exceeded }: Quota): Json => ({
  id: visible(id),
  label: visible(label),
  limit: quotaLimitJson(limit),
  statedBy,
  used: { published: false },
  limitCode: text(code),
  exceeded,
})
