import { error } from '../../../model/finding.ts'
import type { StepOutcome } from '../../../model/plan.ts'
import { says } from '../../../model/visible.ts'
import type { Watch } from '../../target.ts'
import { CURRENT, holderOf } from '../labels.ts'
import { unknown } from './answers.ts'
import { follow } from './follow.ts'
import { untouchedSince } from './last-look.ts'
import { labelsNow } from './move-label.ts'
import { overtaken } from './overtaken.ts'
import type { Run } from './run.ts'

/** The last look: what was proven holds only for the key that is live now. */
export async function readAgain(run: Run, watch: Watch): Promise<StepOutcome> {
  const expected = run.memory.promoted === null ? run.old?.version : run.version
  for (;;) {
    const secret = await labelsNow(run)
    if (secret === null)
      return unknown(error('rotation.cannot-read', says`the secret could not be read once more`), run)
    const holder = holderOf(secret.stages, CURRENT)
    if (holder !== expected) return overtaken(holder)
    if (untouchedSince(run, secret)) {
      run.memory.lastLook = { changed: secret.changed, date: secret.date }
      return { status: 'done', evidence: [{ label: 'live version', value: says`${holder ?? ''}, still` }] }
    }
    // Tasks that came meanwhile may have read what was there for a while.
    const names = run.seen.services.map(({ service }) => service.name)
    const again = await follow(run, run.memory.promoted === null ? 'current' : 'new', names, watch)
    if (again.status !== 'done') return again
  }
}
