import type { Aws, ServiceFacts, TaskDefinitionFacts } from '../../host/aws-api.ts'
import { type Finding, warning } from '../../model/finding.ts'
import { own, says } from '../../model/visible.ts'
import type { ServiceSight } from './sight.ts'
import { readValueFrom, sameSecret } from './value-from.ts'

/** Looking at more of a large cluster would cost more calls than the answer is worth. */
const MOST = 30

export interface Read {
  readonly secretArn: string
  /** null: the whole secret */
  readonly field: string | null
}

/** Services of the cluster that read this key and are not named: they would go on with the old one. */
export async function otherReaders(
  aws: Aws,
  cluster: string,
  named: readonly ServiceSight[],
  read: Read,
): Promise<readonly Finding[]> {
  const { readers, notLooked } = await readersBeside(aws, cluster, named, read)
  return [...(readers.length === 0 ? [] : [warningOf(readers, named)]), ...notLooked]
}

/** Those that run, and that they may not be all. */
export async function readersBeside(
  aws: Aws,
  cluster: string,
  named: readonly ServiceSight[],
  read: Read,
): Promise<{ readonly readers: readonly ServiceFacts[]; readonly notLooked: readonly Finding[] }> {
  const known = new Set(named.map(({ service }) => service.arn))
  const others = (await aws.ecs.serviceArns(cluster)).filter((arn) => !known.has(arn)).sort()
  if (others.length === 0) return { readers: [], notLooked: [] }
  const looked = others.slice(0, MOST)
  const { services } = await aws.ecs.services(cluster, looked)
  const running = services.filter(
    ({ status, desired, running: count }) => status === 'ACTIVE' && desired + count > 0,
  )
  const definitions = await definitionsOf(aws, running, named)
  const readers = running.filter(({ taskDefinition }) => readsIt(definitions.get(taskDefinition), read))
  const what = says`only ${looked.length} of the ${others.length} other services of cluster ${cluster} were looked at: more of them may read this secret`
  return { readers, notLooked: others.length === looked.length ? [] : [warning('aws.not-looked', what)] }
}

/** Each task definition once, and none that is known already. */
async function definitionsOf(
  aws: Aws,
  services: readonly ServiceFacts[],
  named: readonly ServiceSight[],
): Promise<ReadonlyMap<string, TaskDefinitionFacts>> {
  const known = new Map(named.map(({ service, definition }) => [service.taskDefinition, definition]))
  const arns = [...new Set(services.map(({ taskDefinition }) => taskDefinition))]
  const found = await Promise.all(
    arns.map(async (arn) => [arn, known.get(arn) ?? (await aws.ecs.taskDefinition(arn))] as const),
  )
  return new Map(found)
}

/** Another field of a document is another thing; what is pinned does not follow the key anyway. */
function readsIt(definition: TaskDefinitionFacts | undefined, { secretArn, field }: Read): boolean {
  const all = definition?.containers.flatMap(({ secrets }) => secrets) ?? []
  return all.some(({ valueFrom }) => {
    const source = readValueFrom(valueFrom)
    if (source.kind !== 'secret' || !sameSecret(source.arn, secretArn)) return false
    if (source.version !== null || (source.stage !== null && source.stage !== 'AWSCURRENT')) return false
    return source.field === null || field === null || source.field === field
  })
}

function warningOf(readers: readonly ServiceFacts[], named: readonly ServiceSight[]): Finding {
  const names = readers.map(({ name }) => name)
  const flags = [...named.map(({ service }) => service.name), ...names].map((name) => `--service ${name}`)
  return warning(
    'service.other-reader',
    says`${names.join(', ')} in this cluster ${names.length === 1 ? 'reads' : 'read'} this key, too, and ${names.length === 1 ? 'is' : 'are'} not named: running tasks there keep the old key until they are replaced`,
    says`redeploy ${own(names.length === 1 ? says`it` : says`them`)}, too: ${flags.join(' ')}`,
  )
}
