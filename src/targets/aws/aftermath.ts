import type { Consent } from '../../model/consent.ts'
import type { Ending } from '../../model/plan.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import { mixed, whatStays } from './abandonment.ts'
import { byHand } from './by-hand.ts'
import { CURRENT } from './labels.ts'
import { byLic } from './lic-command.ts'
import type { Run } from './perform/run.ts'
import { revisionName } from './task-definition.ts'

interface Aftermath {
  readonly now: readonly Shown[]
  readonly next: readonly Shown[]
}

/** What is true after an ending, and the commands that go on: those of `lic` first, then those by hand. */
export function aftermath(run: Run, ending: Ending): Aftermath {
  if (run.intent.kind === 'abandon') return letBe(run, ending)
  if (ending === 'done') return { now: [], next: [] }
  if (ending === 'refused')
    return { now: [says`nothing that runs has been touched`, ...leftBehind(run)], next: [] }
  if (ending === 'undone') return { now: [undoneNow(run), ...leftBehind(run)], next: [] }
  const { look } = byHand(run)
  if (ending === 'overtaken')
    return { now: [overtakenNow(run)], next: [look, ...(run.memory.ours.size === 0 ? [] : afterThem(run))] }
  const hand = [says`# or by hand; look first:`, look, ...goOn(run)]
  return { now: [whereItStands(run)], next: [...withLic(run), ...hand] }
}

function letBe(run: Run, ending: Ending): Aftermath {
  const { seen } = run
  const by = byLic(seen.ref, placeOf(run))
  const now = seen.inFlight === null ? [] : [whatStays(seen, seen.inFlight)]
  if (ending !== 'done') return { now, next: [by.abandon] }
  const left = seen.inFlight === null ? [] : mixed(seen, seen.inFlight)
  if (left.length === 0) return { now, next: [] }
  const back = [says`# or go back to the newest archived key:`, by.rollback]
  return { now, next: [by.redeploy, ...(seen.inFlight?.stand === 'promoted' ? back : [])] }
}

const placeOf = ({ seen }: Run) => ({ region: seen.region, profile: seen.ref.profile })

/** On any machine: what is in flight is in the labels alone. */
function withLic(run: Run): readonly Shown[] {
  const by = byLic(run.seen.ref, placeOf(run), consentsOf(run))
  if (run.intent.kind === 'redeploy' || !run.memory.staged) return [says`# redeploy again:`, by.redeploy]
  if (!run.memory.locked && run.memory.promoted === null && !run.memory.mayHaveMoved)
    return [says`# nothing holds it yet, so it is begun anew, and what was put is tidied away:`, by.again]
  return [
    says`# go on, here or on another machine:`,
    by.resume,
    says`# or let it be as it is (labels only):`,
    by.abandon,
    ...(run.memory.promoted !== null && run.memory.takenBack === null
      ? [says`# or let it be, then go back to the newest archived key:`, by.abandon, by.rollback]
      : []),
  ]
}

/** Before the move the key is weighed again; past it, it only has to start. */
function consentsOf({ intent, memory }: Run): readonly Consent[] {
  if (intent.kind === 'abandon' || memory.promoted !== null) return []
  return intent.kind === 'rotate' ? intent.warrant.consents : intent.consents
}

const undoneNow = ({ memory }: Run): Shown =>
  memory.takenBack === null
    ? says`every task holds the key that it held before; in the secret nothing was taken back`
    : says`the old key is live again, and no task holds the new one; the new key is kept, marked as failed`

/** What was made on the way, harms nobody, and stays. */
function leftBehind({ memory, secretId, seen }: Run): readonly Shown[] {
  const made = [...memory.registered.values()].map(revisionName)
  const value = says`, with the new key in ${made.length === 1 ? 'it' : 'them'}`
  return [
    ...(memory.created === null
      ? []
      : [says`the secret ${secretId} has the new key as its first version, and stays`]),
    ...(made.length === 0
      ? []
      : [
          says`no service uses ${made.join(', ')}, which ${made.length === 1 ? 'stays' : 'stay'}${own(seen.ref.via === 'value' ? value : says``)}`,
        ]),
  ]
}

/** Tasks that this run started may have read any of the keys. */
const afterThem = (run: Run): readonly Shown[] => [
  says`# once nobody else is at work, to have every task hold the key that is live then:`,
  byLic(run.seen.ref, placeOf(run)).redeploy,
]

const overtakenNow = ({ memory }: Run): Shown =>
  memory.mayHaveMoved
    ? says`this run may have moved ${CURRENT} before somebody else did: the answer was lost; it leaves it to them now`
    : memory.promoted === null
      ? says`nothing that runs has been touched by this run`
      : says`this run moved ${CURRENT} before somebody else did, and leaves it to them now; tasks may hold its key, the one before, or theirs`

function whereItStands({ memory, intent, version, old, secretId }: Run): Shown {
  if (memory.created !== null)
    return says`the secret ${secretId} has the new key as its first version; tasks may still hold the key that they had`
  if (intent.kind === 'redeploy' || (!memory.staged && memory.ours.size > 0))
    return says`the key in the secret is as it was; the deployments that were begun go on by themselves`
  if (memory.takenBack !== null)
    return says`${CURRENT} is back on the old version ${old?.version ?? ''}; tasks may still hold the new key`
  if (memory.promoted !== null)
    return says`${CURRENT} is on the new version ${version}; ${own(everyTask(memory) ? says`every task was started with it` : says`tasks may still hold the old key`)}`
  if (memory.mayHaveMoved)
    return says`${CURRENT} may be on the new version ${version}: it was asked to move, and nobody could say whether it did`
  if (memory.staged)
    return says`the new key is put but not live: ${CURRENT} was on ${old?.version ?? ''} when last seen`
  return says`nothing that runs has been touched`
}

/** Nothing is asked to prove itself before every task was followed to its end. */
const everyTask = ({ proof }: Run['memory']): boolean => proof.rung !== 'none'

function goOn(run: Run): readonly Shown[] {
  const { memory, intent } = run
  const by = byHand(run)
  const tidy = [...(memory.locked ? [by.unlock] : []), ...(memory.staged ? by.releaseRun : [])]
  if (intent.kind === 'redeploy' || (!memory.staged && memory.registered.size === 0)) return by.redeploy
  if (!memory.staged)
    return [
      says`# either go on with the new revision:`,
      ...by.redeploy,
      says`# or go back to the revision before:`,
      ...by.redeployOld,
    ]
  if (memory.takenBack !== null)
    return [says`# finish going back to the old key:`, ...by.redeployOld, by.markFailed, ...tidy]
  if (memory.promoted !== null)
    return [
      says`# either go on with the new key:`,
      ...(everyTask(memory) ? [] : by.redeploy),
      ...tidy,
      says`# or go back to the old one:`,
      ...by.takeBack,
      ...by.redeployOld,
      by.markFailed,
      ...tidy,
    ]
  return [
    says`# either go on with the new key:`,
    ...by.promote,
    ...by.redeploy,
    ...tidy,
    says`# or let it be:`,
    ...tidy,
  ]
}
