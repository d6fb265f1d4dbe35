import type { SecretFacts, ServiceFacts } from '../../host/aws-api.ts'
import { type Finding, warning } from '../../model/finding.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { Licensed } from '../target.ts'
import { awsCommand, type Place } from './shell.ts'
import type { ServiceSight } from './sight.ts'

type Product = Pick<Licensed, 'wiring'>

const STACK = 'aws:cloudformation:stack-name'
const RESOURCE = 'aws:cloudformation:logical-id'
const MANAGED_BY = /^managed[-_ ]?by$/i

/** Others who write to this secret, or copies that are read elsewhere: each may bring another key than is meant. */
export function* claims(secret: SecretFacts, product: Product, place: Place): Generator<Finding> {
  const { name, tags, replicas, primaryRegion } = secret
  const stack = tags[STACK]
  if (stack !== undefined)
    yield warning(
      'secret.cloudformation',
      says`secret ${name} was made by CloudFormation stack ${stack} (resource ${tags[RESOURCE] ?? 'unknown'}): its next update may write the old key back`,
      ...toTheStack(stack, product, place),
    )
  for (const [key, value] of Object.entries(tags))
    if (MANAGED_BY.test(key) && !key.startsWith('aws:'))
      yield warning(
        'secret.managed-by',
        says`secret ${name} is tagged ${key}=${value}: if ${value} holds the key itself, its next run writes the old one back`,
        says`look where ${value} takes the value of this secret from, and give it the new key there, too`,
      )
  if (replicas.length > 0 && (primaryRegion === null || primaryRegion === place.region))
    yield warning(
      'secret.replicas',
      says`secret ${name} is copied to ${replicas.join(', ')}: tasks there would read this key, too, and each Region needs a license of its own`,
      says`name secrets of their own in the task definitions of those Regions`,
    )
}

/** Names of services by the stack that made them. */
export function byStack(services: readonly ServiceFacts[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const { tags, name } of services) {
    const stack = tags[STACK]
    if (stack !== undefined) found.set(stack, [...(found.get(stack) ?? []), name])
  }
  return found
}

/** One warning for each stack that made a service. */
export function stacksOf(services: readonly ServiceSight[], product: Product, place: Place) {
  const from = own(
    product.wiring?.stackParameter == null
      ? says``
      : says` from its parameter ${product.wiring.stackParameter}`,
  )
  return [...byStack(services.map(({ service }) => service))].map(([stack, names]) =>
    warning(
      'service.cloudformation',
      says`CloudFormation stack ${stack} made ${names.join(', ')}: where it fills in the license${from}, its next update brings the old key back`,
      ...toTheStack(stack, product, place),
    ),
  )
}

function toTheStack(stack: string, { wiring }: Product, place: Place): readonly Shown[] {
  const parameter = wiring?.stackParameter ?? null
  return [
    parameter === null
      ? says`give the stack the new key, too, as its license parameter`
      : says`give stack ${stack} the new key, too, as its parameter ${parameter}`,
    itsParameters(stack, place),
  ]
}

export function itsParameters(stack: string, place: Place): Shown {
  const words = ['--stack-name', stack, '--query', 'Stacks[0].Parameters']
  return says`see which parameters it has: ${own(awsCommand(place, 'cloudformation', 'describe-stacks', ...words))}`
}
