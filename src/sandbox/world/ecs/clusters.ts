import { type Fields, textOf, textsOf } from '../fields.ts'
import { Refusal } from '../refusal.ts'
import { showTags, tagsOf } from '../tags.ts'
import { arn, type World } from '../world.ts'
import { nameIn } from './find.ts'
import type { Cluster } from './nouns.ts'

export function createCluster(world: World, fields: Fields): Fields {
  const name = textOf(fields, 'clusterName') ?? 'default'
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(name))
    throw new Refusal('InvalidParameterException', 'Invalid parameter: clusterName')
  const known = world.clusters.find((cluster) => cluster.name === name)
  if (known) return { cluster: show(world, known) }
  const cluster = { arn: arn(world, 'ecs', `cluster/${name}`), name, tags: tagsOf(fields, 'tags', 'key') }
  world.clusters.push(cluster)
  return { cluster: show(world, cluster) }
}

export function describeClusters(world: World, fields: Fields): Fields {
  const asked = textsOf(fields, 'clusters') ?? ['default']
  const found = asked.map((id) => ({
    id,
    cluster: world.clusters.find((one) => one.arn === id || one.name === id),
  }))
  return {
    clusters: found.flatMap(({ cluster }) => (cluster ? [show(world, cluster)] : [])),
    failures: found
      .filter(({ cluster }) => !cluster)
      .map(({ id }) => ({ arn: arn(world, 'ecs', `cluster/${nameIn(id)}`), reason: 'MISSING' })),
  }
}

export const listClusters = (world: World): Fields => ({ clusterArns: world.clusters.map((one) => one.arn) })

function show(world: World, cluster: Cluster): Fields {
  const tasks = world.tasks.filter((task) => task.cluster === cluster.name)
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: 'ACTIVE',
    registeredContainerInstancesCount: 0,
    runningTasksCount: tasks.filter(({ status }) => status === 'RUNNING').length,
    pendingTasksCount: tasks.filter(({ status }) => status === 'PENDING').length,
    activeServicesCount: world.services.filter(
      (service) => service.cluster === cluster.name && service.status === 'ACTIVE',
    ).length,
    statistics: [],
    tags: showTags(cluster.tags, 'key'),
    settings: [],
    capacityProviders: ['FARGATE'],
    defaultCapacityProviderStrategy: [],
  }
}
