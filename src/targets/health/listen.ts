import { HttpTrouble } from '../../host/host.ts'
import { SECOND } from '../../model/instant.ts'
import { says } from '../../model/visible.ts'
import type { HeardFrom, Tools } from '../target.ts'
import { askHealth, type HealthRef, wordIn } from './ask.ts'

const BRIEFLY = 3 * SECOND
const TRIES = 2

/** What each address says now, and what its counters tell; why it says nothing is an answer, too. */
export const listen = (refs: readonly HealthRef[], tools: Tools): Promise<readonly HeardFrom[]> =>
  Promise.all(
    refs.map(async (ref) => {
      const [said, told] = await Promise.all([hearOne(ref, tools), alarmsAt(ref, tools)])
      return { url: ref.url, ...said, ...told }
    }),
  )

async function hearOne(ref: HealthRef, tools: Tools): Promise<Pick<HeardFrom, 'word' | 'why'>> {
  const { host, product } = tools
  for (let count = 1; ; count++) {
    const answer = await askHealth(host, ref, BRIEFLY)
    const word = answer instanceof HttpTrouble ? null : await wordIn(answer, product)
    if (word !== null) return { word, why: null }
    if (count < TRIES) continue
    return {
      word: null,
      why:
        answer instanceof HttpTrouble
          ? says`no answer (${answer.reason})`
          : says`HTTP ${answer.status}, ${answer.status >= 300 && answer.status < 400 ? 'a redirect, which is not followed' : 'in no form that is known'}`,
    }
  }
}

/** Of a page of metrics, which may be long. */
const CAP = 4 * 1024 * 1024

/** Counters above zero; none where the address has none, or says so in no form that is known. */
export async function alarmsAt(
  ref: HealthRef,
  { host, product }: Tools,
): Promise<Pick<HeardFrom, 'alarms' | 'counted'>> {
  const { counters } = product
  const nothing = { alarms: [], counted: false }
  if (counters === null) return nothing
  const url = new URL(counters.path, ref.url).href
  const answer = await askHealth(host, { ...ref, url }, BRIEFLY, CAP)
  if (answer instanceof HttpTrouble || answer.status !== 200) return nothing
  const text = Buffer.from(answer.body).toString('utf8')
  return {
    alarms: countersIn(text, counters.name, counters.label),
    counted: !answer.cut && new RegExp(`^(?:# TYPE )?${counters.name}\\b`, 'm').test(text),
  }
}

const LABELS = /\{((?:[^"{}]|"(?:[^"\\]|\\.)*")*)\}/.source
const SAMPLE = new RegExp(`^(\\w+)(?:${LABELS})?\\s+(\\S{1,40})(?:\\s+-?\\d+)?\\s*$`)
const LONGEST = 2000
const MOST = 20

/** Samples of one counter above zero. Source: Prometheus, exposition formats, text format 0.0.4 */
export function countersIn(text: string, name: string, label: string): HeardFrom['alarms'] {
  const found = text.split('\n').flatMap((line) => {
    const [, metric, labels = '', value = ''] =
      line.startsWith(name) && line.length <= LONGEST ? (SAMPLE.exec(line) ?? []) : []
    const count = /^\+?inf$/i.test(value) ? Number.MAX_SAFE_INTEGER : Number(value)
    if (metric !== name || !(count > 0)) return []
    const why = new RegExp(`(?:^|,)\\s*${label}="((?:[^"\\\\]|\\\\.)*)"`).exec(labels)?.[1] ?? ''
    return [{ name, label: why.replace(/\\(.)/g, (_all, one) => (one === 'n' ? '\n' : one)), count }]
  })
  return found.slice(0, MOST)
}
