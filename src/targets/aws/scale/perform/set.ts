import { AwsTrouble, type ServiceFacts, type ServicesAnswer } from '../../../../host/aws-api.ts'
import { error, type Finding } from '../../../../model/finding.ts'
import { SECOND } from '../../../../model/instant.ts'
import type { Line, StepOutcome } from '../../../../model/plan.ts'
import { says } from '../../../../model/visible.ts'
import { holderOf, PENDING } from '../../labels.ts'
import { isDeploying } from '../../look-at-services.ts'
import { passing, readPatiently, signedOut } from '../../perform/answers.ts'
import type { Change } from '../sight.ts'
import { changedSince, overtakenAt, tooMany } from './meanwhile.ts'
import type { ScaleRun } from './run.ts'
import { told, unknown } from './told.ts'

const TRIES = 3

/** What the plan rests on must still be so; then the count. */
export async function scale(run: ScaleRun, change: Change): Promise<StepOutcome> {
  const { services, date } = await servicesNow(run)
  const found = services.find(({ name }) => name === change.service)
  if (found === undefined || found.desired !== change.from) return nothing(changedSince(change, found))
  if (change.to > change.from) {
    const why = await inTheWay(run, found, change, services)
    if (why !== null) return nothing(why)
  }
  const locked = await lockedMeanwhile(run)
  if (locked !== null) return { status: 'overtaken', error: locked }
  run.memory.sent.set(change.service, { change, since: date })
  const outcome = await set(run, change)
  // What surely did not happen is not to be taken back.
  if (outcome.status === 'failed') run.memory.sent.delete(change.service)
  return outcome
}

const nothing = (why: Finding): StepOutcome => ({ status: 'failed', error: why, nothing: true })

async function inTheWay(
  run: ScaleRun,
  service: ServiceFacts,
  change: Change,
  services: readonly ServiceFacts[],
): Promise<Finding | null> {
  if (isDeploying(service))
    return error(
      'rotation.changed',
      says`somebody began a deployment of service ${service.name} since the plan was made`,
      says`wait for it, then run this again`,
    )
  return tooMany(run, services, new Map([[change.service, change.to]]))
}

async function lockedMeanwhile(run: ScaleRun): Promise<Finding | null> {
  const { secret } = run.seen
  if (secret === null) return null
  const { stages } = await readPatiently(run, (aws) => aws.secrets.describe(secret.arn))
  return holderOf(stages, PENDING) === null
    ? null
    : error(
        'rotation.locked',
        says`a rotation of secret ${secret.name} has begun since the plan was made`,
        says`wait until it is through, then run this again`,
      )
}

/** Back to the counts of before: only those that this run may have changed, and nobody else since. */
export async function scaleBack(run: ScaleRun): Promise<StepOutcome> {
  const { services } = await servicesNow(run)
  const evidence: Line[] = []
  for (const { change } of run.memory.sent.values()) {
    const { service, from, to } = change
    run.memory.back.add(service)
    const desired = services.find(({ name }) => name === service)?.desired
    if (desired === from) continue
    if (desired !== to) return { status: 'overtaken', error: overtakenAt(change, desired) }
    const outcome = await set(run, { service, from: to, to: from })
    if (outcome.status !== 'done') return outcome
    evidence.push(...outcome.evidence)
  }
  return evidence.length === 0
    ? { status: 'unchanged', because: says`the counts are as they were` }
    : { status: 'done', evidence }
}

/** The call is the same however often it is made: after a lost answer the service tells whether it was heard. */
async function set(run: ScaleRun, change: Change): Promise<StepOutcome> {
  const { service, from, to } = change
  const done: StepOutcome = {
    status: 'done',
    evidence: [{ label: service, value: says`desired count ${to}, was ${from}` }],
  }
  for (let attempt = 1; ; attempt++) {
    try {
      await run.aws.ecs.setDesired(run.seen.ref.cluster, service, to)
      return done
    } catch (thrown) {
      if (!(thrown instanceof AwsTrouble)) throw thrown
      if (thrown.uncertain) {
        const { services } = await servicesNow(run)
        const desired = services.find(({ name }) => name === service)?.desired
        if (desired === to) return done
        if (desired !== from) return { status: 'overtaken', error: overtakenAt(change, desired) }
      }
      if ((thrown.uncertain || passing(thrown)) && attempt < TRIES) {
        await run.tools.host.sleep(SECOND)
        continue
      }
      const what = told(
        'scale.not-set',
        says`the desired count of service ${service} could not be set`,
        thrown,
        run,
      )
      return thrown.uncertain || signedOut(thrown)
        ? unknown(what, run)
        : { status: 'failed', error: what, nothing: true }
    }
  }
}

function servicesNow(run: ScaleRun): Promise<ServicesAnswer> {
  const { ref, services } = run.seen
  const names = services.map(({ name }) => name)
  return readPatiently(run, (aws) => aws.ecs.services(ref.cluster, names))
}
