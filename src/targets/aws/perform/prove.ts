import { error } from '../../../model/finding.ts'
import type { StepOutcome } from '../../../model/plan.ts'
import { own, says } from '../../../model/visible.ts'
import type { Watch } from '../../target.ts'
import { hear, keysBefore } from './hear.ts'
import type { Run } from './run.ts'

/** What the runtime itself says, on every endpoint given. Silence is said plainly; a contrary answer is a failure. */
export async function prove(run: Run, watch: Watch): Promise<StepOutcome> {
  const { seen } = run
  if (seen.ref.health.length === 0)
    return {
      status: 'done',
      evidence: [
        {
          label: 'rung',
          value: says`tasks only: their start times prove which key they read, not that the runtime accepts it (a community build starts with a refused key too)`,
        },
      ],
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
  const rung =
    proven === 0
      ? says`tasks only: what the runtime says does not tell the keys apart`
      : proven < lines.length
        ? says`runtime in part: ${proven} of ${lines.length} addresses say what ${own(said)}`
        : says`runtime: it says itself what ${own(said)}`
  return { status: 'done', evidence: [...lines.map(({ line }) => line), { label: 'rung', value: rung }] }
}
