import { type HttpAnswer, HttpTrouble } from '../../../host/host.ts'
import { after, SECOND } from '../../../model/instant.ts'
import type { Line } from '../../../model/plan.ts'
import type { Verdict } from '../../../model/verdict.ts'
import { own, type Shown, says } from '../../../model/visible.ts'
import type { Watch } from '../../target.ts'
import type { HealthRef } from '../ref.ts'
import { type Expected, readWord } from '../runtime-word.ts'
import type { Run } from './run.ts'

const ASK = { timeoutMs: 5000, capBytes: 65_536 }
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

async function round(run: Run, { url, hostName, ca }: HealthRef, watch: Watch): Promise<Heard> {
  const { host, product } = run.tools
  const { expected, before } = keysOf(run)
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
    const request = {
      url,
      ...ASK,
      ...(hostName === null ? {} : { hostName }),
      ...(ca === null ? {} : { ca }),
    }
    const answer = await host.get(request).catch(noAnswer)
    if (answer instanceof HttpTrouble)
      return line(says`cannot tell: no answer (${answer.reason})`, false, true)
    const word = await product.readHealth(answer.body)
    if (word === null)
      return line(says`cannot tell: HTTP ${answer.status}, in no form that is known`, false, true)
    const reading = readWord(word, expected, before, product)
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

const noAnswer = (thrown: unknown): HttpAnswer | HttpTrouble => {
  if (thrown instanceof HttpTrouble) return thrown
  throw thrown
}

const NOTHING: Expected = { tier: null, expires: null }

function keysOf(run: Run): { readonly expected: Expected; readonly before: Expected | null } {
  const { intent, old } = run
  const current = old === null ? null : expectedOf(old.verdict, run)
  if (intent.kind === 'rotate')
    return {
      expected: expectedOf(intent.warrant.verdict, run) ?? NOTHING,
      before: run.memory.promoted === null ? null : current,
    }
  return { expected: current ?? NOTHING, before: null }
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
