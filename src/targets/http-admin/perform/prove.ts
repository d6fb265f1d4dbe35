import { error, type Finding } from '../../../model/finding.ts'
import { SECOND } from '../../../model/instant.ts'
import type { Proof, StepOutcome } from '../../../model/plan.ts'
import type { RuntimeWord } from '../../../model/runtime-word.ts'
import { own, says } from '../../../model/visible.ts'
import type { Watch } from '../../target.ts'
import { wordsOf } from '../observe.ts'
import {
  ASKS,
  ask,
  changed,
  isForeign,
  keyOf,
  lines,
  noWord,
  type Run,
  reading,
  type Side,
  send,
  whyNoWord,
} from './run.ts'

const PATIENCE = 10 * SECOND
/** How often at most a key is uploaded again, to replicas that hold it in memory alone. */
const AGAIN = 16

/**
 * Several answers, so that more than one replica can be heard. Where they differ, each replica holds the key in its own
 * memory: it is uploaded again, once more every time so that turns are not kept, until all say the same. What somebody
 * else has uploaded meanwhile is not replaced.
 */
export async function prove(run: Run, side: Side, watch: Watch): Promise<StepOutcome> {
  const { seen, tools, memory } = run
  const { now, sleep } = tools.host
  const until = Math.min(now() + PATIENCE, watch.deadline)
  let again = 0
  for (let round = 1; ; round++) {
    const kinds: string[] = []
    let last: RuntimeWord | null = null
    let wrong: Finding | null = null
    let foreign: RuntimeWord | null = null
    for (let count = 0; count < ASKS; count++) {
      const { called, word } = await ask(run)
      if (word === null) wrong = whyNoWord(run, called)
      else {
        last = word
        kinds.push(reading(run, word, side))
        if (isForeign(run, word)) foreign = word
      }
    }
    const contrary = kinds.includes('contrary')
    if ((contrary || wrong !== null) && now() < until && !watch.stopping()) {
      const mixed = foreign === null && contrary && kinds.includes('new') && keyOf(run, side) !== null
      for (let count = 0; mixed && count < round && again < AGAIN; count++, again++) await send(run, side)
      await sleep(SECOND)
      continue
    }
    if (foreign !== null) return { status: 'overtaken', error: changed(foreign) }
    if (contrary && last !== null)
      return {
        status: 'failed',
        error: error(
          'health.differs',
          says`${seen.ref.url} does not run on the key: ${own(wordsOf(last))}`,
          says`one of several replicas may hold it in memory alone`,
        ),
      }
    if (last === null || wrong !== null)
      return { status: 'unknown', error: wrong ?? noWord, check: lines(run).look }
    memory.proof = proofBy(kinds)
    return {
      status: 'done',
      evidence: [
        { label: 'live', value: says`${kinds.length} of ${ASKS} answers: ${own(wordsOf(last))}` },
        ...(again === 0
          ? []
          : [{ label: 'uploads', value: says`${again} more, since replicas answered differently` }]),
      ],
    }
  }
}

function proofBy(kinds: readonly string[]): Proof {
  if (kinds.every((kind) => kind === 'new'))
    return {
      rung: 'runtime',
      cannotSee: says`replicas that gave no answer: a load balancer chooses which one does`,
    }
  const same = says`which of two keys with the same plan and expiry it runs on`
  return { rung: kinds.includes('new') ? 'runtime in part' : 'upload only', cannotSee: same }
}
