import { serviceFacts, taskDefinitionFacts, taskFacts } from '../../src/host/aws/ecs-facts.ts'
import { troubleOf } from '../../src/host/aws/trouble.ts'
import type { Aws, ServiceFacts, TaskFacts, VersionFacts } from '../../src/host/aws-api.ts'
import { instantAt, SECOND } from '../../src/model/instant.ts'
import type { Fields } from '../../src/sandbox/world/fields.ts'
import type { Answered, AwsService } from '../../src/sandbox/world/handle.ts'

/** One remote call. `Tasks` is the three calls that list and describe the tasks of a service, at one moment. */
export interface Call {
  readonly service: AwsService
  readonly action: string
  readonly body: Fields
  readonly writes: boolean
}

export type Ask = (call: Call) => Promise<Answered>

/**
 * The narrowed AWS over calls of the sandbox, without the SDK between: the same facts from the same answers.
 *
 * @param keeps somebody may ask for the versions that are kept; otherwise they are looked at for warnings alone
 */
export function facadeOver(ask: Ask, region: string, keeps: boolean): Aws {
  const send = async (service: AwsService, action: string, body: Fields, writes = false) => {
    const answered = await ask({ service, action, body, writes })
    const { status, body: said } = answered
    if (status === 200) return answered
    const thrown = {
      name: said.__type,
      message: said.message ?? said.Message,
      $metadata: { httpStatusCode: status },
    }
    throw troubleOf(thrown, `${service}:${action}`, '', writes)
  }
  const secrets = (action: string, body: Fields, writes?: boolean) =>
    send('secretsmanager', action, body, writes)
  const ecs = (action: string, body: Fields, writes?: boolean) => send('ecs', action, body, writes)
  const none = async () => {
    throw new Error('this call is not explored')
  }
  return {
    region,
    caller: async () => ({
      account: '123456789012',
      arn: 'arn:aws:iam::123456789012:user/op',
      expires: null,
    }),
    logs: { find: none },
    secrets: {
      currentValues: none,
      describe: async (id) => {
        const { body, date } = await secrets('DescribeSecret', { SecretId: id })
        return {
          arn: String(body.ARN),
          name: String(body.Name),
          kmsKey: null,
          rotationEnabled: body.RotationEnabled === true,
          owningService: null,
          primaryRegion: null,
          replicas: [],
          deleted: momentOf(body.DeletedDate),
          changed: momentOf(body.LastChangedDate),
          tags: {},
          stages: body.VersionIdsToStages as Record<string, readonly string[]>,
          date: wholeSecond(date),
        }
      },
      get: async (id, which) => {
        const version = 'stage' in which ? { VersionStage: which.stage } : { VersionId: which.version }
        const { body, date } = await secrets('GetSecretValue', { SecretId: id, ...version })
        return {
          version: String(body.VersionId),
          stages: body.VersionStages as readonly string[],
          created: momentOf(body.CreatedDate),
          text: String(body.SecretString),
          date: wholeSecond(date),
        }
      },
      versions: async (id) => {
        // What is only looked at for warnings is the same at all times.
        if (!keeps) return []
        const { body } = await secrets('ListSecretVersionIds', { SecretId: id, IncludeDeprecated: true })
        const found = listOf(body.Versions).map(versionOf)
        return found.sort((one, other) => (other.created ?? 0) - (one.created ?? 0))
      },
      create: none,
      put: async ({ id, token, text, stages }) => {
        const body = { SecretId: id, ClientRequestToken: token, SecretString: text, VersionStages: stages }
        const { date } = await secrets('PutSecretValue', body, true)
        return { version: token, date: wholeSecond(date) }
      },
      moveStage: async ({ id, stage, to, from }) => {
        const body = {
          SecretId: id,
          // The time in it is of a clock that nobody else sees, and tells like states apart.
          VersionStage: stage.replace(/^lic-failed\..*/, 'lic-failed.20261123T120000Z'),
          ...(to === undefined ? {} : { MoveToVersionId: to }),
          ...(from === undefined ? {} : { RemoveFromVersionId: from }),
        }
        const { date } = await secrets('UpdateSecretVersionStage', body, true)
        return { date: wholeSecond(date) }
      },
    },
    ecs: {
      services: async (cluster, names) => {
        const { body, date } = await ecs('DescribeServices', { cluster, services: names })
        return { services: listOf(body.services).map(serviceOf), missing: [], date: wholeSecond(date) }
      },
      taskDefinition: async (arn) => {
        const { body } = await ecs('DescribeTaskDefinition', { taskDefinition: arn })
        return taskDefinitionFacts(body.taskDefinition as object)
      },
      tasks: async (cluster, serviceName) =>
        listOf((await ecs('Tasks', { cluster, serviceName })).body.tasks).map(taskOf),
      forceDeployment: async (cluster, service, taskDefinition) => {
        const to = taskDefinition === undefined ? {} : { taskDefinition }
        const { body, date } = await ecs(
          'UpdateService',
          { cluster, service, forceNewDeployment: true, ...to },
          true,
        )
        const { deployments } = serviceOf(body.service as Fields)
        return {
          deployment: deployments.find(({ status }) => status === 'PRIMARY')?.id ?? '',
          date: wholeSecond(date),
        }
      },
      // An AWS of before these calls: rotation must do without them.
      serviceDeployments: async () => null,
      serviceArns: async () => [],
      runningTasks: none,
      setDesired: none,
      scalables: none,
      taskDefinitionDraft: none,
      register: none,
    },
  }
}

const listOf = (value: unknown): readonly Fields[] => (value ?? []) as readonly Fields[]

/** The `Date` header tells whole seconds. */
const wholeSecond = (when: number) => instantAt(Math.floor(when / SECOND) * SECOND)

const momentOf = (value: unknown) => (typeof value === 'number' ? instantAt(value * SECOND) : null)

const versionOf = (fields: Fields): VersionFacts => ({
  id: String(fields.VersionId),
  stages: (fields.VersionStages ?? []) as readonly string[],
  created: momentOf(fields.CreatedDate),
  kmsKeys: [],
})

/** The dates of a wire answer, as the SDK gives them. */
const dated = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      name.endsWith('At') && typeof value === 'number' ? new Date(value * SECOND) : value,
    ]),
  )

/** The same answer is told thousands of times, and never changed. */
function once<T>(make: (fields: Fields) => T): (fields: Fields) => T {
  const made = new WeakMap<Fields, T>()
  return (fields) => {
    const known = made.get(fields) ?? make(fields)
    made.set(fields, known)
    return known
  }
}

const serviceOf = once(
  (fields): ServiceFacts =>
    serviceFacts({
      ...dated(fields),
      deployments: listOf(fields.deployments).map(dated),
      events: [],
    } as object),
)

const taskOf = once((fields): TaskFacts => taskFacts(dated(fields) as object))
