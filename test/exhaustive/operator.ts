import { AwsTrouble } from '../../src/host/aws-api.ts'
import { after, type Instant, instantAt, MINUTE, SECOND } from '../../src/model/instant.ts'
import { KeyText } from '../../src/model/key-text.ts'
import { PRODUCTS } from '../../src/products/registry.ts'
import { approve } from '../../src/rotation/approve.ts'
import { type Asked, execute } from '../../src/rotation/execute.ts'
import { planRotation } from '../../src/rotation/plan.ts'
import type { Prepared } from '../../src/rotation/prepare.ts'
import { convergence, planAbandonment, planResumption } from '../../src/rotation/resume.ts'
import { planRollback } from '../../src/rotation/rollback.ts'
import { CLUSTER, SECRET } from '../../src/sandbox/seed.ts'
import type { Answered } from '../../src/sandbox/world/handle.ts'
import { runOf } from '../../src/targets/aws/perform/begin.ts'
import { livedLabelOf } from '../../src/targets/aws/perform/keep-lived.ts'
import { performer } from '../../src/targets/aws/perform/performer.ts'
import type { Run as PerformedRun } from '../../src/targets/aws/perform/run.ts'
import type { AwsSight } from '../../src/targets/aws/sight.ts'
import type { AwsStep } from '../../src/targets/aws/steps.ts'
import { openAws } from '../../src/targets/aws/target.ts'
import type { Performer, Target, Tools } from '../../src/targets/target.ts'
import { fakeHost } from '../support/host.ts'
import { NOON } from './cloud.ts'
import { type Call, facadeOver } from './facade.ts'
import { judged, memoryOf } from './memory.ts'
import type { Ground, Operator, Outcome, Reply, Waiting } from './told.ts'

const TIMEOUT = 1_000_000 * SECOND

/** A sleep may last longer than was asked for: long enough that no poll is too early. */
const POLL = 20 * SECOND
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
  #live: string | null = null
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

  /** How often it asked for what so far, where it may ask for that again: its next names rest on it. */
  get counted(): string {
    const again = [...this.#counts].filter(
      ([name]) => this.ground.sequential || name.startsWith(`${this.step} |`),
    )
    return again.sort().join()
  }

  reply(name: string, reply: Reply): void {
    const resolve = this.#resolve.get(name)
    if (!resolve) throw new Error(`${this.operator.name} does not wait for ${name}`)
    this.#resolve.delete(name)
    this.waiting.delete(name)
    resolve(reply)
  }

  /** the version that its plan would go back to */
  get old(): string | null {
    return this.#run?.old?.version ?? this.#live
  }

  /** the version that it puts, or that it took up */
  get version(): string {
    return this.#run?.version ?? this.operator.random.toString(16).padStart(2, '0').repeat(16)
  }

  /** the key that it puts, as far as that is known */
  get key(): string {
    const intent = this.#run?.intent
    return intent?.kind === 'rotate' ? intent.warrant.text.reveal() : this.operator.key
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
        memory.takenBack === null,
        memory.staged,
        this.#clock > TIMEOUT + NOON,
        livedLabelOf(this.#run),
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
    const { services, sequential, keeps } = this.ground
    const aws = facadeOver((call) => this.#ask(call), 'us-east-1', keeps)
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
    if (this.operator.orEnded) await this.#comeLater()
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
    if (this.operator.does === 'rollback') return planRollback(await open(), this.operator.to ?? null, TERMS)
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
      this.#live = String(reply.answered.body.VersionId ?? '')
    return reply.answered
  }

  async #comeLater(): Promise<void> {
    const until = after(NOON, 10 * MINUTE)
    await this.#wait({ name: 'comes later', kind: 'clock', call: null, asks: 'sleep', until })
  }

  async #sleep(milliseconds: number): Promise<void> {
    // A whole second is slept for a moment to be over, not to look again.
    const polls = /^(follow|read-again)/.test(this.step) && milliseconds < SECOND
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
