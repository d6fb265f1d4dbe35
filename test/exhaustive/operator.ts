import { AwsTrouble } from '../../src/host/aws-api.ts'
import { type Instant, instantAt, SECOND } from '../../src/model/instant.ts'
import { KeyText } from '../../src/model/key-text.ts'
import type { Ending } from '../../src/model/plan.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { PRODUCTS } from '../../src/products/registry.ts'
import { approve } from '../../src/rotation/approve.ts'
import { type Asked, execute } from '../../src/rotation/execute.ts'
import { planRotation } from '../../src/rotation/plan.ts'
import type { Prepared } from '../../src/rotation/prepare.ts'
import { convergence, planAbandonment, planResumption } from '../../src/rotation/resume.ts'
import { CLUSTER, SECRET } from '../../src/sandbox/seed.ts'
import type { Answered } from '../../src/sandbox/world/handle.ts'
import { holderOf, PREVIOUS } from '../../src/targets/aws/labels.ts'
import { isDeploying } from '../../src/targets/aws/look-at-services.ts'
import { runOf } from '../../src/targets/aws/perform/begin.ts'
import { performer } from '../../src/targets/aws/perform/performer.ts'
import type { Run as PerformedRun } from '../../src/targets/aws/perform/run.ts'
import type { AwsSight } from '../../src/targets/aws/sight.ts'
import type { AwsStep } from '../../src/targets/aws/steps.ts'
import { openAws } from '../../src/targets/aws/target.ts'
import type { Performer, Target, Tools } from '../../src/targets/target.ts'
import { judge } from '../../src/verdict/judge.ts'
import { fakeHost } from '../support/host.ts'
import { issuer, NOON } from './cloud.ts'
import { type Call, facadeOver } from './facade.ts'

/** Who runs `lic`, and with which key. */
export interface Operator {
  readonly name: string
  readonly key: string
  /** the byte that its random numbers are made of */
  readonly random: number
  /** may be killed at any moment */
  readonly mortal?: true
  /** takes up what is in flight, whose numbers and key these are, or lets it be */
  readonly does?: 'resume' | 'abandon'
  /** begins only when that one is dead */
  readonly after?: string
}

export interface Outcome {
  /** `refused`: by the plan already, or on the way */
  readonly ending: Ending
  readonly cause: string | null
  /** its plan ends with a proof; others only tidy up */
  readonly proves: boolean
}

/** Something that a run waits for. */
export interface Waiting {
  /** which step of the run waits for which call, and for the how manieth like it */
  readonly name: string
  readonly kind: 'read' | 'write' | 'poll' | 'clock'
  readonly call: Call | null
  /** the call in one word */
  readonly asks: string
  /** of a sleep: the clock of AWS when it is over */
  readonly until: Instant
}

/** How a wait ends: with an answer, with a lost one, or after so long that all time is used up. */
export interface Reply {
  readonly how: 'answered' | 'lost' | 'late'
  readonly answered: Answered | null
  /** somebody pressed Ctrl-C meanwhile, and said this */
  readonly asked: 'leave' | 'undo' | null
}

const TIMEOUT = 1_000_000 * SECOND

/** Of what was seen for the plan: only what a step compares with. What the plan wants done is in its steps. */
function memoryOf({ seen, memory, old, version, runLabel, archives, since }: PerformedRun): unknown {
  const services = seen.services.map(({ service }) => [service.taskDefinition, isDeploying(service)])
  const previous = holderOf(seen.secret?.stages ?? {}, PREVIOUS)
  const plain = (_: string, value: unknown) =>
    value instanceof Map ? [...value].sort() : value instanceof Set ? [...value].sort() : value
  const own = JSON.stringify([memory, archives, since], plain)
  return [services, previous, seen.unread, seen.creates, old?.version, version, runLabel, own]
}

/** A sleep may last longer than was asked for: long enough that no poll is too early. */
const POLL = 20 * SECOND
/** What an operator names, and what AWS always answers. */
export interface Ground {
  readonly services: readonly [string, ...string[]]
  readonly sequential: boolean
  readonly answerFixed: (call: Call) => Answered
}

const REF = {
  secret: SECRET,
  field: null,
  cluster: CLUSTER,
  region: 'us-east-1',
  profile: null,
  health: [],
  prove: 'tasks' as const,
  timeoutMs: TIMEOUT,
  via: null,
  create: false,
  retold: [],
  begun: ['rotate', 'SOURCE'],
}

const TERMS = { product: PRODUCTS.axonflow, rules: { platform: null }, consents: [] }
const verdicts = new Map<string, Verdict>()

function judged(text: KeyText): Verdict {
  const latin = text.reveal()
  const anchors = Object.entries(issuer.anchors).map(([usage, hex]) => ({
    usage,
    publicKey: { kind: 'ed25519' as const, raw: Uint8Array.from(Buffer.from(hex, 'hex')) },
    id: usage,
    name: usage,
    origin: 'given' as const,
    from: 'the sandbox',
  }))
  const known = verdicts.get(latin)
  const verdict =
    known ?? judge(text, { now: NOON, rules: { platform: null }, keyring: { anchors, hmac: null } })
  verdicts.set(latin, verdict)
  return verdict
}

/**
 * The real plan and execution, held at every remote call and every sleep until somebody replies. Given the replies
 * to its calls from the beginning it comes to the same place again: its own state is a function of them.
 */
export class Run {
  readonly waiting = new Map<string, Waiting>()
  readonly #replies: ReadonlyMap<string, Reply>
  readonly #resolve = new Map<string, (reply: Reply) => void>()
  readonly #counts = new Map<string, number>()
  step = 'plan'
  outcome: Outcome | null = null
  /** the version that was live when the plan was made */
  old: string | null = null
  fault: unknown = null
  /** what the plan wants done */
  steps = ''
  /** how each step ended so far */
  ends = ''
  #asked: Asked = false
  #run: PerformedRun | null = null
  #clock = NOON as number
  #heard: Instant = NOON

  constructor(
    readonly operator: Operator,
    replies: ReadonlyMap<string, Reply>,
    readonly ground: Ground,
  ) {
    this.#replies = replies
    this.#main().then(
      (outcome) => {
        this.outcome = outcome
      },
      (thrown: unknown) => {
        this.fault = thrown ?? 'nothing'
      },
    )
  }

  reply(name: string, reply: Reply): void {
    const resolve = this.#resolve.get(name)
    if (!resolve) throw new Error(`${this.operator.name} does not wait for ${name}`)
    this.#resolve.delete(name)
    this.waiting.delete(name)
    resolve(reply)
  }

  /** Everything that it knows between two steps; within one there is more, which its replies tell. */
  get knows(): string {
    // What only tidies up asks for labels alone.
    if (this.#run && /^(finish|mark-failed|unlock|release-run)/.test(this.step)) {
      const { version, runLabel, old, memory } = this.#run
      return JSON.stringify([
        this.steps,
        this.ends,
        this.#asked,
        version,
        runLabel,
        old?.version,
        memory.locked,
        memory.staged,
        this.#clock > TIMEOUT + NOON,
      ])
    }
    return JSON.stringify([
      this.steps,
      this.ends,
      this.#asked,
      Math.floor((this.#clock - NOON) / TIMEOUT),
      this.#run && memoryOf(this.#run),
    ])
  }

  async #main(): Promise<Outcome> {
    const { key } = this.operator
    const text = new KeyText(key)
    const { services, sequential } = this.ground
    const aws = facadeOver((call) => this.#ask(call), 'us-east-1')
    const host = Object.assign(fakeHost({}), {
      now: () => instantAt(this.#clock),
      sleep: (milliseconds: number) => this.#sleep(milliseconds),
      random: (count: number) => new Uint8Array(count).fill(this.operator.random),
      aws: async () => aws,
    })
    const tools: Tools = { host, product: PRODUCTS.axonflow, judge: judged }
    const open = async () => {
      const target = await openAws({ ...REF, services, sequential }, tools)
      const performed: typeof target.performer = (seen, intent) => {
        this.#run = runOf(aws, seen, intent, tools)
        return performer(this.#run)
      }
      return { ...target, performer: performed }
    }
    const { plan, performer: prepared } = await this.#plan(open, text)
    this.steps = JSON.stringify(plan.steps.map(({ id, step }) => [id, step]))
    const approved = approve(plan, true)
    if (approved === null || prepared === null)
      return { ending: 'refused', cause: plan.refusals[0]?.code ?? null, proves: false }
    const report = await execute(approved, this.#watched(prepared), {
      now: host.now,
      timeout: TIMEOUT,
      undoTimeout: TIMEOUT,
      stopping: () => this.#asked,
      atOnce: new Promise<never>(() => {}),
      note: () => {},
      begins: () => {},
      ends: ({ id, outcome }) => {
        this.ends += `${id} ${outcome.status};`
      },
      // What is being taken back goes on: nobody asked to stop that.
      turnsBack: () => {
        this.#asked = false
      },
      progress: () => {},
    })
    const proves = plan.steps.some(({ step }) => step.do === 'read-again')
    return { ending: report.ending, cause: report.cause?.code ?? null, proves }
  }

  async #plan(open: () => Promise<Target<AwsSight, AwsStep>>, text: KeyText): Promise<Prepared<AwsStep>> {
    if (this.operator.does === 'abandon') return planAbandonment(await open())
    if (this.operator.does === 'resume') return planResumption(await open(), null, TERMS)
    return planRotation(open, text, judged(text), TERMS, (target, seen) =>
      convergence(target, seen, text, TERMS),
    )
  }

  #watched(performer: Performer<AwsStep>): Performer<AwsStep> {
    return {
      perform: (step, watch) => {
        this.step = 'side' in step ? `${step.do} ${step.side} ${step.services.length}` : step.do
        return performer.perform(step, watch)
      },
      aftermath: performer.aftermath,
    }
  }

  async #ask(call: Call): Promise<Answered> {
    if (call.action === 'DescribeTaskDefinition') return this.ground.answerFixed(call)
    const asks = `${call.action} ${JSON.stringify(call.body)}`
    const reply = await this.#wait({
      name: this.#named(asks),
      kind: call.writes ? 'write' : 'read',
      call,
      asks,
      until: NOON,
    })
    if (reply.answered === null || reply.how === 'lost')
      throw new AwsTrouble('timeout', `${call.service}:${call.action}`, '', 'TimeoutError', '', call.writes)
    this.#heard = reply.answered.date
    if (call.body.VersionStage === 'AWSCURRENT' && this.step === 'plan')
      this.old = String(reply.answered.body.VersionId ?? '')
    return reply.answered
  }

  async #sleep(milliseconds: number): Promise<void> {
    const polls = this.step.startsWith('follow')
    const reply = await this.#wait({
      name: this.#named('sleep'),
      kind: polls ? 'poll' : 'clock',
      call: null,
      asks: 'sleep',
      // Looking again waits for a read that lags, not for a moment to be over.
      until: this.step === 'look-again' ? NOON : instantAt(this.#heard + milliseconds),
    })
    this.#clock += polls ? POLL : milliseconds
    if (reply.how === 'late') this.#clock += 2 * TIMEOUT
  }

  /** Counted within a step: what a step before did as often as it liked does not tell. */
  #named(what: string): string {
    const name = `${this.step} | ${what}`
    const count = (this.#counts.get(name) ?? 0) + 1
    this.#counts.set(name, count)
    return `${name} #${count}`
  }

  async #wait(waiting: Waiting): Promise<Reply> {
    const known = this.#replies.get(waiting.name)
    const reply =
      known ??
      (await new Promise<Reply>((resolve) => {
        this.waiting.set(waiting.name, waiting)
        this.#resolve.set(waiting.name, resolve)
      }))
    if (reply.asked !== null) this.#asked = reply.asked
    return reply
  }
}
