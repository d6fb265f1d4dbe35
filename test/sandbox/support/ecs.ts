import type { Fields } from '../../../src/sandbox/world/fields.ts'
import type { World } from '../../../src/sandbox/world/world.ts'
import { ask, refused } from './worlds.ts'

const cluster = 'axonflow-cluster'
export const AGENT = 'axonflow-agent-service'
export const ORCHESTRATOR = 'axonflow-orchestrator-service'

export const ecs = (world: World, action: string, body: object): Fields =>
  ask(world, 'ecs', action, { cluster, ...body })
export const no = (world: World, action: string, body: object) =>
  refused(world, 'ecs', action, { cluster, ...body })

export const service = (world: World, name = AGENT) =>
  (ecs(world, 'DescribeServices', { services: [name] }).services as Fields[])[0] as Fields

export const deployments = (world: World) => service(world).deployments as Fields[]

export const messages = (world: World, name = AGENT) =>
  (service(world, name).events as Fields[]).map(({ message }) => String(message))

export const force = (world: World, name = AGENT) =>
  ecs(world, 'UpdateService', { service: name, forceNewDeployment: true })

export const setKey = (world: World, text: string) =>
  ask(world, 'secretsmanager', 'UpdateSecret', { SecretId: 'axonflow/license-key', SecretString: text })

export function tasks(world: World, desiredStatus: 'RUNNING' | 'STOPPED', serviceName = AGENT): Fields[] {
  const arns = ecs(world, 'ListTasks', { serviceName, desiredStatus }).taskArns as string[]
  return arns.length === 0 ? [] : (ecs(world, 'DescribeTasks', { tasks: arns }).tasks as Fields[])
}

/** How many tasks are desired, running, pending. */
export const counts = (world: World) => {
  const { desiredCount, runningCount, pendingCount } = service(world)
  return [desiredCount, runningCount, pendingCount]
}

/** The tiers of a service's running tasks. */
export const tiers = (world: World, name = AGENT) =>
  world.tasks
    .filter(({ status, service: one }) => status === 'RUNNING' && one === name)
    .map(({ license }) => license?.tier)
