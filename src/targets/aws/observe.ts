import type { Aws } from '../../host/aws-api.ts'
import { twoIdentities } from '../../input/aws-identities.ts'
import type { Finding } from '../../model/finding.ts'
import type { Line } from '../../model/plan.ts'
import { own, says } from '../../model/visible.ts'
import type { Said } from '../health/ask.ts'
import type { Tools } from '../target.ts'
import { createsWhat, stillRefused } from './create.ts'
import { lasting, shortLived } from './credentials.ts'
import { futureArn } from './future-arn.ts'
import { lookInFlight } from './in-flight.ts'
import { currentIn, fieldOf, misread } from './key-in-secret.ts'
import { byLic } from './lic-command.ts'
import { lookAround } from './look-around.ts'
import { lookAtOnce } from './look-at-once.ts'
import { claims, stacksOf } from './ownership.ts'
import type { AwsRef } from './ref.ts'
import { cautions } from './rollout-cautions.ts'
import type { AwsSight } from './sight.ts'
import { movingOf, plainKeys } from './task-definition.ts'
import { underWay } from './under-way.ts'
import { wiringOf } from './wiring.ts'

/** Looks at everything a plan rests on, at once. Rejects with `LicError` where AWS does not let it look. */
export async function observe(ref: AwsRef, aws: Aws, tools: Tools): Promise<AwsSight> {
  const { place, caller, seen, running, words, inWords } = await lookAtOnce(ref, aws, tools)
  const lines = byLic(ref, place)
  const { services } = running
  const creates = createsWhat(ref, seen.secret, seen.refusals)
  const refusals: Finding[] = [...stillRefused(seen.refusals, creates, ref), ...running.refusals]
  const arn = seen.secret?.arn ?? (creates === null ? null : futureArn(ref.secret, aws.region, caller))
  const wirings = arn === null ? [] : services.map((sight) => wiringOf(sight, arn, tools.product))
  const moving = arn === null || ref.via === null ? [] : movingOf(services, wirings)
  const misdirected = wirings.flatMap((wiring) => wiring.refusals)
  refusals.push(...misdirected.filter(({ code }) => ref.via === null || code !== 'wiring.plain-value'))
  const wired = wirings.flatMap((wiring) => wiring.wired)
  if (arn !== null) refusals.push(...misread(seen.value, wired, arn))
  const field = fieldOf(ref, wired, refusals)
  const current = seen.value === null ? null : currentIn(seen.value, field, tools, refusals)
  const inFlight = await lookInFlight(aws, seen.secret, seen.value, current, lines, (value, why) =>
    currentIn(value, field, tools, why),
  ).catch(inWords)
  const around = await lookAround(aws, { ref, place, caller }, seen.secret, services, field).catch(inWords)
  const now = tools.host.now()
  const credentials = shortLived(caller, now, ref.timeoutMs)
  return {
    ref,
    region: aws.region,
    caller,
    secret: seen.secret,
    field,
    current,
    elsewhere: plainKeys(moving, services, tools),
    unread: moving.length > 0 && moving.length === services.length,
    creates,
    moving,
    inFlight,
    lines,
    services,
    servicesRead: running.read,
    words,
    deploying: running.deploying,
    obstacles: [
      ...seen.obstacles,
      ...(inFlight && seen.secret ? [underWay(inFlight, seen.secret, place)] : []),
    ],
    head: [
      { label: 'as', value: says`${caller.arn} in ${aws.region}${own(lasting(caller, now))}` },
      {
        label: 'secret',
        value: says`${seen.secret?.name ?? ref.secret}${field === null ? '' : `, field ${field}`}`,
      },
      { label: 'cluster', value: says`${ref.cluster}` },
      ...services.map(({ service }) => ({
        label: 'service',
        value: says`${service.name}, ${service.running} of ${service.desired} tasks running`,
      })),
      ...words.flatMap(nodesLine).slice(0, 1),
    ],
    refusals: [...refusals, ...credentials.refusals],
    warnings: [
      ...twoIdentities(tools.host.env, ref.profile),
      ...(seen.secret === null ? [] : claims(seen.secret, tools.product, place)),
      ...stacksOf(services, tools.product, place),
      ...wirings.flatMap((wiring) => wiring.warnings),
      ...cautions(services, ref.timeoutMs),
      ...around,
      ...credentials.warnings,
    ],
  }
}

function nodesLine({ url, word: { nodes, maxNodes } }: Said): readonly Line[] {
  if (nodes === null) return []
  const limit = maxNodes === null ? says`` : says` of ${maxNodes}`
  return [{ label: 'nodes', value: says`${nodes}${own(limit)}, as ${url} says` }]
}
