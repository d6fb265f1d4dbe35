import { error } from '../../../model/finding.ts'
import { MINUTE, SECOND } from '../../../model/instant.ts'
import type { StepOutcome } from '../../../model/plan.ts'
import { says } from '../../../model/visible.ts'
import { expectedOf } from '../../health/hear.ts'
import { type Below, prove as proveBy } from '../../health/prove.ts'
import type { Watch } from '../../target.ts'
import type { Run } from './run.ts'

const BY_RESTART: Below = {
  rung: 'restart only',
  says: says`restart only: the file holds the key, and the restart command ended well`,
  cannotSee: says`that the runtime read the file, and accepts the key`,
  certain: says`the file holds the key and the restart command ended well; ask the runtime by hand, or be content with --prove restart`,
}

/** What is being replaced answers for a moment; what starts says nothing for minutes. */
const PATIENCE = { contrary: MINUTE, silent: 4 * MINUTE + 30 * SECOND }

/** What the runtime itself says, once it was restarted. */
export async function prove(run: Run, watch: Watch): Promise<StepOutcome> {
  const { seen, intent, tools, memory } = run
  const { product, host } = tools
  const key = intent.kind === 'rotate' ? intent.warrant.verdict : (seen.current?.verdict ?? null)
  const old = memory.promoted ? (seen.inFlight?.old ?? seen.current) : null
  const left = Math.max(0, watch.deadline - host.now())
  const { outcome, proof, silent } = await proveBy(
    tools,
    {
      refs: seen.ref.health,
      question: {
        expected: (key && expectedOf(key, product)) ?? { tier: null, expires: null },
        before:
          old === null
            ? []
            : [expectedOf(old.verdict, product) ?? { tier: product.tierWithoutKey, expires: null }],
        processes: 1,
        patience: {
          contrary: Math.min(left, PATIENCE.contrary),
          silent: Math.min(left, PATIENCE.silent),
        },
      },
      below: BY_RESTART,
      demanded: seen.ref.prove === 'health',
      changed: memory.promoted,
    },
    watch,
  )
  const gone = silent.filter((url) => seen.words.some((said) => said.url === url))
  if (gone.length > 0)
    return {
      status: 'failed',
      error: error(
        'health.silent',
        says`${gone.join(' and ')} answered before the restart, and does not any more`,
        says`see why it does not start: docker compose logs --tail 50`,
      ),
    }
  if (proof !== null) memory.proof = proof
  return outcome
}
