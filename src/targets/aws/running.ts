import {
  type Aws,
  AwsTrouble,
  type SecretFacts,
  type ServiceFacts,
  type TaskFacts,
} from '../../host/aws-api.ts'
import { awsError } from '../../input/aws-trouble.ts'
import type { Finding } from '../../model/finding.ts'
import { after, type Instant, SECOND } from '../../model/instant.ts'
import { says } from '../../model/visible.ts'
import { wordDrift } from '../health/drift.ts'
import { listen } from '../health/listen.ts'
import type { Running, RunningService, Tools } from '../target.ts'
import { alive, freshness, type Moment } from './freshness.ts'
import { identityRefusals } from './identity.ts'
import { standOf } from './in-flight.ts'
import { currentIn, fieldOf, misread } from './key-in-secret.ts'
import { ARCHIVE, CURRENT, holderOf, PENDING, PREVIOUS, runLabelOn, timeIn } from './labels.ts'
import { byLic } from './lic-command.ts'
import { lookAtSecret } from './look-at-secret.ts'
import { denied } from './permission.ts'
import type { AwsRef } from './ref.ts'
import { serviceDrift } from './service-drift.ts'
import { underWay } from './under-way.ts'
import { wiringOf } from './wiring.ts'

/**
 * What runs now, in seven calls for two services: the secret and its value, the services and their task definitions,
 * the tasks of the cluster in two. Rejects with `LicError` where AWS does not let it look.
 */
export async function running(ref: AwsRef, aws: Aws, tools: Tools): Promise<Running> {
  const place = { region: aws.region, profile: ref.profile }
  const lines = byLic(ref, place)
  const [seen, all, heard] = await Promise.all([
    lookAtSecret(aws, ref.secret, place),
    lookAtAll(aws, ref),
    listen(ref.health, tools),
  ]).catch((thrown: unknown): never => {
    throw thrown instanceof AwsTrouble && thrown.reason === 'denied'
      ? denied(thrown, { ref, place, caller: null })
      : awsError(thrown, place)
  })
  const findings: Finding[] = [...seen.refusals]
  const { secret } = seen
  const wirings = secret === null ? [] : all.sights.map((sight) => wiringOf(sight, secret.arn, tools.product))
  findings.push(...wirings.flatMap(({ refusals }) => refusals))
  const wired = wirings.flatMap((wiring) => wiring.wired)
  if (secret !== null) findings.push(...misread(seen.value, wired, secret.arn))
  const field = fieldOf(ref, wired, findings)
  const current = seen.value === null ? null : currentIn(seen.value, field, tools, findings)
  const verdict = current?.verdict ?? null
  if (verdict !== null && 'key' in verdict)
    findings.push(...identityRefusals(all.sights, verdict.key, tools.product))
  const changed = secret === null ? null : changedAt(secret, seen.value?.created ?? null)
  const services = all.services.map((service) =>
    runningService(service, wired.some((one) => one.service === service.name) ? all.tasks : null, changed),
  )
  const inFlight = secret === null ? null : holderOf(secret.stages, PENDING)
  if (secret !== null && inFlight !== null) {
    const run = runLabelOn(secret.stages[inFlight] ?? [])
    findings.push(
      underWay(
        { version: inFlight, run, lines, stand: standOf(secret.stages, inFlight, run) },
        secret,
        place,
      ),
    )
  }
  const before = secret === null ? null : keyBefore(secret)
  findings.push(
    ...serviceDrift(all, services, { before, moving: inFlight !== null, cluster: ref.cluster, place, lines }),
    ...wordDrift(heard, verdict, tools.product, lines.redeploy),
  )
  return {
    head: [
      {
        label: 'secret',
        value: says`${secret?.name ?? ref.secret}${field === null ? '' : `, field ${field}`} in ${aws.region}`,
      },
      { label: 'cluster', value: says`${ref.cluster}` },
    ],
    current,
    changed,
    services,
    heard,
    findings,
    lines: { reread: lines.redeploy, rotate: lines.rotate },
  }
}

/** The services, what their tasks are made of, and the tasks of the cluster. */
async function lookAtAll(aws: Aws, { cluster, services: names }: AwsRef) {
  const [answer, tasks] = await Promise.all([
    aws.ecs.services(cluster, names),
    aws.ecs.runningTasks(cluster),
  ]).catch((thrown: unknown) => {
    if (thrown instanceof AwsTrouble && thrown.reason === 'not-found') return [{ services: [] }, []] as const
    throw thrown
  })
  const services = answer.services.filter(
    ({ arn }, at, all) => all.findIndex((one) => one.arn === arn) === at,
  )
  const wanted = [...new Set(services.map(({ taskDefinition }) => taskDefinition))]
  const definitions = await Promise.all(wanted.map((arn) => aws.ecs.taskDefinition(arn)))
  const sights = services.flatMap((service) => {
    const definition = definitions[wanted.indexOf(service.taskDefinition)]
    return definition === undefined ? [] : [{ service, definition, tasks: [] }]
  })
  const missing = names.filter((name) => !services.some((one) => one.name === name || one.arn === name))
  return { services, tasks, sights, missing }
}

/** The answers carry whole seconds. */
const AT_ONCE = 2 * SECOND

/**
 * When the key came into place. A put that nothing followed tells it; after a rotation of ours the archive label does,
 * for only what was deployed after it was promoted runs by then; else it lies between the put and the last change.
 */
function changedAt({ stages, changed }: SecretFacts, put: Instant | null): Moment | null {
  if (put === null) return null
  if (changed !== null && changed - put <= AT_ONCE) return { notBefore: put, notAfter: after(put, SECOND) }
  const archived = archivedAt(stages[holderOf(stages, PREVIOUS) ?? ''] ?? [])
  if (archived !== null) {
    const since = archived > put ? archived : put
    return { notBefore: since, notAfter: after(since, SECOND) }
  }
  return changed === null ? null : { notBefore: put, notAfter: after(changed, SECOND) }
}

const archivedAt = (labels: readonly string[]): Instant | null =>
  labels
    .filter((label) => label.startsWith(ARCHIVE))
    .map(timeIn)
    .reduce<Instant | null>((last, at) => (at !== null && (last === null || at > last) ? at : last), null)

/** The fingerprint that the archive label of the version before names; null for none. */
function keyBefore({ stages }: SecretFacts): string | null {
  const holder = holderOf(stages, PREVIOUS)
  if (holder === null || holder === holderOf(stages, CURRENT)) return null
  const label = (stages[holder] ?? []).find((one) => one.startsWith(ARCHIVE))
  const print = label?.split('.')[2] ?? ''
  return /^[0-9a-f]{12}$/.test(print) ? print : null
}

function runningService(
  { name, desired, running: count, pending, deployments }: ServiceFacts,
  all: readonly TaskFacts[] | null,
  changed: Moment | null,
): RunningService {
  const newest = deployments.find(({ status }) => status === 'PRIMARY') ?? deployments[0]
  return {
    name,
    desired,
    running: count,
    pending,
    deployed: newest?.created ?? null,
    rollout: newest?.rollout ?? null,
    tasks:
      all === null
        ? null
        : byAge(
            alive(all).filter(({ service }) => service === name),
            changed,
          ),
  }
}

function byAge(tasks: readonly TaskFacts[], changed: Moment | null): NonNullable<RunningService['tasks']> {
  const ages = { fresh: 0, older: 0, unknown: 0 }
  for (const task of tasks) {
    const age = changed === null ? 'unknown' : freshness(task, changed)
    ages[age === 'old' ? 'older' : age]++
  }
  return ages
}
