import type { Aws, Caller, SecretValue } from '../../host/aws-api.ts'
import { awsError } from '../../input/aws-trouble.ts'
import { jsonField } from '../../input/secret-value.ts'
import { error, type Finding } from '../../model/finding.ts'
import { relative, toIso } from '../../model/instant.ts'
import { KeyText } from '../../model/key-text.ts'
import type { Line } from '../../model/plan.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { Tools } from '../target.ts'
import { lookAtSecret } from './look-at-secret.ts'
import { lookAtServices } from './look-at-services.ts'
import type { AwsRef } from './ref.ts'
import type { AwsSight, CurrentValue, ServiceSight } from './sight.ts'
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
  const refusals: Finding[] = [...seen.refusals, ...running.refusals]
  const field = seen.secret ? fieldOf(ref, seen.secret.arn, running.services, tools, refusals) : ref.field
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
    current,
    services: running.services,
    deploying: running.deploying,
    obstacles: seen.obstacles,
    head,
    refusals,
    warnings: [...seen.warnings, ...running.warnings],
  }
}

/** Credentials that end before a rollout does leave a rotation unfinished. */
const lasting = ({ expires }: Caller, { host }: Tools): Shown =>
  expires === null ? says`` : says`, credentials until ${toIso(expires)} (${relative(expires, host.now())})`

/** The field that is asked for, else the one that the task definitions read; all of them must read the same. */
function fieldOf(
  ref: AwsRef,
  arn: string,
  services: readonly ServiceSight[],
  tools: Tools,
  refusals: Finding[],
): string | null {
  let chosen = ref.field
  let told = ref.field !== null
  for (const sight of services) {
    const wiring = wiringOf(sight, arn, tools.product)
    refusals.push(...wiring.refusals)
    for (const { field } of wiring.wired) {
      if (!told) chosen = field
      told = true
      if (field !== chosen)
        refusals.push(
          error(
            'wiring.json-key',
            says`service ${sight.service.name} reads ${field === null ? 'the whole secret' : `the field ${field}`}, not ${chosen === null ? 'the whole secret' : `the field ${chosen}`}`,
            says`all services must read the key from the same place; name the field with --secret NAME#FIELD`,
          ),
        )
    }
  }
  return chosen
}

const WHY_NOT = {
  'not-json': 'is not a JSON object, so no field of it can be read',
  missing: 'has no such field',
  'not-text': 'holds something other than text in that field',
  twice: 'has that field twice',
} as const

/** The bytes of a text, one character each. */
const bytewise = (text: string): KeyText => {
  const bytes = Buffer.from(text, 'utf8')
  return new KeyText(bytes.toString('latin1'))
}

function currentIn(
  value: SecretValue,
  field: string | null,
  tools: Tools,
  refusals: Finding[],
): CurrentValue | null {
  if (value.text === null || value.text === '') return null
  let text = value.text
  if (field !== null) {
    const found = jsonField(value.text, field)
    if (found.kind !== 'found') {
      refusals.push(error('secret.field', says`the secret ${WHY_NOT[found.kind]} (field ${field})`))
      return null
    }
    text = found.value
  } else if (jsonField(value.text, '').kind !== 'not-json') {
    refusals.push(
      error(
        'secret.field',
        says`the secret is a JSON document, and nothing says which field of it is the key`,
        says`name it: --secret NAME#FIELD`,
      ),
    )
    return null
  }
  const key = bytewise(text)
  const { version, date: read } = value
  return { version, document: bytewise(value.text), field, text: key, verdict: tools.judge(key), read }
}
