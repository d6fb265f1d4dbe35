import type {
  DeploymentConfiguration,
  Service,
  ServiceDeployment,
  Task,
  TaskDefinition,
} from '@aws-sdk/client-ecs'
import { type Instant, instantAt } from '../../model/instant.ts'
import type {
  ServiceDeploymentFacts,
  ServiceFacts,
  TaskDefinitionDraft,
  TaskDefinitionFacts,
  TaskFacts,
} from '../aws-api.ts'
import { instantOf } from './calls.ts'

const LONG_AGO = instantAt(0)
const orLongAgo = (date: Date | undefined): Instant => instantOf(date) ?? LONG_AGO

export function serviceFacts(service: Service): ServiceFacts {
  const { deploymentConfiguration = {} } = service
  const { alarms, deploymentCircuitBreaker: breaker } = deploymentConfiguration
  return {
    arn: service.serviceArn ?? '',
    name: service.serviceName ?? '',
    status: service.status ?? '',
    controller: service.deploymentController?.type ?? 'ECS',
    scheduling: service.schedulingStrategy ?? 'REPLICA',
    desired: service.desiredCount ?? 0,
    running: service.runningCount ?? 0,
    pending: service.pendingCount ?? 0,
    taskDefinition: service.taskDefinition ?? '',
    circuitBreaker: breaker?.enable === true ? { rollback: breaker.rollback === true } : null,
    minimumHealthy: deploymentConfiguration.minimumHealthyPercent ?? 100,
    maximum: deploymentConfiguration.maximumPercent ?? 200,
    strategy: deploymentConfiguration.strategy ?? 'ROLLING',
    bakeMinutes: deploymentConfiguration.bakeTimeInMinutes ?? 0,
    shiftMinutes: shiftMinutes(deploymentConfiguration),
    alarms: alarms?.enable === true ? (alarms.alarmNames ?? []) : [],
    hooks: (deploymentConfiguration.lifecycleHooks ?? []).map(({ targetType }) => targetType ?? 'AWS_LAMBDA'),
    tags: Object.fromEntries((service.tags ?? []).map(({ key, value }) => [key ?? '', value ?? ''])),
    deployments: (service.deployments ?? []).map((deployment) => ({
      id: deployment.id ?? '',
      status: deployment.status ?? '',
      rollout: deployment.rolloutState ?? null,
      reason: deployment.rolloutStateReason ?? null,
      taskDefinition: deployment.taskDefinition ?? '',
      desired: deployment.desiredCount ?? 0,
      running: deployment.runningCount ?? 0,
      pending: deployment.pendingCount ?? 0,
      failed: deployment.failedTasks ?? 0,
      created: orLongAgo(deployment.createdAt),
    })),
    events: (service.events ?? []).map((event) => ({
      at: orLongAgo(event.createdAt),
      text: event.message ?? '',
    })),
  }
}

/** With the defaults of AWS, where nothing is said. The last step is not waited after. */
function shiftMinutes({ strategy, linearConfiguration, canaryConfiguration }: DeploymentConfiguration) {
  if (strategy === 'CANARY') return canaryConfiguration?.canaryBakeTimeInMinutes ?? 10
  if (strategy !== 'LINEAR') return 0
  const { stepPercent = 10, stepBakeTimeInMinutes = 6 } = linearConfiguration ?? {}
  return (Math.ceil(100 / stepPercent) - 1) * stepBakeTimeInMinutes
}

const pairs = (list: readonly { name?: string | undefined; value?: string | undefined }[] | undefined) =>
  (list ?? []).map(({ name, value }) => ({ name: name ?? '', value: value ?? '' }))

export function taskDefinitionFacts(definition: TaskDefinition): TaskDefinitionFacts {
  return {
    arn: definition.taskDefinitionArn ?? '',
    executionRole: definition.executionRoleArn ?? null,
    taskRole: definition.taskRoleArn ?? null,
    containers: (definition.containerDefinitions ?? []).map((container) => ({
      name: container.name ?? '',
      image: container.image ?? '',
      secrets: (container.secrets ?? []).map(({ name, valueFrom }) => ({
        name: name ?? '',
        valueFrom: valueFrom ?? '',
      })),
      environment: pairs(container.environment),
      environmentFiles: (container.environmentFiles ?? []).map(({ value }) => value ?? ''),
      logs: {
        driver: container.logConfiguration?.logDriver ?? null,
        options: { ...container.logConfiguration?.options },
      },
    })),
  }
}

const SERVICE = 'service:'

export function taskFacts(task: Task): TaskFacts {
  return {
    arn: task.taskArn ?? '',
    lastStatus: task.lastStatus ?? '',
    desiredStatus: task.desiredStatus ?? '',
    taskDefinition: task.taskDefinitionArn ?? '',
    startedBy: task.startedBy ?? null,
    service: task.group?.startsWith(SERVICE) ? task.group.slice(SERVICE.length) : null,
    created: instantOf(task.createdAt),
    started: instantOf(task.startedAt),
    stopped: instantOf(task.stoppedAt),
    stopCode: task.stopCode ?? null,
    stopReason: task.stoppedReason ?? null,
    containers: (task.containers ?? []).map((container) => ({
      name: container.name ?? '',
      exitCode: container.exitCode ?? null,
      reason: container.reason ?? null,
    })),
  }
}

export const serviceDeploymentFacts = (deployment: ServiceDeployment): ServiceDeploymentFacts => ({
  arn: deployment.serviceDeploymentArn ?? '',
  status: deployment.status ?? '',
  reason: deployment.statusReason ?? null,
  lifecycleStage: deployment.lifecycleStage ?? null,
  held: heldBy(deployment),
  created: orLongAgo(deployment.createdAt),
  rollbackReason: deployment.rollback?.reason ?? null,
})

function heldBy({ lifecycleHookDetails = [] }: ServiceDeployment): ServiceDeploymentFacts['held'] {
  const hook = lifecycleHookDetails.find(({ status }) => status === 'AWAITING_ACTION')
  if (hook?.hookId === undefined) return null
  return { hook: hook.hookId, until: instantOf(hook.expiresAt), otherwise: hook.timeoutAction ?? 'ROLLBACK' }
}

/** What `DescribeTaskDefinition` adds and `RegisterTaskDefinition` refuses. */
const ADDED = new Set([
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'registeredBy',
  'deregisteredAt',
  'deleteRequestedAt',
])

/** A task definition without what only answers hold. */
export const draftOf = (
  definition: TaskDefinition,
  tags: readonly object[] | undefined,
): TaskDefinitionDraft => ({
  ...Object.fromEntries(Object.entries(definition).filter(([name]) => !ADDED.has(name))),
  ...(tags === undefined || tags.length === 0 ? {} : { tags }),
})
