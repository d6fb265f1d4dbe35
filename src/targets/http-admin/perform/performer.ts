import { HttpTrouble } from '../../../host/host.ts'
import { error, type Finding } from '../../../model/finding.ts'
import { SECOND } from '../../../model/instant.ts'
import type { KeyText } from '../../../model/key-text.ts'
import type { Account, Ending, KeyFacts, Proof, StepOutcome } from '../../../model/plan.ts'
import type { RuntimeWord } from '../../../model/runtime-word.ts'
import { word as shellWord } from '../../../model/shell-word.ts'
import type { Verdict } from '../../../model/verdict.ts'
import { own, type Shown, says, visible } from '../../../model/visible.ts'
import { expectedOf } from '../../health/hear.ts'
import { readWord } from '../../health/word.ts'
import type { Intent, Performer, Tools, Watch } from '../../target.ts'
import { wordsOf } from '../observe.ts'
import type { AdminSight } from '../sight.ts'
import type { AdminStep } from '../steps.ts'
import { type Called, read, upload, whyNot, yes } from './call.ts'

interface Run {
  readonly seen: AdminSight
  readonly intent: Intent
  readonly tools: Tools
  readonly memory: {
    promoted: boolean
    maybe: boolean
    takenBack: boolean
    proof: Proof
    last: RuntimeWord | null
  }
}

/** Replicas behind one address answer in turn. */
const ASKS = 4
const PATIENCE = 10 * SECOND
/** How often at most a key is uploaded again, to replicas that hold it in memory alone. */
const AGAIN = 16

/** Carries out the steps of one plan, in one run. */
export function performer(seen: AdminSight, intent: Intent, tools: Tools): Performer<AdminStep> {
  const run: Run = {
    seen,
    intent,
    tools,
    memory: {
      promoted: false,
      maybe: false,
      takenBack: false,
      proof: { rung: 'none', cannotSee: says`anything: nothing was proven` },
      last: seen.word,
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

const keyOf = ({ intent, seen }: Run, side: 'new' | 'old'): KeyText | null =>
  side === 'old' ? (seen.current?.text ?? null) : intent.kind === 'rotate' ? intent.warrant.text : null

async function ask({ seen, tools, memory }: Run): Promise<{ called: Called; word: RuntimeWord | null }> {
  const called = await read(tools.host, seen.ref, seen.api.status.path)
  const answer = yes(called)
  const word = answer === null ? null : await tools.product.readHealth(answer.body)
  if (word !== null) memory.last = word
  return { called, word }
}

async function lookAgain(run: Run): Promise<StepOutcome> {
  const { seen } = run
  const { called, word } = await ask(run)
  if (word === null)
    return {
      status: 'failed',
      nothing: true,
      error: whyNoWord(run, called),
    }
  if (word.expires !== seen.word?.expires || word.tier !== seen.word?.tier)
    return {
      status: 'overtaken',
      error: error(
        'admin.changed',
        says`another license is live than when the plan was made: ${own(wordsOf(word))}`,
        says`somebody has uploaded one, or the product renewed its own; plan again`,
      ),
    }
  return { status: 'done', evidence: [{ label: 'live', value: wordsOf(word) }] }
}

const pathOf = ({ seen }: Run): string => seen.ref.uploadPath ?? seen.api.upload.path

function send(run: Run, side: 'new' | 'old'): Promise<Called> {
  const { seen, tools } = run
  const key = keyOf(run, side)
  if (key === null) throw new Error('there is no key to upload')
  return upload(tools.host, seen.ref, pathOf(run), seen.api.upload.field, key)
}

/** A lost answer is resolved by asking: what is live says whether it arrived. */
async function put(run: Run, side: 'new' | 'old'): Promise<StepOutcome> {
  const { seen, memory } = run
  const { ref, api } = seen
  const called = await send(run, side)
  const done = () => {
    if (side === 'new') memory.promoted = true
    else memory.takenBack = true
  }
  const answer = yes(called)
  if (answer !== null) {
    done()
    return { status: 'done', evidence: [{ label: 'answer', value: says`HTTP ${answer.status}` }] }
  }
  const why = whyNot(called, ref, pathOf(run), api.role)
  const { word } = await ask(run)
  if (word !== null && reading(run, word, side) === 'new') {
    done()
    return {
      status: 'done',
      evidence: [{ label: 'answer', value: says`lost, and yet it arrived: ${own(wordsOf(word))}` }],
    }
  }
  const surely = !(called instanceof HttpTrouble) && called.status < 500
  if (surely) return { status: 'failed', error: why, ...(side === 'new' ? { nothing: true as const } : {}) }
  memory.maybe = true
  return { status: 'unknown', error: why, check: lines(run).look }
}

/** What an answer says of a side, told from the key on the other. */
function reading({ seen, tools, intent }: Run, word: RuntimeWord, side: 'new' | 'old') {
  const { product } = tools
  const fresh = intent.kind === 'rotate' ? expectedOf(intent.warrant.verdict, product) : null
  const before = seen.current === null ? fromWord(seen.word) : expectedOf(seen.current.verdict, product)
  const [expected, other] = side === 'new' ? [fresh, before] : [before, fresh]
  if (expected === null) return 'silent'
  const exact = expected.expires !== null && word.expires === expected.expires && word.valid !== false
  if (exact && other?.expires !== expected.expires) return 'new'
  return readWord(word, expected, other, product).kind
}

const fromWord = (word: RuntimeWord | null) => word && { tier: word.tier, expires: word.expires }

/**
 * Several answers, so that more than one replica can be heard. Where they differ, each replica holds the key in its own
 * memory: it is uploaded again, once more every time so that turns are not kept, until all say the same.
 */
async function prove(run: Run, side: 'new' | 'old', watch: Watch): Promise<StepOutcome> {
  const { seen, tools, memory } = run
  const { now, sleep } = tools.host
  const until = Math.min(now() + PATIENCE, watch.deadline)
  let again = 0
  for (let round = 1; ; round++) {
    const kinds: string[] = []
    let last: RuntimeWord | null = null
    let wrong: Finding | null = null
    for (let count = 0; count < ASKS; count++) {
      const { called, word } = await ask(run)
      if (word === null) wrong = whyNoWord(run, called)
      else {
        last = word
        kinds.push(reading(run, word, side))
      }
    }
    const contrary = kinds.includes('contrary')
    if ((contrary || wrong !== null) && now() < until && !watch.stopping()) {
      const mixed = contrary && kinds.includes('new') && keyOf(run, side) !== null
      for (let count = 0; mixed && count < round && again < AGAIN; count++, again++) await send(run, side)
      await sleep(SECOND)
      continue
    }
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

const whyNoWord = ({ seen }: Run, called: Called): Finding =>
  yes(called) === null ? whyNot(called, seen.ref, seen.api.status.path, seen.api.role) : noWord

const noWord = error('admin.unknown-form', says`it gives no answer that can be read`)

function lines({ seen, intent }: Run): { readonly look: Shown; readonly again: Shown } {
  const { url, tokenSource, uploadPath, previous } = seen.ref
  const where = ['--admin-url', url, '--admin-token', tokenSource]
  const path = uploadPath === null ? [] : ['--admin-path', uploadPath]
  const back = previous === null ? [] : ['--previous', previous.source]
  const product = intent.kind === 'rotate' ? ['--product', intent.warrant.verdict.product] : []
  const lic = (...words: readonly string[]) => [visible('lic'), ...words.map(shellWord)].join(' ') as Shown
  return {
    look: lic('history', ...where, ...product),
    again: lic('rotate', 'SOURCE', ...where, ...path, ...back, ...product),
  }
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
    now: [says`${url} said last: ${own(live)}`, ...(ending === 'done' ? seen.api.cautions : [])],
    next: open ? [says`# see what is live:`, look, says`# upload again; it is no harm twice:`, again] : [],
  }
}
