import { error } from '../../../model/finding.ts'
import { after, toIso } from '../../../model/instant.ts'
import type { StepOutcome } from '../../../model/plan.ts'
import { says } from '../../../model/visible.ts'
import { type Moment, momentOf } from '../freshness.ts'
import { CURRENT, hasFailedLabel, holderOf } from '../labels.ts'
import { told, unknown } from './answers.ts'
import { keepArchived, keepLocked } from './labels.ts'
import { movedOn } from './last-look.ts'
import { labelsNow, moveLabel } from './move-label.ts'
import { overtaken } from './overtaken.ts'
import type { Run } from './run.ts'

/** `Date` tells whole seconds: a task made in the same second could have read either key. */
const A_SECOND = 1000
const LOOKS = 6

/** AWSCURRENT to the new version, if and only if it is still where the plan found it. */
export async function promote(run: Run): Promise<StepOutcome> {
  run.memory.mayHaveMoved = true
  return swap(run, run.version, run.old?.version ?? '', (when) => {
    run.memory.promoted = when
    run.memory.mayHaveMoved = false
  })
}

const failedMeanwhile = error(
  'rotation.changed',
  says`another process went on with this rotation meanwhile, found that its key fails, and took it back`,
  says`look at its key before it is tried again: the version is labelled lic-failed`,
)

/** And back again. */
export async function takeBack(run: Run): Promise<StepOutcome> {
  const outcome = await swap(run, run.old?.version ?? '', run.version, (when) => {
    run.memory.takenBack = when ?? run.memory.takenBack
  })
  if (outcome.status === 'done') await keepLocked(run)
  return outcome
}

async function swap(
  run: Run,
  to: string,
  from: string,
  remember: (when: Moment | null) => void,
): Promise<StepOutcome> {
  const moved = await moveLabel(run, { stage: CURRENT, to, from })
  const tried = says`${CURRENT} could not be moved`
  if (moved.kind === 'unknown') return unknown(told('rotation.answer-lost', tried, moved.trouble, run), run)
  if (moved.kind === 'refused') {
    if (!moved.doubt || moved.holder === from) remember(null)
    return moved.holder === from
      ? { status: 'failed', nothing: true, error: told('rotation.write-failed', tried, moved.trouble, run) }
      : overtaken(moved.holder)
  }
  remember(moved.when)
  movedOn(run)
  const { when, secret } = await seenToMove(run, from, moved.when)
  remember(when)
  const holder = secret === null ? to : holderOf(secret.stages, CURRENT)
  if (holder !== to && holder !== from) return overtaken(holder)
  // Another process of this rotation may have moved it there and back, so that it was where the plan found it.
  if (hasFailedLabel(secret?.stages[to] ?? [])) return { status: 'failed', error: failedMeanwhile }
  if (secret !== null) await keepArchived(run, secret)
  await run.tools.host.sleep(A_SECOND)
  return { status: 'done', evidence: evidence(to, when) }
}

/** Reads may lag, those of starting tasks too: only from when the move is seen is it sure that they read the key. */
async function seenToMove(run: Run, from: string, moved: Moment) {
  let when = moved
  for (let look = 1; ; look++) {
    const secret = await labelsNow(run)
    if (secret === null || look === LOOKS || holderOf(secret.stages, CURRENT) !== from)
      return { when, secret }
    await run.tools.host.sleep(A_SECOND)
    when = { ...moved, notAfter: momentOf(after(secret.date, A_SECOND)).notAfter }
  }
}

const evidence = (to: string, when: Moment) => [
  { label: 'live version', value: says`${to}` },
  { label: 'since', value: says`${toIso(after(when.notAfter, -A_SECOND))} by the clock of AWS` },
]
