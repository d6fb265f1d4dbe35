import { HttpTrouble } from '../../../host/host.ts'
import type { Account, Ending, KeyFacts, StepOutcome } from '../../../model/plan.ts'
import type { Verdict } from '../../../model/verdict.ts'
import { own, says } from '../../../model/visible.ts'
import type { Intent, Performer, Tools, Watch } from '../../target.ts'
import { cautionsOf, wordsOf } from '../observe.ts'
import type { AdminSight } from '../sight.ts'
import type { AdminStep } from '../steps.ts'
import { whyNot, yes } from './call.ts'
import { prove } from './prove.ts'
import {
  ASKS,
  ask,
  changed,
  lines,
  pathOf,
  type Run,
  reading,
  type Side,
  sameWord,
  send,
  whyNoWord,
} from './run.ts'

/** Carries out the steps of one plan, in one run. */
export function performer(seen: AdminSight, intent: Intent, tools: Tools): Performer<AdminStep> {
  const run: Run = {
    seen,
    intent,
    tools,
    memory: {
      proof: { rung: 'none', cannotSee: says`anything: nothing was proven` },
      last: seen.word,
      before: [],
    },
  }
  return {
    perform: (step, watch) => perform(run, step, watch),
    aftermath: (ending) => aftermath(run, ending),
  }
}

async function perform(run: Run, step: AdminStep, watch: Watch): Promise<StepOutcome> {
  switch (step.do) {
    case 'look-again':
      return lookAgain(run)
    case 'promote':
      return put(run, 'new')
    case 'take-back':
      return put(run, 'old')
    case 'prove':
      return prove(run, step.side, watch)
  }
}

/** Replicas that differ already are told from a license that was changed: one of them says what was said before. */
async function lookAgain(run: Run): Promise<StepOutcome> {
  const { seen, memory } = run
  for (let count = 0; count < ASKS; count++) {
    const { called, word } = await ask(run)
    if (word === null) return { status: 'failed', nothing: true, error: whyNoWord(run, called) }
    memory.before.push(word)
  }
  const same = memory.before.find((word) => sameWord(seen.word, word))
  const other = memory.before.at(-1)
  if (same !== undefined) return { status: 'done', evidence: [{ label: 'live', value: wordsOf(same) }] }
  if (other === undefined) throw new Error('nothing was asked')
  return { status: 'overtaken', error: changed(other) }
}

/** A lost answer is resolved by asking: what is live says whether it arrived. */
async function put(run: Run, side: Side): Promise<StepOutcome> {
  const { ref, api } = run.seen
  const called = await send(run, side)
  const answer = yes(called)
  if (answer !== null)
    return { status: 'done', evidence: [{ label: 'answer', value: says`HTTP ${answer.status}` }] }
  const why = whyNot(called, ref, pathOf(run), api.role)
  const { word } = await ask(run)
  if (word !== null && reading(run, word, side) === 'new')
    return {
      status: 'done',
      evidence: [{ label: 'answer', value: says`lost, and yet it arrived: ${own(wordsOf(word))}` }],
    }
  const surely = !(called instanceof HttpTrouble) && called.status < 500
  if (surely) return { status: 'failed', error: why, ...(side === 'new' ? { nothing: true as const } : {}) }
  return { status: 'unknown', error: why, check: lines(run).look }
}

const factsOf = (verdict: Verdict): KeyFacts | null =>
  'key' in verdict
    ? { fingerprint: verdict.key.fingerprint, tier: verdict.key.tier, expires: verdict.key.expires }
    : null

function aftermath(run: Run, ending: Ending): Account {
  const { seen, intent, memory } = run
  const { url } = seen.ref
  const live = memory.last === null ? says`nothing that can be read` : wordsOf(memory.last)
  const { look, again } = lines(run)
  const open = ending === 'stranded' || ending === 'unfinished'
  return {
    by: says`the holder of the token from ${seen.ref.tokenSource}`,
    keys: {
      from: seen.current === null ? null : factsOf(seen.current.verdict),
      to: intent.kind === 'rotate' ? factsOf(intent.warrant.verdict) : null,
    },
    proof: memory.proof,
    now: [
      says`${url} said last: ${own(live)}`,
      ...(ending === 'done' ? cautionsOf(seen.api, memory.last ?? seen.word) : []),
    ],
    next: open ? [says`# see what is live:`, look, says`# upload again; it is no harm twice:`, again] : [],
  }
}
