import type { Fields } from '../fields.ts'
import { showTags } from '../tags.ts'
import { arn, seconds, type World } from '../world.ts'
import { showConfiguration } from './configuration.ts'
import { tasksOf } from './find.ts'
import { containersOf } from './lifecycle.ts'
import type { Deployment, Service, Task } from './nouns.ts'

export function showService(world: World, service: Service, withTags = true): Fields {
  const tasks = tasksOf(world, service)
  const count = (status: Task['status']) => tasks.filter((task) => task.status === status).length
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: arn(world, 'ecs', `cluster/${service.cluster}`),
    loadBalancers: [],
    serviceRegistries: [],
    placementConstraints: [],
    placementStrategy: [],
    launchType: 'FARGATE',
    enableECSManagedTags: false,
    propagateTags: 'NONE',
    enableExecuteCommand: false,
    schedulingStrategy: 'REPLICA',
    ...service.fields,
    status: service.status,
    desiredCount: service.desired,
    runningCount: count('RUNNING'),
    pendingCount: count('PENDING'),
    taskDefinition: service.deployments[0]?.taskDefinition ?? '',
    deploymentConfiguration: showConfiguration(service.configuration),
    deploymentController: { type: service.controller },
    deployments: service.deployments.map((deployment) => showDeployment(service, deployment, tasks)),
    events: service.events.map(({ id, at, message }) => ({ id, createdAt: seconds(at), message })),
    createdAt: seconds(service.created),
    ...(withTags ? { tags: showTags(service.tags, 'key') } : {}),
  }
}

function showDeployment(service: Service, deployment: Deployment, all: readonly Task[]): Fields {
  const tasks = all.filter((task) => task.deployment === deployment.id)
  const running = tasks.filter(({ status }) => status === 'RUNNING').length
  const pending = tasks.filter(({ status }) => status === 'PENDING').length
  const wanted = deployment.status === 'PRIMARY' && deployment.rollout !== 'FAILED'
  return {
    id: deployment.id,
    status: deployment.status,
    taskDefinition: deployment.taskDefinition,
    desiredCount: wanted ? service.desired : 0,
    pendingCount: pending,
    runningCount: running,
    failedTasks: deployment.failed,
    createdAt: seconds(deployment.created),
    updatedAt: seconds(deployment.updated),
    launchType: 'FARGATE',
    rolloutState: deployment.rollout,
    rolloutStateReason: deployment.reason,
  }
}

export function showTask(world: World, task: Task): Fields {
  const family = task.taskDefinition.slice(task.taskDefinition.lastIndexOf('/') + 1).split(':')[0]
  return {
    taskArn: task.arn,
    clusterArn: arn(world, 'ecs', `cluster/${task.cluster}`),
    taskDefinitionArn: task.taskDefinition,
    group: `service:${task.service}`,
    startedBy: task.deployment,
    lastStatus: task.status,
    desiredStatus: task.desired,
    healthStatus: healthOf(world, task),
    launchType: 'FARGATE',
    containers: containersOf(world, task).map(({ name, image }) => ({
      containerArn: arn(world, 'ecs', `container/${task.cluster}/${task.id}/${name}`),
      taskArn: task.arn,
      name,
      image,
      lastStatus: task.status,
      ...(task.exitCodes.has(name) ? { exitCode: task.exitCodes.get(name) } : {}),
      ...(task.stop?.code === 'TaskFailedToStart' ? { reason: task.stop.reason } : {}),
    })),
    overrides: { containerOverrides: [{ name: family }] },
    attachments: [],
    tags: [],
    version: 1,
    createdAt: seconds(task.created),
    ...(task.secretsRead === null ? {} : { pullStartedAt: seconds(task.secretsRead) }),
    ...(task.started === null ? {} : { startedAt: seconds(task.started) }),
    ...(task.stopping === null ? {} : { stoppingAt: seconds(task.stopping) }),
    ...(task.stopped === null ? {} : { stoppedAt: seconds(task.stopped) }),
    ...(task.stop === null ? {} : { stopCode: task.stop.code, stoppedReason: task.stop.reason }),
  }
}

function healthOf(world: World, task: Task): string {
  const checked = containersOf(world, task).some(({ healthCheck }) => healthCheck)
  return checked && task.ready ? 'HEALTHY' : 'UNKNOWN'
}
