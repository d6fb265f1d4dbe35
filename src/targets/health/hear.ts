import { HttpTrouble } from '../../host/host.ts'
import { after, SECOND } from '../../model/instant.ts'
import type { Line } from '../../model/plan.ts'
import type { Verdict } from '../../model/verdict.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { Licensed, Tools, Watch } from '../target.ts'
import { askHealth, type HealthRef, wordIn } from './ask.ts'
import { type Expected, type Reading, readWord } from './word.ts'

/** For one answer. */
const WAIT = 5 * SECOND
/** Questions for each process that a load balancer may choose from. */
const ASKS_EACH = 4
const MOST_ASKS = 60

/** What is asked of a runtime, and for how long an answer that may still change is waited for. */
export interface Question {
  readonly expected: Expected
  /** what the keys would say that ran before; none: nothing to tell the key from */
  readonly before: readonly Expected[]
  /** how many processes may stand behind one address */
  readonly processes: number
  readonly patience: { readonly contrary: number; readonly silent: number }
}

export type Heard =
  | { readonly kind: 'line'; readonly line: Line; readonly proven: boolean; readonly silent: boolean }
  | { readonly kind: 'contrary'; readonly says: Shown; readonly url: string }
  /** asked to, before anything was sure: what was heard until then may have been a process on its way out */
  | { readonly kind: 'stopped' }

const STOPPED: Heard = { kind: 'stopped' }

/** Asks one address until what it says can be relied on, as far as patience goes. */
export async function hear(tools: Tools, question: Question, ref: HealthRef, watch: Watch): Promise<Heard> {
  const { now } = tools.host
  const began = now()
  const { patience } = question
  for (;;) {
    const heard = await round(tools, question, ref, watch)
    if (heard.kind === 'stopped') return heard
    const wait = heard.kind === 'contrary' ? patience.contrary : heard.silent ? patience.silent : 0
    if (now() >= after(began, wait)) return heard
    if (watch.stopping()) return STOPPED
    await tools.host.sleep(SECOND)
  }
}

async function round(
  { host, product }: Tools,
  { expected, before, processes }: Question,
  ref: HealthRef,
  watch: Watch,
): Promise<Heard> {
  const { url } = ref
  const against = before.length === 0 ? [null] : before
  const asks = Math.min(MOST_ASKS, Math.max(1, processes) * ASKS_EACH)
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
    const word = await wordIn(answer, product)
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

/** What processes ran with before may differ from one to the other: an answer must tell the new key from all of it. */
const together = (readings: readonly Reading[]): Reading =>
  readings.find(({ kind }) => kind === 'contrary') ??
  readings.find(({ kind }) => kind === 'silent') ??
  readings[0] ?? { kind: 'silent' }

/** What of a judged key can be heard from outside; null where it could not be read. */
export function expectedOf(verdict: Verdict, product: Licensed): Expected | null {
  if (!('key' in verdict)) return null
  const { key } = verdict
  const state = verdict.standing?.phase.state ?? 'alive'
  return { tier: product.tierInForce(key, state), expires: key.expires, license: key.identity?.value ?? null }
}
