import { HttpTrouble } from '../../../host/host.ts'
import { after, SECOND } from '../../../model/instant.ts'
import type { Line } from '../../../model/plan.ts'
import type { Verdict } from '../../../model/verdict.ts'
import { own, type Shown, says } from '../../../model/visible.ts'
import type { Watch } from '../../target.ts'
import { askHealth } from '../ask-health.ts'
import type { HealthRef } from '../ref.ts'
import { type Expected, type Reading, readWord } from '../runtime-word.ts'
import type { Run } from './run.ts'
import { keyToPlace } from './value.ts'

/** For one answer. */
const WAIT = 5 * SECOND
/** Questions for each task that a load balancer may choose from. */
const ASKS_A_TASK = 4
const MOST_ASKS = 60
/** Tasks that are being taken down may still answer for a while, and a load balancer may have nobody to ask. */
const PATIENCE = 30 * SECOND
const PATIENCE_WITH_SILENCE = 10 * SECOND

export type Heard =
  | { readonly kind: 'line'; readonly line: Line; readonly proven: boolean; readonly silent: boolean }
  | { readonly kind: 'contrary'; readonly says: Shown; readonly url: string }
  /** asked to, before anything was sure: what was heard until then may have been a task on its way out */
  | { readonly kind: 'stopped' }

const STOPPED: Heard = { kind: 'stopped' }

/** Asks one address until what it says can be relied on, as far as patience goes. */
export async function hear(run: Run, ref: HealthRef, watch: Watch): Promise<Heard> {
  const { now } = run.tools.host
  const began = now()
  for (;;) {
    const heard = await round(run, ref, watch)
    if (heard.kind === 'stopped') return heard
    const wait = heard.kind === 'contrary' ? PATIENCE : heard.silent ? PATIENCE_WITH_SILENCE : 0
    if (now() >= after(began, wait)) return heard
    if (watch.stopping()) return STOPPED
    await run.tools.host.sleep(SECOND)
  }
}

async function round(run: Run, ref: HealthRef, watch: Watch): Promise<Heard> {
  const { host, product } = run.tools
  const { url } = ref
  const { expected, before } = keysOf(run)
  const against = before.length === 0 ? [null] : before
  const tasks = Math.max(1, ...run.seen.services.map(({ service }) => service.desired))
  const asks = Math.min(MOST_ASKS, tasks * ASKS_A_TASK)
  const line = (value: Shown, proven: boolean, silent = false): Heard => ({
    kind: 'line',
    line: { label: url, value },
    proven,
    silent,
  })
  let told: Shown | null = null
  let answered = 0
  for (let count = 0; count < asks; count++) {
    if (watch.stopping()) return STOPPED
    const answer = await askHealth(host, ref, WAIT)
    if (answer instanceof HttpTrouble)
      return line(says`cannot tell: no answer (${answer.reason})`, false, true)
    const word = await product.readHealth(answer.body)
    if (word === null)
      return line(says`cannot tell: HTTP ${answer.status}, in no form that is known`, false, true)
    const reading = together(against.map((one) => readWord(word, expected, one, product)))
    if (reading.kind === 'contrary') return { kind: 'contrary', says: reading.says, url }
    if (reading.kind === 'new') {
      answered++
      told = reading.says
    }
  }
  return told === null
    ? line(says`cannot tell: it says nothing that the key before would not say too`, false)
    : line(says`${answered} of ${asks} answers: ${own(told)}`, answered === asks)
}

const NOTHING: Expected = { tier: null, expires: null }

/** What the tasks ran with before may differ from service to service: an answer must tell the new key from all of it. */
const together = (readings: readonly Reading[]): Reading =>
  readings.find(({ kind }) => kind === 'contrary') ??
  readings.find(({ kind }) => kind === 'silent') ??
  readings[0] ?? { kind: 'silent' }

function keysOf(run: Run): { readonly expected: Expected; readonly before: readonly Expected[] } {
  const { intent, old } = run
  const current = old === null ? null : expectedOf(old.verdict, run)
  const key = keyToPlace(intent)
  return key === null
    ? { expected: current ?? NOTHING, before: [] }
    : { expected: expectedOf(key.verdict, run) ?? NOTHING, before: keysBefore(run) }
}

/** Keys that tasks ran with before this run changed that, as far as they are known. */
export function keysBefore(run: Run): readonly Expected[] {
  const { seen, old, memory } = run
  const verdicts = [
    ...seen.elsewhere.map(({ verdict }) => verdict),
    ...(old === null || memory.promoted === null || seen.unread ? [] : [old.verdict]),
  ]
  return verdicts.flatMap((verdict) => expectedOf(verdict, run) ?? [])
}

function expectedOf(verdict: Verdict, { tools }: Run): Expected | null {
  if (!('key' in verdict)) return null
  const { key } = verdict
  const state = verdict.standing?.phase.state ?? 'alive'
  return {
    tier: tools.product.tierInForce(key, state),
    expires: key.expires,
  }
}
