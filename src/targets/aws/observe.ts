import type { Aws, Caller } from '../../host/aws-api.ts'
import { twoIdentities } from '../../input/aws-identities.ts'
import { awsError } from '../../input/aws-trouble.ts'
import type { Finding } from '../../model/finding.ts'
import { relative, toIso } from '../../model/instant.ts'
import type { Line } from '../../model/plan.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { Tools } from '../target.ts'
import { createsWhat, stillRefused } from './create.ts'
import { futureArn } from './future-arn.ts'
import { currentIn, fieldOf, misread } from './key-in-secret.ts'
import { lookAtSecret } from './look-at-secret.ts'
import { lookAtServices } from './look-at-services.ts'
import type { AwsRef } from './ref.ts'
import type { AwsSight } from './sight.ts'
import { movingOf, plainKeys } from './task-definition.ts'
import { wiringOf } from './wiring.ts'

/** Looks at everything a plan rests on, at once. Rejects with `LicError` where AWS does not let it look. */
export async function observe(ref: AwsRef, aws: Aws, tools: Tools): Promise<AwsSight> {
  const place = { region: aws.region, profile: ref.profile }
  const [caller, seen, running] = await Promise.all([
    aws.caller(),
    lookAtSecret(aws, ref.secret, place),
    lookAtServices(aws, ref.cluster, ref.services, place),
  ]).catch((thrown: unknown) => {
    throw awsError(thrown, place)
  })
  const creates = createsWhat(ref, seen.secret, seen.refusals)
  const refusals: Finding[] = [...stillRefused(seen.refusals, creates, ref), ...running.refusals]
  const arn = seen.secret?.arn ?? (creates === null ? null : futureArn(ref.secret, aws.region, caller))
  const wirings = arn === null ? [] : running.services.map((sight) => wiringOf(sight, arn, tools.product))
  const moving = arn === null || ref.via === null ? [] : movingOf(running.services, wirings)
  const misdirected = wirings.flatMap((wiring) => wiring.refusals)
  refusals.push(...misdirected.filter(({ code }) => ref.via === null || code !== 'wiring.plain-value'))
  const wired = wirings.flatMap((wiring) => wiring.wired)
  if (arn !== null) refusals.push(...misread(seen.value, wired, arn))
  const field = fieldOf(ref, wired, refusals)
  const current = seen.value === null ? null : currentIn(seen.value, field, tools, refusals)
  const head: Line[] = [
    { label: 'as', value: says`${caller.arn} in ${aws.region}${own(lasting(caller, tools))}` },
    {
      label: 'secret',
      value: says`${seen.secret?.name ?? ref.secret}${field === null ? '' : `, field ${field}`}`,
    },
    { label: 'cluster', value: says`${ref.cluster}` },
    ...running.services.map(({ service }) => ({
      label: 'service',
      value: says`${service.name}, ${service.running} of ${service.desired} tasks running`,
    })),
  ]
  return {
    ref,
    region: aws.region,
    caller,
    secret: seen.secret,
    field,
    current,
    elsewhere: plainKeys(moving, running.services, tools),
    unread: moving.length > 0 && moving.length === running.services.length,
    creates,
    moving,
    services: running.services,
    deploying: running.deploying,
    obstacles: seen.obstacles,
    head,
    refusals,
    warnings: [
      ...twoIdentities(tools.host.env, ref.profile),
      ...seen.warnings,
      ...wirings.flatMap((wiring) => wiring.warnings),
      ...running.warnings,
    ],
  }
}

/** Credentials that end before a rollout does leave a rotation unfinished. */
const lasting = ({ expires }: Caller, { host }: Tools): Shown =>
  expires === null ? says`` : says`, credentials until ${toIso(expires)} (${relative(expires, host.now())})`
