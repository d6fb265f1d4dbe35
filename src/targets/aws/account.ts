import type { Account, Ending, KeyFacts, Proof } from '../../model/plan.ts'
import type { Verdict } from '../../model/verdict.ts'
import { says } from '../../model/visible.ts'
import type { Run } from './perform/run.ts'

/** Who, which keys, and how far it was proven. */
export function account(
  { seen, intent, old, memory }: Run,
  ending: Ending,
): Pick<Account, 'by' | 'keys' | 'proof'> {
  const there = old === null ? null : factsOf(old.verdict)
  return {
    by: says`${seen.caller.arn} in ${seen.region}`,
    keys: { from: there, to: intent.kind === 'rotate' ? factsOf(intent.warrant.verdict) : there },
    proof: ending === 'undone' ? OLD_KEY_BY_TASKS : memory.takenBack === null ? memory.proof : UNPROVEN,
  }
}

export function factsOf(verdict: Verdict): KeyFacts | null {
  if (!('key' in verdict)) return null
  const { fingerprint, tier, expires } = verdict.key
  return { fingerprint, tier, expires }
}

export const UNPROVEN: Proof = { rung: 'none', cannotSee: says`anything: nothing was proven` }

/** How an undo is proven, whatever the way forward was to be proven by. */
const OLD_KEY_BY_TASKS: Proof = {
  rung: 'tasks only',
  cannotSee: says`that the runtime accepts the old key again: nobody asked it`,
}
