import { countOf, type Fields, field, fieldsOf, needText, textOf } from '../fields.ts'
import { Refusal } from '../refusal.ts'
import { tagsOf } from '../tags.ts'
import { arn, type World } from '../world.ts'
import { configured, USUAL } from './configuration.ts'
import { deploy } from './deployments.ts'
import { findService, findTaskDefinition, needCluster, tasksOf } from './find.ts'
import type { Service } from './nouns.ts'
import { showService } from './show.ts'

const KEPT = [
  'launchType',
  'schedulingStrategy',
  'platformVersion',
  'networkConfiguration',
  'loadBalancers',
  'serviceRegistries',
  'healthCheckGracePeriodSeconds',
  'placementConstraints',
  'placementStrategy',
  'enableECSManagedTags',
  'propagateTags',
  'enableExecuteCommand',
] as const

export function createService(world: World, fields: Fields): Fields {
  const cluster = needCluster(world, fields)
  const name = needText(fields, 'serviceName', { min: 1, max: 255 })
  const definition = findTaskDefinition(world, needText(fields, 'taskDefinition'))
  if (!definition) throw new Refusal('ClientException', 'TaskDefinition not found.')
  const known = findService(world, cluster, name)
  if (known && known.status !== 'INACTIVE')
    throw new Refusal('InvalidParameterException', 'Creation of service was not idempotent.')
  if (known && tasksOf(world, known).some(({ status }) => status !== 'STOPPED'))
    throw new Refusal('InvalidParameterException', 'Unable to Start a service that is still Draining.')
  const controller = fieldsOf(fields, 'deploymentController')
  const type = (controller && textOf(controller, 'type')) ?? 'ECS'
  if (type !== 'ECS' && type !== 'CODE_DEPLOY' && type !== 'EXTERNAL')
    throw new Refusal('InvalidParameterException', 'Invalid deployment controller type.')
  const kept = KEPT.flatMap((one) => (field(fields, one) === undefined ? [] : [[one, fields[one]] as const]))
  const service: Service = {
    arn: arn(world, 'ecs', `service/${cluster.name}/${name}`),
    name,
    cluster: cluster.name,
    status: 'ACTIVE',
    desired: countOf(fields, 'desiredCount', { max: 5000 }) ?? 0,
    configuration: configured(USUAL, fields),
    controller: type,
    fields: Object.fromEntries(kept),
    created: world.now,
    tags: tagsOf(fields, 'tags', 'key'),
    deployments: [],
    lastGood: null,
    events: [],
    retryAt: null,
    steady: false,
  }
  if (known) world.services.splice(world.services.indexOf(known), 1)
  world.services.push(service)
  deploy(world, service, definition.arn)
  return { service: showService(world, service) }
}
