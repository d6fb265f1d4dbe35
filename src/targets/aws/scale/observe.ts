import type { Aws, ScalableFacts, ServiceFacts } from '../../../host/aws-api.ts'
import { twoIdentities } from '../../../input/aws-identities.ts'
import type { Finding } from '../../../model/finding.ts'
import type { Line } from '../../../model/plan.ts'
import { own, says } from '../../../model/visible.ts'
import type { Tools } from '../../target.ts'
import { forComfort } from '../comfort.ts'
import { lasting, shortLived } from '../credentials.ts'
import { lookInFlight } from '../in-flight.ts'
import { currentIn, fieldOf, misread } from '../key-in-secret.ts'
import { byLic } from '../lic-command.ts'
import { lookAtOnce } from '../look-at-once.ts'
import { inProgress, isDeploying } from '../look-at-services.ts'
import { readersBeside } from '../other-readers.ts'
import type { AwsRef } from '../ref.ts'
import { underWay } from '../under-way.ts'
import { wiringOf } from '../wiring.ts'
import type { ScaleSight } from './sight.ts'

/** What keeps a service from being redeployed, and not from being scaled. */
const OF_REDEPLOYMENTS: readonly Finding['code'][] = ['service.no-tasks', 'service.controller']

/** Looks at everything that a plan to scale rests on, at once. Rejects with `LicError` where AWS does not let it look. */
export async function observeScaling(ref: AwsRef, aws: Aws, tools: Tools): Promise<ScaleSight> {
  const { place, caller, seen, running, words, inWords } = await lookAtOnce(ref, aws, tools)
  const lines = byLic(ref, place)
  const { secret, value } = seen
  const named = running.services.map(({ service }) => service)
  const unreadable: Finding[] = [...seen.refusals]
  const wirings = running.services.flatMap((sight) =>
    secret === null ? [] : [{ name: sight.service.name, wiring: wiringOf(sight, secret.arn, tools.product) }],
  )
  const wired = wirings.flatMap(({ wiring }) => wiring.wired)
  if (secret !== null) unreadable.push(...misread(value, wired, secret.arn))
  const field = fieldOf(ref, wired, unreadable)
  const current = value === null ? null : currentIn(value, field, tools, unreadable)
  const inFlight = await lookInFlight(aws, secret, value, current, lines, (other, why) =>
    currentIn(other, field, tools, why),
  ).catch(inWords)
  const beside: ServiceFacts[] = []
  const perhapsMore = await forComfort(
    says`the other services of cluster ${ref.cluster}`,
    { ref, place, caller },
    async () => {
      if (secret === null || named.length === 0) return []
      const read = { secretArn: secret.arn, field }
      const { readers, notLooked } = await readersBeside(aws, ref.cluster, running.services, read)
      beside.push(...readers)
      return notLooked
    },
  ).catch(inWords)
  const services = [...named, ...beside]
  const scalables: ScalableFacts[] = []
  const notLooked = await forComfort(
    says`whether services are scaled by themselves`,
    { ref, place, caller },
    async () => {
      const names = named.map(({ name }) => name)
      if (names.length > 0) scalables.push(...(await aws.ecs.scalables(ref.cluster, names)))
      return []
    },
  ).catch(inWords)
  const now = tools.host.now()
  const credentials = shortLived(caller, now, ref.timeoutMs)
  return {
    ref,
    region: aws.region,
    caller,
    secret,
    current,
    inFlight,
    lines,
    services,
    named: new Set(named.map(({ name }) => name)),
    words,
    scalables,
    unreadable,
    underWay: inFlight && secret && underWay(inFlight, secret, place),
    miswired: new Map(wirings.map(({ name, wiring }) => [name, wiring.refusals])),
    deploying: new Map(
      named.filter(isDeploying).map((one) => [one.name, inProgress(one, ref.cluster, place)]),
    ),
    elsewhere: [],
    unread: false,
    creates: null,
    head: [
      { label: 'as', value: says`${caller.arn} in ${aws.region}${own(lasting(caller, now))}` },
      {
        label: 'secret',
        value: says`${secret?.name ?? ref.secret}${field === null ? '' : `, field ${field}`}`,
      },
      { label: 'cluster', value: says`${ref.cluster}` },
      ...named.map(serviceLine),
      ...beside.map(besideLine),
    ],
    refusals: [
      ...running.refusals.filter(({ code }) => !OF_REDEPLOYMENTS.includes(code)),
      ...credentials.refusals,
    ],
    warnings: [
      ...twoIdentities(tools.host.env, ref.profile),
      ...perhapsMore,
      ...notLooked,
      ...credentials.warnings,
    ],
  }
}

const serviceLine = ({ name, running, desired }: ServiceFacts): Line => ({
  label: 'service',
  value: says`${name}, ${running} of ${desired} tasks running`,
})

/** Not named, and yet its tasks count against the license that they read. */
const besideLine = ({ name, running, desired }: ServiceFacts): Line => ({
  label: 'beside',
  value: says`${name}, ${running} of ${desired} tasks running: it reads this key, and counts`,
})
