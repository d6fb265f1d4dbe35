import { type Aws, AwsTrouble, type ServiceFacts, type TaskDefinitionFacts } from '../../host/aws-api.ts'
import { error, type Finding } from '../../model/finding.ts'
import { type Instant, toIso } from '../../model/instant.ts'
import { own, says } from '../../model/visible.ts'
import { awsCommand, type Place } from './shell.ts'
import type { ServiceSight } from './sight.ts'
import { revisionName } from './task-definition.ts'

interface ServicesSeen {
  readonly services: readonly ServiceSight[]
  /** the server's time before their tasks were listed; null: there are none */
  readonly read: Instant | null
  readonly refusals: readonly Finding[]
  /** deployments in progress: a reason to wait, where waiting can help */
  readonly deploying: readonly Finding[]
}

/** Reads the services and their task definitions, and says which cannot be redeployed now. */
export async function lookAtServices(
  aws: Aws,
  cluster: string,
  names: readonly string[],
  place: Place,
): Promise<ServicesSeen> {
  const answer = await aws.ecs.services(cluster, names).catch((thrown: unknown) => {
    if (thrown instanceof AwsTrouble && thrown.reason === 'not-found') return null
    throw thrown
  })
  if (answer === null) {
    const hint = says`name it with --cluster; the clusters are: ${own(awsCommand(place, 'ecs', 'list-clusters'))}`
    const none = error('service.missing', says`there is no ECS cluster ${cluster} in ${aws.region}`, hint)
    return { services: [], read: null, refusals: [none], deploying: [] }
  }
  const missing = names.filter((name) => !answer.services.some((service) => isNamed(service, name)))
  const definitions = new Map<string, Promise<TaskDefinitionFacts>>()
  const definitionOf = (arn: string) => {
    const asked = definitions.get(arn) ?? aws.ecs.taskDefinition(arn)
    definitions.set(arn, asked)
    return asked
  }
  const found = answer.services.filter(({ arn }, at, all) => all.findIndex((one) => one.arn === arn) === at)
  const services = await Promise.all(
    found.map(async (service) => {
      const [definition, tasks] = await Promise.all([
        definitionOf(service.taskDefinition),
        aws.ecs.tasks(cluster, service.name),
      ])
      return { service, definition, tasks }
    }),
  )
  return {
    services,
    read: answer.date,
    refusals: [
      ...missing.map((name) =>
        error(
          'service.missing',
          says`there is no service ${name} in cluster ${cluster}`,
          says`name the services with --service; they are: ${own(awsCommand(place, 'ecs', 'list-services', '--cluster', cluster))}`,
        ),
      ),
      ...found.flatMap((service) => [...obstacles(service)]),
    ],
    deploying: found
      .filter((service) => isDeploying(service) && !keepsFailing(service))
      .map((service) => inProgress(service, cluster, place)),
  }
}

const isNamed = (service: ServiceFacts, name: string): boolean =>
  service.name === name || service.arn === name

/** A deployment that has not come to rest, whoever began it; one that ECS gave up rests. */
export const isDeploying = ({ deployments }: ServiceFacts): boolean =>
  deployments.some(({ rollout }) => rollout === 'IN_PROGRESS') ||
  (deployments.length > 1 && !deployments.some(({ rollout }) => rollout === 'FAILED'))

/** Its tasks fail, and it brings nothing but a restart: waiting for it may take for ever, and nobody's code is lost. */
export const keepsFailing = (service: ServiceFacts): boolean =>
  isDeploying(service) &&
  service.deployments.some(({ rollout, failed }) => rollout === 'IN_PROGRESS' && failed > 0) &&
  service.deployments.every(({ taskDefinition }) => taskDefinition === service.taskDefinition)

export function inProgress({ name, deployments }: ServiceFacts, cluster: string, place: Place): Finding {
  const newest = deployments.find(({ status }) => status === 'PRIMARY') ?? deployments[0]
  const since =
    newest === undefined
      ? says``
      : says`: it began at ${toIso(newest.created)}, and ${newest.running} of ${newest.desired} tasks of ${revisionName(newest.taskDefinition)} run`
  const of = ['--cluster', cluster]
  return error(
    'service.deploying',
    says`a deployment of service ${name} is in progress already${own(since)}`,
    says`wait for it: ${own(awsCommand(place, 'ecs', 'wait', 'services-stable', ...of, '--services', name))}`,
    says`see what it waits for: ${own(awsCommand(place, 'ecs', 'list-service-deployments', ...of, '--service', name, '--status', 'IN_PROGRESS'))}`,
  )
}

function* obstacles(service: ServiceFacts): Generator<Finding> {
  const { name, status, controller, desired } = service
  if (status !== 'ACTIVE') {
    yield error('service.inactive', says`service ${name} is ${status}, not ACTIVE`)
    return
  }
  if (controller !== 'ECS')
    yield error(
      'service.controller',
      says`service ${name} is deployed by ${controller}, which refuses a forced deployment`,
      says`leave it out, and deploy it the way it always is once the key is in place`,
    )
  if (desired === 0)
    yield error(
      'service.no-tasks',
      says`service ${name} has a desired count of 0: nothing would run the key, and nothing could prove it`,
      says`name only services that run, or start this one first`,
    )
}
