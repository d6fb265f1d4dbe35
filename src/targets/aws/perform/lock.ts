import type { SecretFacts, SecretValue, ServiceFacts } from '../../../host/aws-api.ts'
import { error, type Finding } from '../../../model/finding.ts'
import type { StepOutcome } from '../../../model/plan.ts'
import { own, type Shown, says } from '../../../model/visible.ts'
import { CURRENT, holderOf, PENDING, PREVIOUS, runSince } from '../labels.ts'
import { isDeploying } from '../look-at-services.ts'
import type { AwsSight } from '../sight.ts'
import { readPatiently, told, unknown } from './answers.ts'
import { moveLabel } from './move-label.ts'
import type { Run } from './run.ts'

/** One version at a time can have the lock: who comes second is refused. */
export async function lock(run: Run): Promise<StepOutcome> {
  const moved = await moveLabel(run, { stage: PENDING, to: run.version })
  if (moved.kind === 'moved') {
    run.memory.locked = true
    return {
      status: 'done',
      evidence: [{ label: 'lock', value: says`${PENDING} is on version ${run.version}` }],
    }
  }
  run.memory.locked = moved.kind === 'unknown'
  const tried = says`the lock ${PENDING} could not be taken`
  if (moved.kind === 'unknown') return unknown(told('rotation.answer-lost', tried, moved.trouble, run), run)
  if (moved.holder === null)
    return { status: 'failed', error: told('rotation.write-failed', tried, moved.trouble, run) }
  const since = runSince(moved.secret.stages)
  return {
    status: 'overtaken',
    error: error(
      'rotation.locked',
      says`another rotation of this secret is under way${own(since === null ? says`` : says`, since ${since}`)}: version ${moved.holder} has ${PENDING}`,
      says`wait until it is through, then run this again`,
    ),
  }
}

/** Only where a run was taken up: the process that began it lives, or somebody else took it up, too. */
const movedMeanwhile = error(
  'rotation.changed',
  says`another process moved ${CURRENT} to the new version meanwhile, and goes on with this rotation`,
  says`let it finish`,
)

/** It was tried, and is taken back: the lock is theirs now. */
const triedMeanwhile = error(
  'rotation.changed',
  says`another process went on with this rotation meanwhile, and took it back or takes it back: the new version was live`,
  says`let it finish, then look: lic history`,
)

const byAnother = (run: Run, secret: SecretFacts): Finding | null => {
  if (holderOf(secret.stages, CURRENT) === run.version) return movedMeanwhile
  return holderOf(secret.stages, PREVIOUS) === run.version ? triedMeanwhile : null
}

/** A read that does not show our own lock may answer what was so before it: then everything is read again. */
const LOOKS = 4
const PAUSE = 1000

/** With the lock held: what the plan rests on must still be so. */
export async function lookAgain(run: Run): Promise<StepOutcome> {
  for (let look = 1; ; look++) {
    const now = await lookNow(run)
    const other = byAnother(run, now.secret)
    if (other) return { status: 'stopped', error: other }
    if (holderOf(now.secret.stages, PENDING) === run.version || look === LOOKS)
      return judged(run, differences(run, now))
    await run.tools.host.sleep(PAUSE)
  }
}

async function judged(run: Run, [first]: readonly Finding[]): Promise<StepOutcome> {
  if (first === undefined)
    return {
      status: 'done',
      evidence: [{ label: 'looked', value: says`nothing has changed since the plan was made` }],
    }
  // What changed may be the doing of another process that goes on with this rotation: it moves AWSCURRENT first.
  const secret = await readPatiently(run, (aws) => aws.secrets.describe(run.secretId))
  const other = byAnother(run, secret)
  if (other) return { status: 'stopped', error: other }
  // Whoever began what is taken up may be at work yet: their lock is not taken off.
  return { status: run.intent.kind === 'resume' ? 'stopped' : 'failed', error: first }
}

interface Now {
  readonly secret: SecretFacts
  readonly value: SecretValue
  readonly services: readonly ServiceFacts[]
}

async function lookNow(run: Run): Promise<Now> {
  const { ref, services: planned } = run.seen
  const names = planned.map(({ service }) => service.name)
  const [secret, value, { services }] = await readPatiently(run, (aws) =>
    Promise.all([
      aws.secrets.describe(run.secretId),
      aws.secrets.get(run.secretId, { stage: CURRENT }),
      aws.ecs.services(ref.cluster, names),
    ]),
  )
  return { secret, value, services }
}

function differences(run: Run, { secret, value, services }: Now): readonly Finding[] {
  const { seen, old } = run
  const changed: Finding[] = []
  const say = (what: Shown) => changed.push(changedSince(what))
  if (holderOf(secret.stages, CURRENT) !== old?.version || value.version !== old?.version)
    say(says`${CURRENT} has moved since the plan was made`)
  // Which versions are labelled as archived was planned, too.
  if (holderOf(secret.stages, PREVIOUS) !== holderOf(seen.secret?.stages ?? {}, PREVIOUS))
    say(says`${PREVIOUS} has moved since the plan was made`)
  if (holderOf(secret.stages, PENDING) !== run.version) say(says`somebody took the lock ${PENDING} away`)
  if (secret.rotationEnabled || secret.deleted !== null)
    say(says`the secret's settings have changed since the plan was made`)
  return [...changed, ...changedServices(seen, services)]
}

const changedSince = (what: Shown): Finding =>
  error('rotation.changed', what, says`look at what changed, then run this again`)

/** What of the services is not as it was when the plan was made. */
export const changedServices = (
  seen: Pick<AwsSight, 'services'>,
  services: readonly ServiceFacts[],
): readonly Finding[] =>
  seen.services.flatMap(({ service }) => {
    const now = services.find(({ arn }) => arn === service.arn)
    if (now === undefined || now.status !== 'ACTIVE')
      return changedSince(says`service ${service.name} is not active any more`)
    if (isDeploying(now) && !isDeploying(service))
      return changedSince(says`somebody began a deployment of service ${service.name}`)
    if (now.taskDefinition !== service.taskDefinition)
      return changedSince(says`service ${service.name} has another task definition since the plan was made`)
    return now.desired === 0 ? changedSince(says`service ${service.name} has a desired count of 0 now`) : []
  })
