import { SECOND } from '../../../model/instant.ts'
import type { StepOutcome } from '../../../model/plan.ts'
import { says } from '../../../model/visible.ts'
import { expectedOf } from '../../health/hear.ts'
import { type Below, prove as proveBy } from '../../health/prove.ts'
import type { Expected } from '../../health/word.ts'
import type { Watch } from '../../target.ts'
import type { Run } from './run.ts'
import { keyToPlace } from './value.ts'

const BY_TASKS: Below = {
  rung: 'tasks only',
  says: says`tasks only: their start times prove which key they read`,
  cannotSee: says`that the runtime accepts the key: a community build starts with a refused key, too`,
  certain: says`every task was started with the key; ask the runtime by hand, or be content with --prove tasks`,
}

/** Tasks that are being taken down may still answer for a while, and a load balancer may have nobody to ask. */
const PATIENCE = { contrary: 30 * SECOND, silent: 10 * SECOND }

/** What the runtime itself says, once every task reads the key. */
export async function prove(run: Run, watch: Watch): Promise<StepOutcome> {
  const { seen, memory, tools } = run
  const { outcome, proof } = await proveBy(
    tools,
    {
      refs: seen.ref.health,
      question: {
        ...keysOf(run),
        processes: Math.max(1, ...seen.services.map(({ service }) => service.desired)),
        patience: PATIENCE,
      },
      below: BY_TASKS,
      demanded: seen.ref.prove === 'health',
      changed: memory.promoted !== null,
    },
    watch,
  )
  if (proof !== null) memory.proof = proof
  return outcome
}

const NOTHING: Expected = { tier: null, expires: null }

function keysOf(run: Run): { readonly expected: Expected; readonly before: readonly Expected[] } {
  const { intent, old, tools } = run
  const current = old === null ? null : expectedOf(old.verdict, tools.product)
  const key = keyToPlace(intent)
  return key === null
    ? { expected: current ?? NOTHING, before: [] }
    : { expected: expectedOf(key.verdict, tools.product) ?? NOTHING, before: keysBefore(run) }
}

/** Keys that tasks ran with before this run changed that, as far as they are known. */
function keysBefore({ seen, old, memory, tools }: Run): readonly Expected[] {
  const verdicts = [
    ...seen.elsewhere.map(({ verdict }) => verdict),
    ...(old === null || memory.promoted === null || seen.unread ? [] : [old.verdict]),
  ]
  return verdicts.flatMap((verdict) => expectedOf(verdict, tools.product) ?? [])
}
