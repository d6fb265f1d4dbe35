import type { Instant } from '../../../model/instant.ts'
import type { Fields } from '../fields.ts'
import { arn, seconds, type World } from '../world.ts'
import { showConfiguration } from './configuration.ts'
import { breakerThreshold } from './failures.ts'
import { tasksOf } from './find.ts'
import type { Deployment, Service } from './nouns.ts'
import { isOpen, type ServiceDeployment } from './service-deployments.ts'

const moment = (name: string, at: Instant | null): Fields => (at === null ? {} : { [name]: seconds(at) })

export function showStoryBriefly(world: World, story: ServiceDeployment): Fields {
  return {
    serviceDeploymentArn: story.arn,
    serviceArn: story.service,
    clusterArn: arn(world, 'ecs', `cluster/${story.service.split('/')[1]}`),
    createdAt: seconds(story.created),
    ...moment('startedAt', story.started),
    ...moment('finishedAt', story.finished),
    targetServiceRevisionArn: story.target,
    status: story.status,
    ...(story.reason === null ? {} : { statusReason: story.reason }),
  }
}

export function showStory(world: World, story: ServiceDeployment): Fields {
  const { targetServiceRevisionArn, ...brief } = showStoryBriefly(world, story)
  const service = world.services.find((one) => one.arn === story.service)
  const deployment = service?.deployments.find(({ id }) => id === story.deployment)
  return {
    ...brief,
    ...moment('stoppedAt', story.stopped),
    updatedAt: seconds(story.updated),
    sourceServiceRevisions: story.source === null ? [] : [revision(world, service, story.source)],
    targetServiceRevision: revision(world, service, story.target),
    ...(story.rollback === null
      ? {}
      : {
          rollback: {
            reason: story.rollback.reason,
            startedAt: seconds(story.rollback.at),
            serviceRevisionArn: story.rollback.revision,
          },
        }),
    ...(service ? guards(story, service, deployment) : {}),
    ...(deployment && isOpen(story) ? progress(deployment) : {}),
  }
}

/** How many tasks of a service revision there should be, and are. */
function revision(world: World, service: Service | undefined, arn: string): Fields {
  const deployment = service?.deployments.find((one) => one.revision === arn)
  const tasks = service ? tasksOf(world, service).filter((task) => task.deployment === deployment?.id) : []
  return {
    arn,
    requestedTaskCount: deployment?.status === 'PRIMARY' ? service?.desired : 0,
    runningTaskCount: tasks.filter(({ status }) => status === 'RUNNING').length,
    pendingTaskCount: tasks.filter(({ status }) => status === 'PENDING').length,
    ...(service && service.configuration.strategy !== 'ROLLING' ? traffic(service, deployment) : {}),
  }
}

/** Where traffic shifts, what the newest has not, the one before has. */
function traffic({ deployments: [primary] }: Service, deployment: Deployment | undefined): Fields {
  const weight = primary?.weight ?? 0
  return { requestedProductionTrafficWeight: deployment === primary ? weight : 100 - weight }
}

function progress({ stage, held }: Deployment): Fields {
  return {
    lifecycleStage: stage,
    ...(held === null
      ? {}
      : {
          lifecycleHookDetails: [
            {
              hookId: held.id,
              targetType: 'PAUSE',
              status: 'AWAITING_ACTION',
              expiresAt: seconds(held.expires),
              timeoutAction: held.onTimeout,
            },
          ],
        }),
  }
}

function guards(story: ServiceDeployment, service: Service, deployment: Deployment | undefined): Fields {
  const { breaker, alarms } = service.configuration
  const watching = isOpen(story) ? 'MONITORING' : 'MONITORING_COMPLETE'
  const tripped = deployment?.rollout === 'FAILED' && story.alarms.length === 0 && deployment.failed > 0
  return {
    deploymentConfiguration: showConfiguration(service.configuration),
    deploymentCircuitBreaker: {
      status: !breaker.enable ? 'DISABLED' : tripped ? 'TRIGGERED' : watching,
      failureCount: deployment?.failed ?? 0,
      threshold: breakerThreshold(service.desired),
    },
    alarms: {
      status: !alarms.enable ? 'DISABLED' : story.alarms.length > 0 ? 'TRIGGERED' : watching,
      alarmNames: alarms.names,
      triggeredAlarmNames: story.alarms,
    },
  }
}
