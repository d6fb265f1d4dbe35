import type { Consent } from '../model/consent.ts'
import type { ScaleWish, Scaling, Sight } from '../targets/target.ts'
import { keyLine } from './key-line.ts'
import { doubtsOfLive } from './plan.ts'
import { type Prepared, prepare } from './prepare.ts'

/** Another number of processes, as far as the license allows. Looks at everything, writes nothing. */
export async function planScaling<Seen extends Sight, Step>(
  target: Scaling<Seen, Step, ScaleWish>,
  to: ScaleWish['to'],
  consents: readonly Consent[],
): Promise<Prepared<Step>> {
  const seen = await target.observe()
  const verdict = seen.current?.verdict ?? null
  return prepare(target, seen, { to, verdict, doubts: doubtsOfLive(seen), consents }, 'scale', {
    head: verdict === null ? [] : [keyLine('key', verdict)],
    doubts: [],
    warnings: [],
    noUndo: null,
    consents,
  })
}
