import type { Instant } from '../../model/instant.ts'
import { countOf, type Fields, fieldsOf, flagOf, needText, textsOf } from './fields.ts'
import type { Action } from './handle.ts'
import { Refusal } from './refusal.ts'
import { arn, seconds, type World } from './world.ts'

/** A service that is registered to be scaled by itself, as `service/CLUSTER/NAME`. */
export interface Scalable {
  readonly resource: string
  readonly least: number
  readonly most: number
  readonly suspended: Fields
  readonly created: Instant
}

const DIMENSION = 'ecs:service:DesiredCount'

function registerScalableTarget(world: World, fields: Fields): Fields {
  needEcs(fields)
  const resource = needText(fields, 'ResourceId')
  const known = world.scalables.find((one) => one.resource === resource)
  const least = countOf(fields, 'MinCapacity') ?? known?.least
  const most = countOf(fields, 'MaxCapacity') ?? known?.most
  if (least === undefined || most === undefined || least > most)
    throw new Refusal('ValidationException', 'Minimum capacity cannot be greater than maximum capacity')
  if (!world.services.some((one) => `service/${one.cluster}/${one.name}` === resource))
    throw new Refusal('ValidationException', "ECS service doesn't exist")
  const made: Scalable = {
    resource,
    least,
    most,
    suspended: fieldsOf(fields, 'SuspendedState') ?? known?.suspended ?? {},
    created: known?.created ?? world.now,
  }
  if (known) world.scalables.splice(world.scalables.indexOf(known), 1)
  world.scalables.push(made)
  return {
    ScalableTargetARN: arn(world, 'application-autoscaling', `scalable-target/${world.scalables.length}`),
  }
}

function describeScalableTargets(world: World, fields: Fields): Fields {
  needEcs(fields)
  const wanted = textsOf(fields, 'ResourceIds')
  const found = world.scalables.filter(({ resource }) => wanted?.includes(resource) !== false)
  return { ScalableTargets: found.map((one) => shown(world, one)) }
}

function shown(world: World, { resource, least, most, suspended, created }: Scalable): Fields {
  const off = (name: string) => flagOf(suspended, name) ?? false
  return {
    ServiceNamespace: 'ecs',
    ResourceId: resource,
    ScalableDimension: DIMENSION,
    MinCapacity: least,
    MaxCapacity: most,
    RoleARN: `arn:${world.partition}:iam::${world.account}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService`,
    CreationTime: seconds(created),
    SuspendedState: {
      DynamicScalingInSuspended: off('DynamicScalingInSuspended'),
      DynamicScalingOutSuspended: off('DynamicScalingOutSuspended'),
      ScheduledScalingSuspended: off('ScheduledScalingSuspended'),
    },
  }
}

function needEcs(fields: Fields): void {
  if (needText(fields, 'ServiceNamespace') !== 'ecs')
    throw new Refusal('ValidationException', 'This sandbox scales services of ECS alone.')
}

/** The Application Auto Scaling calls this world answers. */
export const AUTO_SCALING_ACTIONS: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['RegisterScalableTarget', registerScalableTarget],
  ['DescribeScalableTargets', describeScalableTargets],
])
