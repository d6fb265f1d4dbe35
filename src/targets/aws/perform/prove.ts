import { error } from '../../../model/finding.ts'
import type { Line, Proof, StepOutcome } from '../../../model/plan.ts'
import { own, type Shown, says } from '../../../model/visible.ts'
import type { Watch } from '../../target.ts'
import { hear, keysBefore } from './hear.ts'
import type { Run } from './run.ts'

const REFUSED_TOO = says`the runtime accepts the key: a community build starts with a refused key, too`

const unproven = (mute: readonly Line[]): StepOutcome => ({
  status: 'stopped',
  error: error(
    'rotation.unproven',
    says`the runtime does not prove the key, as --prove health demands, and does not contradict it either: ${mute.map(({ label, value }) => `${label}: ${value}`).join('; ')}`,
    says`every task was started with the key; ask the runtime by hand, or be content with --prove tasks`,
  ),
})

/** What the runtime itself says, on every endpoint given. Silence is said plainly; a contrary answer is a failure. */
export async function prove(run: Run, watch: Watch): Promise<StepOutcome> {
  const { seen } = run
  if (seen.ref.health.length === 0) {
    run.memory.proof = { rung: 'tasks only', cannotSee: says`that ${own(REFUSED_TOO)}` }
    return {
      status: 'done',
      evidence: [
        {
          label: 'rung',
          value: says`tasks only: their start times prove which key they read`,
        },
      ],
    }
  }
  const heard = await Promise.all(seen.ref.health.map((ref) => hear(run, ref, watch)))
  const contrary = heard.find((one) => one.kind === 'contrary')
  if (contrary)
    return {
      status: 'failed',
      error: error('health.differs', says`${contrary.url} does not run the key: ${own(contrary.says)}`),
    }
  if (heard.some((one) => one.kind === 'stopped'))
    return {
      status: 'stopped',
      error: error('rotation.stopped', says`stopped while asking the runtime what it says`),
    }
  const lines = heard.filter((one) => one.kind === 'line')
  // With no other key to compare with, other keys might have it say the same.
  const said = keysBefore(run).length === 0 ? says`this key would say` : says`only this key would say`
  const proven = lines.filter((one) => one.proven).length
  const mute = lines.filter((one) => !one.proven).map(({ line }) => line)
  const silent = mute.map(({ label }) => label)
  const evidence = lines.map(({ line }) => line)
  const on = (rung: Proof['rung'], why: Shown, cannotSee: Shown): StepOutcome => {
    run.memory.proof = { rung, cannotSee }
    if (seen.ref.prove === 'health' && rung !== 'runtime') return unproven(mute)
    return { status: 'done', evidence: [...evidence, { label: 'rung', value: says`${rung}: ${own(why)}` }] }
  }
  if (silent.length === 0)
    return on(
      'runtime',
      says`it says itself what ${own(said)}`,
      run.memory.promoted === null
        ? says`whether another key would have it say the same`
        : says`tasks that gave no answer: a load balancer chooses which one does`,
    )
  return proven === 0
    ? on(
        'tasks only',
        says`what the runtime says does not tell the keys apart`,
        says`that ${own(REFUSED_TOO)}`,
      )
    : on(
        'runtime in part',
        says`${proven} of ${lines.length} addresses say what ${own(said)}`,
        says`behind ${silent.join(' and ')}, that ${own(REFUSED_TOO)}`,
      )
}
