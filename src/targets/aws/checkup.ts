import type {
  Aws,
  Caller,
  SecretFacts,
  SecretValue,
  ServiceFacts,
  TaskDefinitionFacts,
  TaskFacts,
} from '../../host/aws-api.ts'
import { awsError } from '../../input/aws-trouble.ts'
import { error, type Finding } from '../../model/finding.ts'
import type { Instant } from '../../model/instant.ts'
import { LicError } from '../../model/lic-error.ts'
import { says } from '../../model/visible.ts'
import type { Licensed } from '../target.ts'
import { lookAtSecret } from './look-at-secret.ts'
import type { Place } from './shell.ts'
import { readValueFrom } from './value-from.ts'

/** What is named of a deployment; not all of it need be. */
export interface CheckupRef {
  readonly secret: string | null
  readonly field: string | null
  readonly cluster: string | null
  readonly services: readonly string[]
}

/** What one question came to, whatever became of the others. */
export type Outcome<T> = { readonly seen: T } | { readonly trouble: Finding }

export interface CheckedService {
  readonly service: ServiceFacts
  readonly definition: Outcome<TaskDefinitionFacts>
  readonly tasks: Outcome<readonly TaskFacts[]>
}

export interface CheckedSecret {
  readonly secret: SecretFacts | null
  readonly value: SecretValue | null
  readonly refusals: readonly Finding[]
  readonly obstacles: readonly Finding[]
}

/** Null: it was not named. */
export interface Checkup {
  readonly place: Place
  readonly caller: Outcome<Caller>
  readonly secret: {
    readonly look: Outcome<CheckedSecret>
    /** what is known of it, where its value may not be read, too */
    readonly facts: SecretFacts | null
  } | null
  readonly services: Outcome<readonly CheckedService[]> | null
  readonly missing: readonly string[]
  /** the servers' clocks, and this machine's when they answered */
  readonly clocks: readonly { readonly theirs: Instant; readonly ours: Instant }[]
}

/** Looks at each thing by itself: what may not be seen hides nothing else. Never rejects for what AWS answers. */
export async function checkup(
  ref: CheckupRef,
  aws: Aws,
  profile: string | null,
  product: Pick<Licensed, 'variables'>,
  now: () => Instant,
): Promise<Checkup> {
  const place: Place = { region: aws.region, profile }
  const clocks: { theirs: Instant; ours: Instant }[] = []
  const ask = async <T>(asked: Promise<T>): Promise<Outcome<T>> =>
    asked.then(
      (seen) => ({ seen }),
      (thrown: unknown) => ({ trouble: inWords(thrown, place) }),
    )
  const { cluster, services: names } = ref
  const [caller, named, services] = await Promise.all([
    ask(aws.caller()),
    ref.secret === null ? null : ask(lookAtSecret(aws, ref.secret, place)),
    cluster === null || names.length === 0 ? null : ask(lookAtEach(aws, cluster, names, ask)),
  ])
  const followed = ref.secret === null ? followedFrom(services, product) : null
  const looked = followed === null ? named : await ask(lookAtSecret(aws, followed, place))
  const id = ref.secret ?? followed
  const facts = looked === null || id === null ? null : await factsOf(looked, aws, id)
  if (facts !== null) clocks.push({ theirs: facts.date, ours: now() })
  return {
    place,
    caller,
    secret: looked === null ? null : { look: looked, facts },
    services: services === null || 'trouble' in services ? services : { seen: services.seen.services },
    missing: services === null || 'trouble' in services ? [] : services.seen.missing,
    clocks,
  }
}

/** Reading a value may be denied to who may see the rest. */
const factsOf = async (looked: Outcome<CheckedSecret>, aws: Aws, id: string): Promise<SecretFacts | null> =>
  'seen' in looked ? looked.seen.secret : aws.secrets.describe(id).catch(() => null)

function inWords(thrown: unknown, place: Place): Finding {
  const told = awsError(thrown, place)
  if (!(told instanceof LicError)) throw told
  return error(told.code, told.says, ...told.hints)
}

interface Services {
  readonly services: readonly CheckedService[]
  readonly missing: readonly string[]
}

async function lookAtEach(
  aws: Aws,
  cluster: string,
  names: readonly string[],
  ask: <T>(asked: Promise<T>) => Promise<Outcome<T>>,
): Promise<Services> {
  const { services } = await aws.ecs.services(cluster, names)
  return {
    missing: names.filter((name) => !services.some((one) => one.name === name || one.arn === name)),
    services: await Promise.all(
      services.map(async (service) => {
        const [definition, tasks] = await Promise.all([
          ask(aws.ecs.taskDefinition(service.taskDefinition)),
          ask(aws.ecs.tasks(cluster, service.name)),
        ])
        return { service, definition, tasks }
      }),
    ),
  }
}

/** The secret that the task definitions themselves name first. */
function followedFrom(
  services: Outcome<Services> | null,
  { variables }: Pick<Licensed, 'variables'>,
): string | null {
  if (services === null || 'trouble' in services) return null
  for (const { definition } of services.seen.services) {
    const containers = 'seen' in definition ? definition.seen.containers : []
    for (const { name, valueFrom } of containers.flatMap(({ secrets }) => secrets)) {
      const source = variables.includes(name) ? readValueFrom(valueFrom) : null
      if (source?.kind === 'secret') return source.arn
    }
  }
  return null
}

/** A service that is not there. */
export const missingService = (name: string, cluster: string): Finding =>
  error(
    'service.missing',
    says`there is no service ${name} in cluster ${cluster}`,
    says`name the services with --service`,
  )
