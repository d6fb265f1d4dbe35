import type { TaskFacts } from '../../host/aws-api.ts'
import { error, type Finding, note, warning } from '../../model/finding.ts'
import { type Instant, toIso } from '../../model/instant.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { Product } from '../../products/product.ts'
import { hasFailed, logHints, stopReasonOf } from '../../targets/aws/blame.ts'
import { changedAt } from '../../targets/aws/changed-at.ts'
import {
  type CheckedSecret,
  type CheckedService,
  type Checkup,
  missingService,
  type Outcome,
} from '../../targets/aws/checkup.ts'
import { alive, type Moment } from '../../targets/aws/freshness.ts'
import { licLine } from '../../targets/aws/lic-command.ts'
import { livedOn } from '../../targets/aws/lived.ts'
import { byAge } from '../../targets/aws/look-at-running.ts'
import type { Place } from '../../targets/aws/shell.ts'
import type { ServiceSight } from '../../targets/aws/sight.ts'
import { revisionName } from '../../targets/aws/task-definition.ts'
import type { Wired, Wiring } from '../../targets/aws/wiring.ts'
import { type Looked, type Seen, troubled, unseen } from '../facts.ts'
import type { AwsAsk } from './aws.ts'

export const NO_SERVICES = unseen(says`no service is named`, says`name it: --cluster NAME --service NAME`)

const sentence = (parts: readonly Shown[], otherwise: Shown): Shown =>
  parts.length === 0 ? otherwise : (parts.join('; ') as Shown)

/** How new tasks would get their key. */
export function definitionsSeen(
  { services, missing }: Checkup,
  arn: string | null,
  wirings: readonly Wiring[],
  { cluster }: AwsAsk,
): Looked<Seen> {
  if (services === null) return NO_SERVICES
  if ('trouble' in services) return troubled(services.trouble)
  const unreadable = allTroubled(services.seen.map(({ definition }) => definition))
  if (unreadable !== null) return troubled(unreadable)
  const unread = services.seen.flatMap(({ definition }) =>
    'trouble' in definition ? [definition.trouble] : [],
  )
  const gone = missing.map((name) => missingService(name, cluster ?? ''))
  const stopped = services.seen.flatMap(({ service }) => [...notRunning(service)])
  if (arn === null && gone.length + unread.length + stopped.length === 0)
    return unseen(says`which secret they should read is not known`, says`name it: --secret NAME`)
  const wired = wirings.flatMap((wiring) => wiring.wired)
  return {
    seen: {
      says: sentence(
        wired.map(
          ({ service, container, variable }) =>
            says`service ${service}, container ${container} reads ${variable} from the secret`,
        ),
        says`none reads the secret`,
      ),
      findings: [
        ...gone,
        ...stopped,
        ...unread,
        ...wirings.flatMap(({ refusals, warnings }) => [...refusals, ...warnings]),
      ],
    },
  }
}

function* notRunning({ name, status, desired }: CheckedService['service']): Generator<Finding> {
  if (status !== 'ACTIVE') yield error('service.inactive', says`service ${name} is ${status}, not ACTIVE`)
  else if (desired === 0)
    yield error(
      'service.no-tasks',
      says`service ${name} has a desired count of 0: nothing runs that could read a key`,
    )
}

/** The secret, and whether what is in it looks as the task definitions read it. */
export function secretSeen(
  { secret, value, refusals, obstacles }: CheckedSecret,
  where: Shown,
  misfits: readonly Finding[],
): Looked<Seen> {
  const since = secret?.changed ?? null
  const changed = since === null ? says`` : says`, last changed ${toIso(since)}`
  return {
    seen: {
      says: value === null ? says`` : says`${own(where)}: version ${value.version}${own(changed)}`,
      findings: [...refusals, ...misfits, ...obstacles.map((one) => note(one.code, one.says, ...one.hints))],
    },
  }
}

/** Whether the tasks that run have read the secret since it was last changed. */
export function tasksSeen(
  { services }: Checkup,
  { secret, value }: Partial<Pick<CheckedSecret, 'secret' | 'value'>>,
  wired: readonly Wired[],
  { words }: AwsAsk,
): Looked<Seen> {
  if (services === null) return NO_SERVICES
  if ('trouble' in services) return unseen(says`the services could not be looked at`)
  const changed = secret == null ? null : changedAt(secret, value?.created ?? null)
  if (changed === null) return unseen(says`when the key came into place is not known`)
  const lived = livedOn(secret?.stages[value?.version ?? ''] ?? [])
  const readers = services.seen.filter(({ service }) => reads(wired, service.name))
  const unlisted = allTroubled(readers.map(({ tasks }) => tasks))
  if (unlisted !== null) return troubled(unlisted)
  const counts: Shown[] = []
  const findings: Finding[] = []
  for (const { service, tasks } of readers) {
    if ('trouble' in tasks) {
      findings.push(tasks.trouble)
      continue
    }
    const { fresh, older, unknown } = byAge(tasks.seen, service, changed, lived)
    const all = fresh + older + unknown
    counts.push(
      all === 0
        ? says`service ${service.name}: none runs`
        : says`service ${service.name}: ${fresh} of ${all} started since`,
    )
    if (all > fresh) findings.push(oldTasks(service.name, { older, unknown, all }, changed, words))
  }
  return { seen: { says: sentence(counts, says`none reads the secret`), findings } }
}

/** What was in the way, where none of several questions was answered. */
function allTroubled(outcomes: readonly Outcome<unknown>[]): Finding | null {
  const [first] = outcomes.flatMap((one) => ('trouble' in one ? [one.trouble] : []))
  return first !== undefined && outcomes.every((one) => 'trouble' in one) ? first : null
}

const reads = (wired: readonly Wired[], name: string): boolean =>
  wired.some(({ service }) => service === name)

const oldTasks = (
  service: string,
  { older, unknown, all }: { readonly older: number; readonly unknown: number; readonly all: number },
  { notBefore, notAfter }: Moment,
  words: readonly string[],
): Finding =>
  (older > 0 ? error : warning)(
    'doctor.tasks-old',
    older > 0
      ? says`service ${service}: ${older + unknown} of ${all} running tasks started before the key came into place, at ${toIso(notBefore)}`
      : says`service ${service}: ${unknown} of ${all} running tasks may hold another key: the one in place came there between ${toIso(notBefore)} and ${toIso(notAfter)}, and so did they`,
    says`start them again: ${own(licLine('redeploy', ...words))}`,
  )

/** Tasks that stopped with an error, and where the reason is to be read. @param told services whose reason has been read */
export function refusalsSeen(
  { services, place }: Checkup,
  product: Product,
  now: Instant,
  told: readonly string[] = [],
): Looked<Seen> {
  if (services === null) return NO_SERVICES
  if ('trouble' in services) return unseen(says`the services could not be looked at`)
  if (allTroubled(services.seen.map(({ tasks }) => tasks)) !== null)
    return unseen(says`the tasks could not be listed`)
  const findings = services.seen.flatMap(({ service, definition, tasks }) => {
    if ('trouble' in tasks) return []
    const failed = tasks.seen
      .filter(hasFailed)
      .sort((one, other) => (other.stopped ?? 0) - (one.stopped ?? 0))
    const [last] = failed
    if (last === undefined) return []
    const sight = 'seen' in definition ? { service, definition: definition.seen, tasks: tasks.seen } : null
    const ran = last.containers.some(({ exitCode }) => exitCode !== null)
    const hints = told.includes(service.name) || !ran ? [] : whereToLook(sight, product, place)
    return [refusedTask(service.name, failed, last, runsNewer(tasks.seen, last, now), hints)]
  })
  return { seen: { says: says`none stopped with an error within the hour`, findings } }
}

/** ECS does not say why a process ended; where its log goes elsewhere than to CloudWatch, only that it is there. */
function whereToLook(
  sight: ServiceSight | null,
  { published: { inLog } }: Product,
  place: Place,
): readonly Shown[] {
  const hints = sight === null ? [] : logHints(sight, inLog?.phrase, place)
  const what = inLog === null ? says`why` : says`"${inLog.phrase}"`
  return hints.length > 0 ? hints : [says`look for ${own(what)} where its log is kept: ECS does not say more`]
}

/** A task that has come up since the last one failed, and has run for longer than that did: whatever it was is over. */
export function runsNewer(
  tasks: readonly TaskFacts[],
  { started: began, stopped }: TaskFacts,
  now: Instant,
): boolean {
  const lasted = began === null || stopped === null ? 0 : stopped - began
  return alive(tasks).some(
    ({ lastStatus, started }) =>
      lastStatus === 'RUNNING' && started !== null && started > (stopped ?? 0) && now - started > lasted,
  )
}

const refusedTask = (
  service: string,
  failed: readonly TaskFacts[],
  last: TaskFacts,
  over: boolean,
  hints: readonly Shown[],
): Finding =>
  (over ? warning : error)(
    'doctor.task-refused',
    says`service ${service}: ${failed.length} ${failed.length === 1 ? 'task' : 'tasks'} of ${revisionName(last.taskDefinition)} stopped within the hour: ${own(stopReasonOf(last))}`,
    ...hints,
  )
