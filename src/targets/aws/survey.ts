import {
  type Aws,
  AwsTrouble,
  type ContainerFacts,
  type ServiceFacts,
  type TaskDefinitionFacts,
} from '../../host/aws-api.ts'
import { showName } from '../../input/may-show.ts'
import { LicError } from '../../model/lic-error.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { Licensed } from '../target.ts'
import { awsCommand, type Place } from './shell.ts'
import { readValueFrom, withoutSuffix } from './value-from.ts'
import { identityIn } from './wiring.ts'

/** Services of one cluster that read their license from the same place. Texts are raw. */
export interface Group {
  readonly cluster: string
  readonly secret: string
  readonly field: string | null
  readonly services: readonly string[]
  /** what all of them would compare a key with; null where they do not agree, or do not say */
  readonly identity: string | null
}

export interface Survey {
  readonly region: string
  readonly groups: readonly Group[]
  /** services and their variables, as they were seen */
  readonly seen: readonly Shown[]
  /** what is in no group, and why */
  readonly leftOut: readonly Shown[]
}

/** Which services of a cluster name a license variable, and where they read it from. Reads no secret. */
export async function survey(aws: Aws, cluster: string, product: Licensed, place: Place): Promise<Survey> {
  const arns = await aws.ecs.serviceArns(cluster).catch((thrown: unknown) => {
    if (!(thrown instanceof AwsTrouble) || thrown.reason !== 'not-found') throw thrown
    throw new LicError(
      'aws.not-found',
      says`there is no ECS cluster ${cluster} in ${aws.region}`,
      says`name it with --cluster; the clusters are: ${own(awsCommand(place, 'ecs', 'list-clusters'))}`,
    )
  })
  const services = arns.length === 0 ? [] : (await aws.ecs.services(cluster, [...arns].sort())).services
  const wanted = [...new Set(services.map(({ taskDefinition }) => taskDefinition))]
  const definitions = new Map(
    await Promise.all(wanted.map(async (arn) => [arn, await aws.ecs.taskDefinition(arn)] as const)),
  )
  const found = services.map((service) => looked(service, definitions.get(service.taskDefinition), product))
  return {
    region: aws.region,
    groups: grouped(
      cluster,
      await resolved(
        found.flatMap(({ reads }) => reads),
        aws,
      ),
    ),
    seen: found.flatMap(({ seen }) => seen),
    leftOut: found.flatMap(({ leftOut }) => leftOut),
  }
}

interface Reads {
  readonly service: string
  readonly secret: string
  readonly field: string | null
  readonly identity: string | null
}

interface Looked {
  readonly reads: readonly Reads[]
  readonly seen: readonly Shown[]
  readonly leftOut: readonly Shown[]
}

function looked(
  service: ServiceFacts,
  definition: TaskDefinitionFacts | undefined,
  product: Licensed,
): Looked {
  const { name } = service
  if (service.status !== 'ACTIVE')
    return { reads: [], seen: [], leftOut: [says`service ${name}: it is ${service.status}`] }
  const all = (definition?.containers ?? []).map((container) => lookedInto(name, container, product))
  const reads = all.flatMap((one) => one.reads)
  const seen = all.flatMap((one) => one.seen)
  const leftOut = all.flatMap((one) => one.leftOut)
  if (seen.length === 0 && leftOut.length === 0)
    return {
      reads,
      seen,
      leftOut: [says`service ${name}: no container names ${product.variables.join(', ')}`],
    }
  return { reads: reads.slice(0, 1), seen, leftOut }
}

function lookedInto(service: string, container: ContainerFacts, product: Licensed): Looked {
  const named = ({ name }: { readonly name: string }) => product.variables.includes(name)
  const where = own(says`service ${service}, container ${container.name}`)
  const variable = product.wiring?.identityVariable ?? null
  const identity = variable === null ? null : identityIn(container, variable)
  const leftOut = container.environment
    .filter(named)
    .map(
      ({ name }) =>
        says`${where}: ${name} is a plain value in its task definition; move it into a secret: lic rotate SOURCE --via task-definition`,
    )
  const reads: Reads[] = []
  const seen: Shown[] = []
  for (const { name, valueFrom } of container.secrets.filter(named)) {
    const source = readValueFrom(valueFrom)
    if (source.kind !== 'secret')
      leftOut.push(says`${where}: ${name} comes from ${own(showName(valueFrom))}, which is no secret`)
    else if (source.version !== null || (source.stage !== null && source.stage !== 'AWSCURRENT'))
      leftOut.push(
        says`${where}: ${name} is pinned to a version of its secret, and would not follow a rotation`,
      )
    else {
      reads.push({ service, secret: source.arn, field: source.field, identity })
      seen.push(says`${where}: ${name} from ${valueFrom}`)
    }
  }
  return { reads, seen, leftOut }
}

/** Secrets by their names, where AWS tells them. */
async function resolved(all: readonly Reads[], aws: Aws): Promise<readonly Reads[]> {
  const names = new Map(
    await Promise.all(
      [...new Set(all.map(({ secret }) => secret))].map(
        async (arn) => [arn, await nameOf(arn, aws)] as const,
      ),
    ),
  )
  return all.map((one) => ({ ...one, secret: names.get(one.secret) ?? one.secret }))
}

const nameOf = (arn: string, aws: Aws): Promise<string> =>
  aws.secrets.describe(arn).then(
    ({ name }) => name,
    () => withoutSuffix(arn).split(':').slice(6).join(':'),
  )

function grouped(cluster: string, all: readonly Reads[]): readonly Group[] {
  const keys = [...new Set(all.map(({ secret, field }) => JSON.stringify([secret, field])))]
  return keys.flatMap((key) => {
    const own = all.filter(({ secret, field }) => JSON.stringify([secret, field]) === key)
    const [first] = own
    const identities = new Set(own.map(({ identity }) => identity))
    const identity = identities.size === 1 ? (first?.identity ?? null) : null
    return first === undefined
      ? []
      : [
          {
            cluster,
            secret: first.secret,
            field: first.field,
            services: own.map(({ service }) => service),
            identity,
          },
        ]
  })
}
