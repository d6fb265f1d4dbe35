import { type Fields, textOf } from '../fields.ts'
import { Refusal } from '../refusal.ts'
import type { World } from '../world.ts'
import type { Cluster, Service, Task, TaskDefinition } from './nouns.ts'

/** The last part of an ARN, or the name itself. */
export const nameIn = (id: string): string => id.slice(id.lastIndexOf('/') + 1)

const named = (thing: { readonly arn: string }, id: string): boolean =>
  id.startsWith('arn:') ? thing.arn === id : nameIn(thing.arn) === id

export function needCluster(world: World, fields: Fields): Cluster {
  const id = textOf(fields, 'cluster') ?? 'default'
  const cluster = world.clusters.find((one) => named(one, id))
  if (!cluster) throw new Refusal('ClusterNotFoundException', 'Cluster not found.')
  return cluster
}

export const findService = (world: World, cluster: Cluster, id: string): Service | undefined =>
  world.services.find((service) => service.cluster === cluster.name && named(service, id))

export function needService(world: World, cluster: Cluster, id: string): Service {
  const service = findService(world, cluster, id)
  if (!service) throw new Refusal('ServiceNotFoundException', 'Service not found.')
  return service
}

/** `family` (its newest active revision), `family:revision`, or an ARN. */
export function findTaskDefinition(world: World, id: string): TaskDefinition | undefined {
  if (id.startsWith('arn:')) return world.taskDefinitions.find(({ arn }) => arn === id)
  const [family, revision] = id.split(':')
  return world.taskDefinitions.findLast((one) =>
    revision === undefined
      ? one.family === family && one.status === 'ACTIVE'
      : one.family === family && String(one.revision) === revision,
  )
}

export const findTask = (world: World, cluster: Cluster, id: string): Task | undefined =>
  world.tasks.find((task) => task.cluster === cluster.name && named(task, id))

export const tasksOf = (world: World, service: Service): readonly Task[] =>
  world.tasks.filter((task) => task.cluster === service.cluster && task.service === service.name)
