import type { ECSClient, RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs'
import { type AwsReason, AwsTrouble, type EcsApi, type ServiceFacts, type TaskFacts } from '../aws-api.ts'
import { type Calls, dateOf } from './calls.ts'
import { draftOf, serviceDeploymentFacts, serviceFacts, taskDefinitionFacts, taskFacts } from './ecs-facts.ts'
import { pages } from './pages.ts'

const SERVICES_A_CALL = 10
const TASKS_A_CALL = 100
const DEPLOYMENTS_A_CALL = 20
/** An endpoint older than the call, or a policy older than it. */
const UNKNOWN: ReadonlySet<AwsReason> = new Set(['unsupported', 'denied'])

function whereUnknown(thrown: unknown): null {
  if (thrown instanceof AwsTrouble && UNKNOWN.has(thrown.reason)) return null
  throw thrown
}

interface Clients {
  readonly reads: ECSClient
  readonly once: ECSClient
}

export function ecsApi(
  clients: () => Promise<Clients>,
  calls: Calls,
  scalables: EcsApi['scalables'],
): EcsApi {
  const sdk = () => import('./sdk-ecs.ts')
  return {
    services: async (cluster, names) => {
      const { DescribeServicesCommand } = await sdk()
      const { reads } = await clients()
      const services: ServiceFacts[] = []
      const missing: string[] = []
      let date = dateOf({ $metadata: {} })
      for (let at = 0; at < names.length; at += SERVICES_A_CALL) {
        const batch = names.slice(at, at + SERVICES_A_CALL)
        const answer = await calls.read('DescribeServices', cluster, 'services', () =>
          reads.send(new DescribeServicesCommand({ cluster, services: batch, include: ['TAGS'] })),
        )
        services.push(...(answer.services ?? []).map(serviceFacts))
        missing.push(...(answer.failures ?? []).map(({ arn }) => arn ?? ''))
        date = dateOf(answer)
      }
      return { services, missing, date }
    },
    taskDefinition: async (arn) => {
      const { DescribeTaskDefinitionCommand } = await sdk()
      const { reads } = await clients()
      const answer = await calls.read('DescribeTaskDefinition', arn, 'taskDefinition', () =>
        reads.send(new DescribeTaskDefinitionCommand({ taskDefinition: arn })),
      )
      return taskDefinitionFacts(answer.taskDefinition ?? {})
    },
    tasks: async (cluster, service) => {
      const [running, stopped] = await Promise.all([
        listTasks(cluster, service, 'RUNNING'),
        listTasks(cluster, service, 'STOPPED'),
      ])
      return describeTasks(cluster, [...new Set([...running, ...stopped])])
    },
    runningTasks: async (cluster) => describeTasks(cluster, await listTasks(cluster, undefined, 'RUNNING')),
    forceDeployment: async (cluster, service, taskDefinition) => {
      const { UpdateServiceCommand } = await sdk()
      const { once } = await clients()
      const answer = await calls.write('UpdateService', service, 'service', () =>
        once.send(
          new UpdateServiceCommand({
            cluster,
            service,
            forceNewDeployment: true,
            ...(taskDefinition === undefined ? {} : { taskDefinition }),
          }),
        ),
      )
      const deployments = answer.service?.deployments ?? []
      const ours = deployments.find(({ status }) => status === 'PRIMARY')?.id
      if (ours === undefined)
        throw new AwsTrouble('fault', 'ecs:UpdateService', service, 'NoDeployment', '', true)
      return { deployment: ours, date: dateOf(answer) }
    },
    setDesired: async (cluster, service, desiredCount) => {
      const { UpdateServiceCommand } = await sdk()
      const { once } = await clients()
      const answer = await calls.write('UpdateService', service, 'service', () =>
        once.send(new UpdateServiceCommand({ cluster, service, desiredCount })),
      )
      return { date: dateOf(answer) }
    },
    scalables,
    serviceArns: async (cluster) => {
      const { ListServicesCommand } = await sdk()
      const { reads } = await clients()
      return pages(async (nextToken) => {
        const page = { maxResults: 100, ...(nextToken === undefined ? {} : { nextToken }) }
        const answer = await calls.read('ListServices', cluster, 'serviceArns', () =>
          reads.send(new ListServicesCommand({ cluster, ...page })),
        )
        return { items: answer.serviceArns, next: answer.nextToken }
      })
    },
    taskDefinitionDraft: async (arn) => {
      const { DescribeTaskDefinitionCommand } = await sdk()
      const { reads } = await clients()
      const answer = await calls.read('DescribeTaskDefinition', arn, 'taskDefinition', () =>
        reads.send(new DescribeTaskDefinitionCommand({ taskDefinition: arn, include: ['TAGS'] })),
      )
      return draftOf(answer.taskDefinition ?? {}, answer.tags)
    },
    register: async (draft) => {
      const { RegisterTaskDefinitionCommand } = await sdk()
      const { once } = await clients()
      const input = draft as unknown as RegisterTaskDefinitionCommandInput
      const answer = await calls.write('RegisterTaskDefinition', input.family ?? '', 'taskDefinition', () =>
        once.send(new RegisterTaskDefinitionCommand(input)),
      )
      return { arn: answer.taskDefinition?.taskDefinitionArn ?? '', date: dateOf(answer) }
    },
    serviceDeployments: async (cluster, service, createdAfter) => {
      const { DescribeServiceDeploymentsCommand, ListServiceDeploymentsCommand } = await sdk()
      const { reads } = await clients()
      const known = calls.read('ListServiceDeployments', service, 'serviceDeployments', () =>
        reads.send(
          new ListServiceDeploymentsCommand({
            cluster,
            service,
            createdAt: { after: new Date(createdAfter) },
          }),
        ),
      )
      const arns = await known.then(
        ({ serviceDeployments = [] }) => serviceDeployments.map((one) => one.serviceDeploymentArn ?? ''),
        whereUnknown,
      )
      if (arns === null) return null
      const found = []
      for (let at = 0; at < arns.length; at += DEPLOYMENTS_A_CALL) {
        const batch = arns.slice(at, at + DEPLOYMENTS_A_CALL)
        const answer = await calls.read('DescribeServiceDeployments', service, 'serviceDeployments', () =>
          reads.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: batch })),
        )
        found.push(...(answer.serviceDeployments ?? []))
      }
      return found.map(serviceDeploymentFacts).sort((a, b) => b.created - a.created)
    },
  }

  async function listTasks(
    cluster: string,
    serviceName: string | undefined,
    desiredStatus: 'RUNNING' | 'STOPPED',
  ) {
    const { ListTasksCommand } = await sdk()
    const { reads } = await clients()
    return pages(async (nextToken) => {
      const page = nextToken === undefined ? {} : { nextToken }
      const answer = await calls.read('ListTasks', serviceName ?? cluster, 'taskArns', () =>
        reads.send(
          new ListTasksCommand({
            cluster,
            desiredStatus,
            ...(serviceName === undefined ? {} : { serviceName }),
            ...page,
          }),
        ),
      )
      return { items: answer.taskArns, next: answer.nextToken }
    })
  }

  async function describeTasks(cluster: string, arns: readonly string[]) {
    const { DescribeTasksCommand } = await sdk()
    const { reads } = await clients()
    const tasks: TaskFacts[] = []
    for (let at = 0; at < arns.length; at += TASKS_A_CALL) {
      const batch = arns.slice(at, at + TASKS_A_CALL)
      const answer = await calls.read('DescribeTasks', cluster, 'tasks', () =>
        reads.send(new DescribeTasksCommand({ cluster, tasks: batch })),
      )
      tasks.push(...(answer.tasks ?? []).map(taskFacts))
    }
    return tasks
  }
}
