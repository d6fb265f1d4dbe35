import type { ApplicationAutoScalingClient, ScalableTarget } from '@aws-sdk/client-application-auto-scaling'
import type { EcsApi, ScalableFacts } from '../aws-api.ts'
import type { Calls } from './calls.ts'
import { pages } from './pages.ts'

/** Another service than ECS: it knows ECS services by `service/CLUSTER/NAME`. */
export function scalablesOf(
  client: () => Promise<ApplicationAutoScalingClient>,
  calls: Calls,
): EcsApi['scalables'] {
  return async (cluster, services) => {
    const { DescribeScalableTargetsCommand } = await import('./sdk-auto-scaling.ts')
    const asked = await client()
    const targets = await pages(async (NextToken) => {
      const answer = await calls.read('DescribeScalableTargets', cluster, 'ScalableTargets', () =>
        asked.send(
          new DescribeScalableTargetsCommand({
            ServiceNamespace: 'ecs',
            ScalableDimension: 'ecs:service:DesiredCount',
            ResourceIds: services.map((name) => `service/${lastPart(cluster)}/${lastPart(name)}`),
            ...(NextToken === undefined ? {} : { NextToken }),
          }),
        ),
      )
      return { items: answer.ScalableTargets, next: answer.NextToken }
    })
    return targets.map(scalableFacts)
  }
}

const lastPart = (id: string): string => id.slice(id.lastIndexOf('/') + 1)

const scalableFacts = ({
  ResourceId,
  MinCapacity,
  MaxCapacity,
  SuspendedState,
}: ScalableTarget): ScalableFacts => ({
  service: lastPart(ResourceId ?? ''),
  least: MinCapacity ?? 0,
  most: MaxCapacity ?? 0,
  suspended:
    SuspendedState?.DynamicScalingInSuspended === true &&
    SuspendedState.DynamicScalingOutSuspended === true &&
    SuspendedState.ScheduledScalingSuspended === true,
})
