import { type Aws, AwsTrouble, type SecretFacts, type TaskDefinitionFacts } from '../../host/aws-api.ts'
import type { Host } from '../../host/host.ts'
import { partitionOfRegion } from '../../input/aws-partition.ts'
import { awsError } from '../../input/aws-trouble.ts'
import { LicError } from '../../model/lic-error.ts'
import { type Shown, says } from '../../model/visible.ts'
import { mayWait } from './perform/standstill.ts'
import type { Deployment } from './policy.ts'
import type { AwsRef } from './ref.ts'
import { familyOf } from './task-definition.ts'

type Named = Pick<AwsRef, 'secret' | 'cluster' | 'services' | 'region' | 'profile' | 'via'>

interface Looked {
  readonly there: Deployment
  /** why AWS did not tell everything */
  readonly missing: readonly Shown[]
}

const REGION = 'REGION'
const ACCOUNT = 'ACCOUNT'
const FAMILY = 'FAMILY'
const ROLE = 'ROLE'
const LOG_GROUP = 'LOG-GROUP'
/** Words that IAM would not take as they are, so that none of them is forgotten. */
export const STAND_INS = [REGION, ACCOUNT, FAMILY, ROLE, LOG_GROUP] as const

/** The deployment as AWS tells of it; where it does not, as the names tell, with words in capitals for the rest. @param logs what its containers log to, too */
export async function lookForPolicy(
  ref: Named,
  host: Host,
  { logs }: { readonly logs: boolean } = { logs: false },
): Promise<Looked> {
  const missing: Shown[] = []
  const place = { region: ref.region, profile: ref.profile }
  const orNull = async <T>(ask: Promise<T>): Promise<T | null> => {
    try {
      return await ask
    } catch (thrown) {
      const why = awsError(thrown, place)
      if (!(why instanceof LicError)) throw thrown
      missing.push(why.says)
      return null
    }
  }
  const settings = {
    ...(ref.region === null ? {} : { region: ref.region }),
    ...(ref.profile === null ? {} : { profile: ref.profile }),
  }
  const aws = await orNull(host.aws(settings))
  if (aws === null) return { there: byName(ref, REGION, ACCOUNT, partitionOf(null, ref.region)), missing }
  const caller = await orNull(aws.caller())
  const partition = partitionOf(caller?.arn ?? null, aws.region)
  const named = byName(ref, aws.region, caller?.account ?? ACCOUNT, partition)
  const [secret, seen] = await Promise.all([
    orNull(describe(aws, ref.secret)),
    orNull(aws.ecs.services(ref.cluster, ref.services)),
  ])
  const services = seen?.services ?? []
  if (seen !== null && seen.missing.length > 0)
    missing.push(says`not every service is there: their ARNs are made of the names`)
  const arns = [...new Set(services.map(({ taskDefinition }) => taskDefinition))]
  const definitions = ref.via === null || arns.length === 0 ? null : await orNull(definitionsOf(aws, arns))
  const groups = !logs || arns.length === 0 ? null : await orNull(logsOf(aws, arns, named))
  return {
    there: {
      ...named,
      ...(secret === null ? {} : { secret: secret.arn, kmsKey: secret.kmsKey }),
      ...(services.length < ref.services.length ? {} : { services: services.map(({ arn }) => arn) }),
      ...definitions,
      ...(groups === null ? {} : { logs: groups }),
      waiting: services.filter(mayWait).map(({ name }) => name),
    },
    missing,
  }
}

/** Null where there is no such secret: then its name is all there is to know. */
async function describe(aws: Aws, id: string): Promise<SecretFacts | null> {
  return aws.secrets.describe(id).catch((thrown: unknown) => {
    if (thrown instanceof AwsTrouble && thrown.reason === 'not-found') return null
    throw thrown
  })
}

async function definitionsOf(
  aws: Aws,
  arns: readonly string[],
): Promise<Pick<Deployment, 'families' | 'roles' | 'tagged'>> {
  const all = await Promise.all(
    arns.map(async (arn) => ({
      facts: await aws.ecs.taskDefinition(arn),
      draft: await aws.ecs.taskDefinitionDraft(arn),
    })),
  )
  const roles = all.flatMap(({ facts }) => rolesOf(facts))
  return {
    families: [...new Set(arns.map(familyOf))],
    roles: [...new Set(roles)],
    tagged: all.some(({ draft }) => draft.tags !== undefined),
  }
}

/** A log may be kept in another Region. */
async function logsOf(
  aws: Aws,
  arns: readonly string[],
  there: Pick<Deployment, 'partition' | 'account' | 'region'>,
): Promise<readonly string[]> {
  const all = await Promise.all(arns.map((arn) => aws.ecs.taskDefinition(arn)))
  const groups = all.flatMap(({ containers }) =>
    containers.flatMap(({ logs: { options } }) => {
      const group = options['awslogs-group']
      const region = options['awslogs-region'] ?? there.region
      return group === undefined ? [] : [logGroup({ ...there, region }, group)]
    }),
  )
  return [...new Set(groups)]
}

const logGroup = (
  { partition, region, account }: Pick<Deployment, 'partition' | 'account' | 'region'>,
  name: string,
): string => `arn:${partition}:logs:${region}:${account}:log-group:${name}:*`

const rolesOf = ({ executionRole, taskRole }: TaskDefinitionFacts): readonly string[] =>
  [executionRole, taskRole].flatMap((role) => role ?? [])

function byName(ref: Named, region: string, account: string, partition: string): Deployment {
  const cluster = lastPart(ref.cluster)
  const prefix = (service: string) => `arn:${partition}:${service}:${region}:${account}`
  return {
    partition,
    region,
    account,
    secret: ref.secret.startsWith('arn:')
      ? ref.secret
      : `${prefix('secretsmanager')}:secret:${ref.secret}-??????`,
    kmsKey: null,
    cluster,
    services: ref.services.map((name) => `${prefix('ecs')}:service/${cluster}/${lastPart(name)}`),
    families: [FAMILY],
    roles: [`arn:${partition}:iam::${account}:role/${ROLE}`],
    tagged: true,
    logs: [logGroup({ partition, region, account }, LOG_GROUP)],
    waiting: [],
  }
}

/** Of an ARN the name at its end. */
const lastPart = (id: string): string => id.slice(id.lastIndexOf('/') + 1)

/** As an ARN says; else as Regions are named. */
function partitionOf(arn: string | null, region: string | null): string {
  const said = arn?.split(':')[1]
  return said !== undefined && said !== '' ? said : partitionOfRegion(region)
}
