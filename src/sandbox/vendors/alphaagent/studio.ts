import { createHash, randomBytes } from 'node:crypto'
import { after, type Instant, toIso } from '../../../model/instant.ts'
import type { Verdict } from '../../../model/verdict.ts'
import { type Heard, newChannel, type Refusal } from './channel.ts'
import { periodOf } from './console.ts'
import { halvesOf, INTERVAL } from './ledger.ts'
import type { Answer, Message, MessageKind } from './wire.ts'

/** Any would do. */
const VERSION = '1.4.0'
const KIND = 'aws'

export type State = 'OK' | 'WARN' | 'UNHEALTHY' | 'KILLED'

/** Why it is KILLED: one of the Console's refusals, time, or that it was never activated. */
export type Reason = Refusal | 'no_heartbeat' | 'not_activated'

export interface StudioOptions {
  /** the License Token that it starts with */
  readonly key: string
  readonly host: string
  readonly born: Instant
  /** null: it does not arrive */
  send(message: Message, at: Instant): Answer | null
  /** what the product's own code makes of a token whose last verified heartbeat was then */
  judge(token: string, last: Instant | null, at: Instant): Verdict
}

export interface Studio {
  readonly log: readonly string[]
  licenseId(): string | null
  lastHeartbeat(): Instant | null
  state(at: Instant): State
  reason(at: Instant): Reason | null
  /** What its diagnostics say to anybody. */
  health(at: Instant): object
  /** What an operator sees; never the secret. */
  view(at: Instant): object
  /** Lives on until then: the heartbeats that are due in between are sent, each at its time. */
  live(until: Instant): void
  /** Says to the Console that it is here, and lets a heartbeat follow. False: one of the two was in vain. */
  activate(at: Instant): boolean
  /** An agent ran, which is metered. */
  ran(at: Instant): void
  restart(key: string | null, host: string | null, at: Instant): void
}

interface UsageEvent {
  readonly idempotency_key: string
  readonly execution_id: string
  readonly model_usage: object
  readonly billing_period: string
}

/**
 * The customer's side, with what it keeps in its own account. Inferred: that it sends no heartbeats while KILLED, so that
 * only an activation helps, and that usage waits for the next heartbeat to be sent again.
 */
export function newStudio({ send, judge, ...given }: StudioOptions): Studio {
  const log: string[] = []
  const say = newChannel(send)
  let { key: token, host } = given
  let last: Instant | null = null
  let tripped: Refusal | null = null
  let delinquent = false
  let due = given.born
  let told = given.born
  let queue: readonly UsageEvent[] = []

  const write = (at: Instant, line: string) => log.push(`${toIso(at)} [license] ${line}`)
  const reason = (at: Instant): Reason | null => {
    if (tripped !== null) return tripped
    if (last === null) return 'not_activated'
    return stateByTime(at) === 'KILLED' ? 'no_heartbeat' : null
  }
  const stateByTime = (at: Instant): State => stateOf(judge(token, last, at))
  const state = (at: Instant): State => (tripped === null ? stateByTime(at) : 'KILLED')

  /** Logs the states that time alone has brought since it last did. */
  const tell = (at: Instant) => {
    const { timeline = null } = { timeline: null, ...judge(token, last, at) }
    if (tripped === null)
      for (const { name, from } of timeline ?? [])
        if (from !== 'always' && from > told && from <= at) write(from, `${name}: no verified heartbeat`)
    told = at
  }
  /** The Console's refusals that trip the kill-switch at once. */
  const trip = (refusal: Refusal, at: Instant) => {
    if (tripped !== refusal) write(at, `KILLED: the Console answers ${refusal}`)
    tripped = refusal
  }
  const exchange = (kind: MessageKind, fields: object, at: Instant): Heard | null => {
    const heard = say(token, kind, fields, at)
    if (heard?.refusal) trip(heard.refusal, at)
    return heard
  }
  const beat = (at: Instant): boolean => {
    tell(at)
    const heard = exchange('heartbeat', { runtime_version: VERSION, health: state(at) }, at)
    if (heard?.status !== 200) return false
    const { billing } = heard.fields as { readonly billing?: { readonly delinquent?: unknown } }
    if (delinquent !== (billing?.delinquent === true))
      write(at, delinquent ? 'no longer delinquent' : 'delinquent: new usage is not accepted for billing')
    delinquent = billing?.delinquent === true
    last = at
    return true
  }
  const drain = (at: Instant) => {
    const settled = new Set<string>()
    for (const event of queue) {
      const heard = exchange('usage', event, at)
      if (heard === null || tripped !== null) break
      if (heard.status === 200 || heard.status === 410) settled.add(event.idempotency_key)
    }
    queue = queue.filter((event) => !settled.has(event.idempotency_key))
  }
  /** Nothing changes between two questions, so that of many heartbeats the first and the last stand for all. */
  const live = (until: Instant) => {
    if (due <= until && state(due) !== 'KILLED') {
      const latest = after(due, Math.floor((until - due) / INTERVAL) * INTERVAL)
      const verified = beat(due)
      if (verified && latest > due) {
        told = latest
        beat(latest)
      }
      if (verified) drain(latest)
    }
    if (due <= until) due = after(due, (Math.floor((until - due) / INTERVAL) + 1) * INTERVAL)
    tell(until)
  }
  const activate = (at: Instant): boolean => {
    const fields = { host_fingerprint: fingerprintOf(host), runtime_version: VERSION, deployment_kind: KIND }
    if (exchange('activation', fields, at)?.status !== 200) return false
    const before = tripped
    tripped = null
    if (!beat(at)) {
      tripped ??= before
      return false
    }
    write(at, `activated ${halvesOf(token)?.id}: OK`)
    due = after(at, INTERVAL)
    drain(at)
    return true
  }
  activate(given.born)
  return {
    log,
    licenseId: () => halvesOf(token)?.id ?? null,
    lastHeartbeat: () => last,
    state,
    reason,
    health: (at) => ({
      status: 'ok',
      license: state(at),
      reason: reason(at),
      license_id: halvesOf(token)?.id ?? null,
      last_verified_heartbeat: last === null ? null : toIso(last),
      billing: { delinquent },
      runtime_version: VERSION,
    }),
    view: (at) => ({
      license_id: halvesOf(token)?.id ?? null,
      state: state(at),
      reason: reason(at),
      last_verified_heartbeat: last === null ? null : toIso(last),
      billing: { delinquent },
      host_fingerprint: fingerprintOf(host),
      runtime_version: VERSION,
      deployment_kind: KIND,
      queued_usage_events: queue.length,
    }),
    live,
    activate,
    ran: (at) => {
      const [idempotency_key, execution_id] = [
        randomBytes(16).toString('hex'),
        randomBytes(8).toString('hex'),
      ]
      const model_usage = { role: 'reasoning', input_tokens: 100, output_tokens: 20 }
      queue = [...queue, { idempotency_key, execution_id, model_usage, billing_period: periodOf(at) }]
      drain(at)
    },
    restart: (key, elsewhere, at) => {
      write(at, 'restarted')
      host = elsewhere ?? host
      if (key !== null && key !== token) {
        token = key
        last = null
        tripped = null
      }
      activate(at)
    },
  }
}

/** A token that is none, or that nobody has activated, stands nowhere. */
const stateOf = (verdict: Verdict): State =>
  'standing' in verdict && verdict.standing !== null ? (verdict.standing.phase.name as State) : 'KILLED'

const fingerprintOf = (host: string): string => createHash('sha256').update(host).digest('hex')
