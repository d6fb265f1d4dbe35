import { error } from '../../../model/finding.ts'
import { SECOND } from '../../../model/instant.ts'
import type { StepOutcome } from '../../../model/plan.ts'
import { own, says } from '../../../model/visible.ts'
import { CURRENT, holderOf, PENDING } from '../labels.ts'
import { since } from '../under-way.ts'
import { readPatiently } from './answers.ts'
import { overtaken } from './overtaken.ts'
import type { Run } from './run.ts'

/** The lock must still be where the plan found it: whoever took it off finished, or gave up, meanwhile. */
export async function checkHeld(run: Run): Promise<StepOutcome> {
  const { stages } = await readPatiently(run, (aws) => aws.secrets.describe(run.secretId))
  const holder = holderOf(stages, PENDING)
  if (holder === run.version) {
    const began =
      run.seen.inFlight === null ? says`` : says`, by a rotation that began ${own(since(run.seen.inFlight))}`
    return {
      status: 'done',
      evidence: [{ label: 'lock', value: says`${PENDING} is on version ${run.version}${own(began)}` }],
    }
  }
  run.memory.locked = false
  return {
    status: 'overtaken',
    error: error(
      'rotation.moved-on',
      says`somebody took ${PENDING} off version ${run.version} since the plan was made: they finished this rotation, or gave it up`,
      says`look what is there now: run this again`,
    ),
  }
}

/** Nothing to move: the run that is taken up did it. What follows rests on it, so it must still be so. */
export async function stayed(run: Run, on: 'new' | 'old'): Promise<StepOutcome> {
  const { stages } = await readPatiently(run, (aws) => aws.secrets.describe(run.secretId))
  const holder = holderOf(stages, CURRENT)
  if (holder !== (on === 'new' ? run.version : run.old?.version)) return overtaken(holder)
  // Dates tell whole seconds: a task that is made from now on is surely younger than the last change.
  await run.tools.host.sleep(SECOND)
  return { status: 'unchanged', because: says`${CURRENT} is on version ${holder ?? ''}, still` }
}
