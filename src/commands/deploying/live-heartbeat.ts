import { type HttpAnswer, HttpTrouble } from '../../host/host.ts'
import { SECOND } from '../../model/instant.ts'
import { LicError } from '../../model/lic-error.ts'
import type { HeartbeatWord } from '../../model/runtime-word.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { Heartbeat } from '../../products/product.ts'
import { PRODUCTS, readyProducts } from '../../products/registry.ts'
import { askHealth, type HealthRef, wordIn } from '../../targets/health/ask.ts'
import type { Context, Options } from '../command.ts'
import { healthRefs } from './health.ts'

const WAIT = 5 * SECOND
const TRIES = 2
const SERVER_FAULT = 500

/**
 * The context with what a running deployment, the first that is named, says of its heartbeats. Rejects with `LicError`
 * where it says nothing: then nothing is known of the key.
 */
export async function withLiveHeartbeat<C extends Pick<Context, 'host' | 'settings'>>(
  context: C,
  options: Options,
): Promise<C> {
  const { host, settings } = context
  const { healthUrl } = options
  if (healthUrl === undefined) return context
  const [ref] = await healthRefs({ ...options, healthUrl: [healthUrl].flat() }, host)
  if (ref === undefined) return context
  if (settings.heartbeat.last !== null)
    throw new LicError(
      'usage.option',
      says`--last-heartbeat and --health-url both say when the last verified heartbeat was`,
      says`leave one of them out`,
    )
  await readyProducts()
  const word = await heartbeatIn(await answerOf(ref, context), ref)
  return { ...context, settings: { ...settings, heartbeat: joined(settings.heartbeat, word, ref, context) } }
}

const joined = (
  given: Heartbeat,
  { last, ...word }: HeartbeatWord,
  { url }: HealthRef,
  { host }: Pick<Context, 'host'>,
): Heartbeat => ({
  ...given,
  last,
  live: { ...word, from: says`${url}`, at: host.now() },
})

async function answerOf(ref: HealthRef, { host }: Pick<Context, 'host'>): Promise<HttpAnswer> {
  let answer = await askHealth(host, ref, WAIT)
  for (let count = 1; count < TRIES && answer instanceof HttpTrouble; count++)
    answer = await askHealth(host, ref, WAIT)
  if (answer instanceof HttpTrouble) throw noAnswer(ref, says`no answer (${answer.reason})`)
  if (answer.status >= SERVER_FAULT) throw noAnswer(ref, says`HTTP ${answer.status}`)
  return answer
}

/** Whichever product lives by heartbeats, and knows the answer for its own. */
async function heartbeatIn(answer: HttpAnswer, { url }: HealthRef): Promise<HeartbeatWord> {
  for (const product of Object.values(PRODUCTS)) {
    if (product.heartbeats !== true) continue
    const word = (await wordIn(answer, product))?.heartbeat
    if (word !== undefined) return word
  }
  throw new LicError(
    'health.no-heartbeat',
    says`${url} answers (HTTP ${answer.status}), and nothing of heartbeats that can be read`,
    says`name the address where the product says how it is, or give the time: --last-heartbeat INSTANT`,
    says`a key that has a date needs no heartbeat: leave --health-url out`,
  )
}

const noAnswer = ({ url }: HealthRef, what: Shown): LicError =>
  new LicError(
    'health.no-answer',
    says`${url}: ${own(what)}; when its last verified heartbeat was is not known, so nothing was judged`,
    says`check the address, and that this machine may reach it, then try again`,
    says`or give the time yourself, in its place: --last-heartbeat INSTANT`,
  )
