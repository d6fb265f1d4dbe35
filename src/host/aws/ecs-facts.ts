import type { Service, Task, TaskDefinition } from '@aws-sdk/client-ecs'
import { type Instant, instantAt } from '../../model/instant.ts'
import type { ServiceFacts, TaskDefinitionFacts, TaskFacts } from '../aws-api.ts'
import { instantOf } from './calls.ts'

const LONG_AGO = instantAt(0)
const orLongAgo = (date: Date | undefined): Instant => instantOf(date) ?? LONG_AGO

export function serviceFacts(service: Service): ServiceFacts {
  const { deploymentConfiguration = {} } = service
  const breaker = deploymentConfiguration.deploymentCircuitBreaker
  return {
    arn: service.serviceArn ?? '',
    name: service.serviceName ?? '',
    status: service.status ?? '',
    controller: service.deploymentController?.type ?? 'ECS',
    desired: service.desiredCount ?? 0,
    running: service.runningCount ?? 0,
    pending: service.pendingCount ?? 0,
    taskDefinition: service.taskDefinition ?? '',
    circuitBreaker: breaker?.enable === true ? { rollback: breaker.rollback === true } : null,
    minimumHealthy: deploymentConfiguration.minimumHealthyPercent ?? 100,
    maximum: deploymentConfiguration.maximumPercent ?? 200,
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

const pairs = (list: readonly { name?: string | undefined; value?: string | undefined }[] | undefined) =>
  (list ?? []).map(({ name, value }) => ({ name: name ?? '', value: value ?? '' }))

export function taskDefinitionFacts(definition: TaskDefinition): TaskDefinitionFacts {
  return {
    arn: definition.taskDefinitionArn ?? '',
    containers: (definition.containerDefinitions ?? []).map((container) => ({
      name: container.name ?? '',
      image: container.image ?? '',
      secrets: (container.secrets ?? []).map(({ name, valueFrom }) => ({
        name: name ?? '',
        valueFrom: valueFrom ?? '',
      })),
      environment: pairs(container.environment),
      environmentFiles: (container.environmentFiles ?? []).map(({ value }) => value ?? ''),
      logs: { ...container.logConfiguration?.options },
    })),
  }
}

export function taskFacts(task: Task): TaskFacts {
  return {
    arn: task.taskArn ?? '',
    lastStatus: task.lastStatus ?? '',
    desiredStatus: task.desiredStatus ?? '',
    taskDefinition: task.taskDefinitionArn ?? '',
    startedBy: task.startedBy ?? null,
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
