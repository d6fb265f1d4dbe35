import { HttpTrouble } from '../../host/host.ts'
import { error } from '../../model/finding.ts'
import { SECOND, toIso } from '../../model/instant.ts'
import type { RuntimeWord } from '../../model/runtime-word.ts'
import type { Verdict } from '../../model/verdict.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import { askHealth, type HealthRef, wordIn } from '../../targets/health/ask.ts'
import { expectedOf } from '../../targets/health/hear.ts'
import { readWord } from '../../targets/health/word.ts'
import type { ClockSample, HealthFacts } from '../facts.ts'
import type { Tools } from './tools.ts'

const WAIT = 5 * SECOND

/** Asks every address once. @param verdict of the key that the product should have */
export async function lookAtHealth(
  tools: Tools,
  refs: readonly HealthRef[],
  verdict: Verdict | null,
): Promise<{ readonly facts: readonly HealthFacts[]; readonly clock: readonly ClockSample[] }> {
  const { host, product } = tools
  const clock: ClockSample[] = []
  const facts = await Promise.all(
    refs.map(async (ref): Promise<HealthFacts> => {
      const { url } = ref
      const answer = await askHealth(host, ref, WAIT)
      if (answer instanceof HttpTrouble) return silent(url, says`no answer (${answer.reason})`)
      const ours = host.now()
      if (answer.date !== undefined) clock.push({ from: says`${url}`, theirs: answer.date, ours })
      const word = await wordIn(answer, product)
      if (word === null)
        return silent(url, says`HTTP ${answer.status}, in no form that ${product.name} is known to answer`)
      const expected = verdict === null ? null : expectedOf(verdict, product)
      const reading = expected === null ? null : readWord(word, expected, null, product)
      const contrary = reading?.kind === 'contrary' ? reading.says : null
      return {
        url,
        says: wordSays(word),
        findings: contrary === null ? [] : [differs(url, contrary, product.restarts)],
      }
    }),
  )
  return { facts, clock }
}

const silent = (url: string, why: Shown): HealthFacts => ({
  url,
  says: why,
  findings: [
    error(
      'doctor.no-answer',
      says`${url}: ${own(why)}`,
      says`look whether it runs, and what stands in between: curl -i ${url}`,
    ),
  ],
})

const differs = (url: string, contrary: Shown, restarts: readonly string[]) =>
  error(
    'doctor.health-differs',
    says`${url}: ${own(contrary)}`,
    says`it most likely has not read this key: start ${restarts.join(' and ')} again`,
  )

function wordSays({ healthy, version, tier, valid, expires, nodes, maxNodes }: RuntimeWord): Shown {
  const parts = [
    ...(healthy === null ? [] : [healthy ? says`healthy` : says`not healthy`]),
    ...(version === null ? [] : [says`version ${version}`]),
    ...(tier === null ? [] : [says`tier ${tier}`]),
    ...(valid === null ? [] : [valid ? says`license valid` : says`license not valid`]),
    ...(expires === null ? [] : [says`expires ${toIso(expires)}`]),
    ...(nodes === null ? [] : [says`${nodes} of ${maxNodes ?? 'no stated number of'} nodes`]),
  ]
  return tier === null && valid === null && expires === null
    ? says`${own([...parts, says`nothing about its license`].join(', ') as Shown)}`
    : (parts.join(', ') as Shown)
}
