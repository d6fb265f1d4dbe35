import { type Aws, AwsTrouble, type SecretFacts, type ServiceFacts } from '../../host/aws-api.ts'
import { awsError } from '../../input/aws-trouble.ts'
import { jsonField } from '../../input/secret-value.ts'
import { type Finding, warning } from '../../model/finding.ts'
import { says } from '../../model/visible.ts'
import { rereading, wordDrift } from '../health/drift.ts'
import { listen } from '../health/listen.ts'
import type { Running, RunningService, Tools } from '../target.ts'
import { changedAt, keyBefore, provenBack } from './changed-at.ts'
import type { Moment } from './freshness.ts'
import { identityRefusals } from './identity.ts'
import { standOf } from './in-flight.ts'
import { currentIn, fieldOf, misread } from './key-in-secret.ts'
import { holderOf, PENDING, runLabelOn } from './labels.ts'
import { byLic } from './lic-command.ts'
import { type Lived, livedOn } from './lived.ts'
import {
  byAge,
  deployedSince,
  lookAtDefinitions,
  lookForServices,
  restartable,
  runningService,
} from './look-at-running.ts'
import { lookAtSecret } from './look-at-secret.ts'
import { denied } from './permission.ts'
import type { AwsRef } from './ref.ts'
import { serviceDrift } from './service-drift.ts'
import type { Place } from './shell.ts'
import { underWay } from './under-way.ts'
import { wiringOf } from './wiring.ts'

/**
 * What runs now, in seven calls for two services: the secret and its value, the services and their task definitions,
 * the tasks of the cluster in two. Rejects with `LicError` where AWS does not let it look.
 *
 * @param whole false: two calls, and one for each task definition, or two for the tasks where deployments do not tell when those started
 */
export async function running(
  ref: AwsRef,
  aws: Aws,
  tools: Tools,
  { whole }: { readonly whole: boolean } = { whole: true },
): Promise<Running> {
  const place = { region: aws.region, profile: ref.profile }
  const lines = byLic(ref, place)
  const inWords = (thrown: unknown): never => {
    throw thrown instanceof AwsTrouble && thrown.reason === 'denied'
      ? denied(thrown, { ref, place, caller: null })
      : awsError(thrown, place)
  }
  const [seen, found, heard] = await Promise.all([
    lookAtSecret(aws, ref.secret, place),
    lookForServices(aws, ref),
    listen(ref.health, tools),
  ]).catch(inWords)
  const findings: Finding[] = [...seen.refusals]
  const { secret, value } = seen
  const changed = secret === null ? null : changedAt(secret, value?.created ?? null)
  const proven = changed !== null && found.services.every((service) => deployedSince(service, changed))
  const needsField =
    ref.field === null && value?.text != null && jsonField(value.text, '').kind !== 'not-json'
  const wiring = proven || needsField
  const [sights, tasks] = await Promise.all([
    whole || wiring ? lookAtDefinitions(aws, found.services) : null,
    whole || !wiring ? aws.ecs.runningTasks(ref.cluster).catch(whereNoCluster) : null,
  ]).catch(inWords)
  const wirings =
    secret === null || sights === null
      ? []
      : sights.map((sight) => wiringOf({ ...sight, tasks: [] }, secret.arn, tools.product))
  findings.push(...wirings.flatMap(({ refusals }) => refusals))
  const wired = wirings.flatMap((wiring) => wiring.wired)
  if (secret !== null) findings.push(...misread(value, wired, secret.arn))
  const field = fieldOf(ref, wired, findings)
  const current = value === null ? null : currentIn(value, field, tools, findings)
  const verdict = current?.verdict ?? null
  if (verdict !== null && 'key' in verdict)
    findings.push(...identityRefusals(sights ?? [], verdict.key, tools.product))
  const lived = livedOn(secret?.stages[value?.version ?? ''] ?? [])
  const reads = (name: string) =>
    secret !== null && (sights === null || wired.some((one) => one.service === name))
  const livedBy = (service: ServiceFacts) => {
    const back = secret === null ? null : provenBack(secret, service)
    return back === null ? lived : [...lived, back]
  }
  const services = found.services.map((service) =>
    runningService(service, reads(service.name) ? agesOf(service, tasks, changed, livedBy(service)) : null),
  )
  const inFlight = secret === null ? null : holderOf(secret.stages, PENDING)
  if (secret !== null && inFlight !== null) findings.push(inFlightOn(secret, inFlight, lines, place))
  const before = secret === null ? null : keyBefore(secret)
  const [able, ...more] = restartable(ref, found.services)
  const cures = {
    reread: able === undefined ? null : byLic({ ...ref, services: [able, ...more] }, place).redeploy,
    rotate: lines.rotate,
  }
  findings.push(
    ...serviceDrift(found, services, {
      before,
      moving: inFlight !== null || value === null,
      cluster: ref.cluster,
      place,
      cure: rereading(verdict, cures),
    }),
    ...wordDrift(heard, verdict, tools.product, cures),
    ...(sights === null && found.services.length > 0 ? [unwired] : []),
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
    services,
    heard,
    findings,
    rotate: lines.rotate,
  }
}

function whereNoCluster(thrown: unknown): readonly [] {
  if (thrown instanceof AwsTrouble && thrown.reason === 'not-found') return []
  throw thrown
}

const unwired = warning(
  'status.not-looked',
  says`where the tasks read their key from was not looked at, to spare AWS calls`,
  says`look at this deployment alone: lic status --deployment NAME`,
)

const agesOf = (
  service: ServiceFacts,
  tasks: Parameters<typeof byAge>[0] | null,
  changed: Moment | null,
  lived: readonly Lived[],
): RunningService['tasks'] => {
  if (tasks !== null) return byAge(tasks, service, changed, lived)
  return changed !== null && deployedSince(service, changed)
    ? { fresh: service.running, older: 0, unknown: 0 }
    : { fresh: 0, older: 0, unknown: service.running }
}

function inFlightOn(
  secret: SecretFacts,
  version: string,
  lines: ReturnType<typeof byLic>,
  place: Place,
): Finding {
  const run = runLabelOn(secret.stages[version] ?? [])
  return underWay({ version, run, lines, stand: standOf(secret.stages, version, run) }, secret, place)
}
