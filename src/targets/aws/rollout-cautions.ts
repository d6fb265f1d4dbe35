import type { ServiceFacts } from '../../host/aws-api.ts'
import { type Finding, warning } from '../../model/finding.ts'
import { MINUTE } from '../../model/instant.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import { keepsFailing } from './look-at-services.ts'
import { mayWait } from './perform/standstill.ts'
import type { ServiceSight } from './sight.ts'

/** What a redeployment of these services may do beside starting tasks anew. One warning of a kind for all of them. */
export function* cautions(all: readonly ServiceSight[], timeoutMs: number): Generator<Finding> {
  const services = all.map(({ service }) => service)
  const failing = services.filter(keepsFailing)
  if (failing.length > 0)
    yield warning(
      'service.failing',
      says`tasks fail to start now (${failing.map(({ name, deployments }) => `${name}: ${deployments.reduce((sum, { failed }) => sum + failed, 0)} failed`).join(', ')}): their deployment is not waited for, a new one takes its place`,
      says`if it is not the key that they fail with, a new deployment fails as well: look into their log first`,
    )
  const unguarded = services.filter(({ circuitBreaker }) => circuitBreaker === null)
  if (unguarded.length > 0)
    yield warning(
      'service.no-breaker',
      says`no deployment circuit breaker (${namesOf(unguarded)}): if new tasks fail, ECS starts them again and again, and does not give up by itself; ${own(meanwhile(unguarded))}`,
    )
  const gapped = services.filter((service) => stoppedFirst(service) > 0)
  if (gapped.length > 0)
    yield warning(
      'service.stops-first',
      says`ECS may stop old tasks before new ones run (${gapped.map((one) => `${one.name}: ${stoppedFirst(one)} of ${one.desired}`).join(', ')}): ${own(gapped.some((one) => stoppedFirst(one) === one.desired) ? says`nothing serves there until the new ones are healthy, an outage` : says`fewer serve until the new ones are healthy`)}`,
      says`rotate when that is bearable, or raise the minimum healthy percent to 100 first`,
    )
  const images = all.flatMap(({ definition }) => definition.containers.map(({ image }) => image))
  const tagged = [...new Set(images.filter((image) => !image.includes('@sha256:')))]
  if (tagged.length > 0)
    yield warning(
      'service.mutable-image',
      says`a redeployment may bring other code, too: not every image is pinned by digest (${tagged.join(', ')})`,
    )
  yield* holdups(services, timeoutMs)
}

/** Alarms that end a deployment, and everything that makes it wait. */
function* holdups(services: readonly ServiceFacts[], timeoutMs: number): Generator<Finding> {
  const alarmed = services.filter(({ alarms }) => alarms.length > 0)
  if (alarmed.length > 0)
    yield warning(
      'service.alarms',
      says`deployments are given up when an alarm goes off (${alarmed.map(({ name, alarms }) => `${name}: ${alarms.join(', ')}`).join('; ')}): lic then takes the key back, whatever the alarm was about`,
      says`look that none of them is in alarm now, and none goes off by tasks that start anew`,
    )
  const waiting = services.filter(mayWait)
  if (waiting.length > 0)
    yield warning(
      'service.waits',
      says`deployments wait on the way (${waiting.map((one) => `${one.name}: ${waits(one)}`).join('; ')})`,
      ...longEnough(Math.max(...waiting.map(minutesOf)), timeoutMs, waiting),
    )
}

const minutesOf = ({ bakeMinutes, shiftMinutes }: ServiceFacts): number => bakeMinutes + shiftMinutes

/** What they wait by themselves is known; how long somebody lets them wait is not. */
function longEnough(minutes: number, timeoutMs: number, waiting: readonly ServiceFacts[]): readonly Shown[] {
  const hours = Math.ceil((minutes + 30) / 60)
  return [
    ...(minutes * MINUTE >= timeoutMs
      ? [says`that is ${minutes} min at least, and --timeout ends it before: give it --timeout ${hours}h`]
      : []),
    ...(waiting.some(({ hooks }) => hooks.length > 0)
      ? [says`be there to let them go on, and give it long enough with --timeout`]
      : []),
  ]
}

function waits({ hooks, bakeMinutes, shiftMinutes, strategy }: ServiceFacts): string {
  const pauses = hooks.filter((hook) => hook === 'PAUSE').length
  return [
    ...(pauses > 0 ? [`${pauses} ${pauses === 1 ? 'pause' : 'pauses'} until somebody goes on`] : []),
    ...(hooks.length > pauses ? [`${hooks.length - pauses} by functions`] : []),
    ...(shiftMinutes > 0 ? [`${shiftMinutes} min while traffic goes over (${strategy})`] : []),
    ...(bakeMinutes > 0 ? [`${bakeMinutes} min with old and new tasks`] : []),
  ].join(', ')
}

/** Old tasks that may be gone before any new one runs; ECS rounds what must stay up. */
const stoppedFirst = ({ desired, minimumHealthy }: ServiceFacts): number =>
  desired - Math.ceil((desired * minimumHealthy) / 100)

const meanwhile = (services: readonly ServiceFacts[]) =>
  services.every((one) => stoppedFirst(one) === 0)
    ? says`old tasks go on serving meanwhile`
    : says`old tasks that were stopped first are missing meanwhile`

const namesOf = (services: readonly ServiceFacts[]): string => services.map(({ name }) => name).join(', ')
