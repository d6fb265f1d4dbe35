import { error } from '../../model/finding.ts'
import type { Line, Proof, StepOutcome } from '../../model/plan.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { Tools, Watch } from '../target.ts'
import type { HealthRef } from './ask.ts'
import { hear, type Question } from './hear.ts'

/** How far it is proven where the runtime says nothing that counts. */
export interface Below {
  readonly rung: Proof['rung']
  readonly says: Shown
  /** what stays in the dark then, as a clause: `that the runtime accepts the key` */
  readonly cannotSee: Shown
  /** what is certain all the same, for who demanded more: `every task was started with the key` */
  readonly certain: Shown
}

export interface Inquiry {
  readonly refs: readonly HealthRef[]
  readonly question: Question
  readonly below: Below
  /** the runtime must say so itself */
  readonly demanded: boolean
  /** the key was changed by this very run: else other keys might have it say the same */
  readonly changed: boolean
}

export interface Proven {
  readonly outcome: StepOutcome
  /** null: nothing was proven anew */
  readonly proof: Proof | null
  /** addresses that gave no answer that could be read */
  readonly silent: readonly string[]
}

/** What the runtime itself says, on every endpoint given. Silence is said plainly; a contrary answer is a failure. */
export async function prove(tools: Tools, inquiry: Inquiry, watch: Watch): Promise<Proven> {
  const { refs, question, below, demanded } = inquiry
  if (refs.length === 0)
    return {
      silent: [],
      proof: { rung: below.rung, cannotSee: below.cannotSee },
      outcome: { status: 'done', evidence: [{ label: 'rung', value: below.says }] },
    }
  const heard = await Promise.all(refs.map((ref) => hear(tools, question, ref, watch)))
  const contrary = heard.find((one) => one.kind === 'contrary')
  if (contrary)
    return {
      silent: [],
      proof: null,
      outcome: {
        status: 'failed',
        error: error('health.differs', says`${contrary.url} does not run the key: ${own(contrary.says)}`),
      },
    }
  if (heard.some((one) => one.kind === 'stopped'))
    return {
      silent: [],
      proof: null,
      outcome: {
        status: 'stopped',
        error: error('rotation.stopped', says`stopped while asking the runtime what it says`),
      },
    }
  const lines = heard.filter((one) => one.kind === 'line')
  const mute = lines.filter((one) => !one.proven).map(({ line }) => line)
  const on = (rung: Proof['rung'], why: Shown, cannotSee: Shown): Proven => {
    const told: Line = { label: 'rung', value: says`${rung}: ${own(why)}` }
    const evidence = [...lines.map(({ line }) => line), told]
    const short = demanded && rung !== 'runtime'
    return {
      silent: lines.filter((one) => one.silent).map(({ line }) => line.label),
      proof: { rung, cannotSee },
      outcome: short ? unproven(mute, below) : { status: 'done', evidence },
    }
  }
  // With no other key to compare with, other keys might have it say the same.
  const said = question.before.length === 0 ? says`this key would say` : says`only this key would say`
  if (mute.length === 0)
    return on('runtime', says`it says itself what ${own(said)}`, unseenBy(inquiry.changed))
  return mute.length === lines.length
    ? on(below.rung, says`what the runtime says does not tell the keys apart`, below.cannotSee)
    : on(
        'runtime in part',
        says`${lines.length - mute.length} of ${lines.length} addresses say what ${own(said)}`,
        says`behind ${mute.map(({ label }) => label).join(' and ')}, ${own(below.cannotSee)}`,
      )
}

const unseenBy = (changed: boolean): Shown =>
  changed
    ? says`tasks that gave no answer: a load balancer chooses which one does`
    : says`whether another key would have it say the same`

const unproven = (mute: readonly Line[], { certain }: Below): StepOutcome => ({
  status: 'stopped',
  error: error(
    'rotation.unproven',
    says`the runtime does not prove the key, as --prove health demands, and does not contradict it either: ${mute.map(({ label, value }) => `${label}: ${value}`).join('; ')}`,
    certain,
  ),
})
