import { countOf, type Fields, field, fieldsOf, flagOf, needText, page, textOf, textsOf } from '../fields.ts'
import { Refusal } from '../refusal.ts'
import { tagsOf } from '../tags.ts'
import { arn, type World } from '../world.ts'
import { deploy } from './deployments.ts'
import { findService, findTaskDefinition, nameIn, needCluster, needService, tasksOf } from './find.ts'
import { stopTask } from './lifecycle.ts'
import type { Breaker, Service } from './nouns.ts'
import { showService } from './show.ts'

const KEPT = [
  'launchType',
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

type Rollout = Pick<Service, 'maximumPercent' | 'minimumHealthyPercent' | 'breaker'>

const USUAL: Rollout = {
  maximumPercent: 200,
  minimumHealthyPercent: 100,
  breaker: { enable: false, rollback: false },
}

export function createService(world: World, fields: Fields): Fields {
  const cluster = needCluster(world, fields)
  const name = needText(fields, 'serviceName', { min: 1, max: 255 })
  const definition = findTaskDefinition(world, needText(fields, 'taskDefinition'))
  if (!definition) throw new Refusal('ClientException', 'TaskDefinition not found.')
  const known = findService(world, cluster, name)
  if (known && known.status !== 'INACTIVE')
    throw new Refusal('InvalidParameterException', 'Creation of service was not idempotent.')
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
    ...configured(USUAL, fields),
    controller: type,
    fields: Object.fromEntries(kept),
    created: world.now,
    tags: tagsOf(fields, 'tags', 'key'),
    deployments: [],
    events: [],
    retryAt: null,
    steady: false,
  }
  if (known) world.services.splice(world.services.indexOf(known), 1)
  world.services.push(service)
  deploy(world, service, definition.arn)
  return { service: showService(world, service) }
}

/** What a request says of how to deploy, over what held before. */
function configured(held: Rollout, fields: Fields): Rollout {
  const given = fieldsOf(fields, 'deploymentConfiguration')
  if (!given) return held
  const breaker = fieldsOf(given, 'deploymentCircuitBreaker')
  const rollout: Rollout = {
    maximumPercent: countOf(given, 'maximumPercent', { min: 100 }) ?? held.maximumPercent,
    minimumHealthyPercent:
      countOf(given, 'minimumHealthyPercent', { max: 100 }) ?? held.minimumHealthyPercent,
    breaker: breaker ? breakerOf(breaker) : held.breaker,
  }
  if (rollout.maximumPercent === 100 && rollout.minimumHealthyPercent === 100)
    throw new Refusal(
      'InvalidParameterException',
      'MaximumPercent must be greater than MinimumHealthyPercent.',
    )
  return rollout
}

const breakerOf = (fields: Fields): Breaker => ({
  enable: flagOf(fields, 'enable') ?? false,
  rollback: flagOf(fields, 'rollback') ?? false,
})

export function describeServices(world: World, fields: Fields): Fields {
  const cluster = needCluster(world, fields)
  const asked = textsOf(fields, 'services')
  if (!asked || asked.length === 0)
    throw new Refusal('InvalidParameterException', 'Services cannot be empty.')
  if (asked.length > 10)
    throw new Refusal('InvalidParameterException', 'Cannot describe more than 10 services in a single call.')
  const withTags = textsOf(fields, 'include')?.includes('TAGS') === true
  const found = asked.map((id) => ({ id, service: findService(world, cluster, id) }))
  return {
    services: found.flatMap(({ service }) => (service ? [showService(world, service, withTags)] : [])),
    failures: found
      .filter(({ service }) => !service)
      .map(({ id }) => ({
        arn: arn(world, 'ecs', `service/${cluster.name}/${nameIn(id)}`),
        reason: 'MISSING',
      })),
  }
}

export function listServices(world: World, fields: Fields): Fields {
  const cluster = needCluster(world, fields)
  const all = world.services.filter((one) => one.cluster === cluster.name && one.status !== 'INACTIVE')
  const size = countOf(fields, 'maxResults', { min: 1, max: 100 }) ?? 10
  const badToken = new Refusal('InvalidParameterException', 'Invalid token.')
  const { items, next } = page(all, textOf(fields, 'nextToken'), size, badToken)
  return { serviceArns: items.map((one) => one.arn), ...(next === undefined ? {} : { nextToken: next }) }
}

export function updateService(world: World, fields: Fields): Fields {
  const service = needService(world, needCluster(world, fields), needText(fields, 'service'))
  if (service.status !== 'ACTIVE') throw new Refusal('ServiceNotActiveException', 'Service was not ACTIVE.')
  const wanted = textOf(fields, 'taskDefinition')
  const forced = flagOf(fields, 'forceNewDeployment') === true
  if (service.controller !== 'ECS' && (forced || wanted !== undefined)) throw notByEcs(service, forced)
  const definition = wanted === undefined ? undefined : findTaskDefinition(world, wanted)
  if (wanted !== undefined && !definition) throw new Refusal('ClientException', 'TaskDefinition not found.')
  const desired = countOf(fields, 'desiredCount', { max: 5000 })
  Object.assign(service, configured(service, fields))
  if (desired !== undefined) rescale(service, desired)
  const now = service.deployments[0]?.taskDefinition ?? ''
  const next = definition?.arn ?? now
  if (forced || next !== now) deploy(world, service, next)
  return { service: showService(world, service) }
}

function rescale(service: Service, desired: number): void {
  if (desired !== service.desired) service.steady = false
  service.desired = desired
}

function notByEcs({ controller }: Service, forced: boolean): Refusal {
  const what = forced ? 'Cannot force a new deployment' : 'Unable to update task definition'
  const instead =
    controller === 'CODE_DEPLOY'
      ? 'Use AWS CodeDeploy to trigger a new deployment.'
      : 'Use task sets to deploy changes.'
  const kind = controller === 'CODE_DEPLOY' ? 'a CODE_DEPLOY' : 'an EXTERNAL'
  return new Refusal(
    'InvalidParameterException',
    `${what} on services with ${kind} deployment controller. ${instead}`,
  )
}

export function deleteService(world: World, fields: Fields): Fields {
  const service = needService(world, needCluster(world, fields), needText(fields, 'service'))
  if (service.desired > 0 && flagOf(fields, 'force') !== true)
    throw new Refusal(
      'InvalidParameterException',
      'The service cannot be stopped while it is scaled above 0.',
    )
  service.desired = 0
  service.status = 'INACTIVE'
  service.steady = false
  const [primary] = service.deployments
  for (const task of tasksOf(world, service))
    if (task.status !== 'STOPPED')
      stopTask(world, task, {
        code: 'ServiceSchedulerInitiated',
        reason: `Scaling activity initiated by (deployment ${primary?.id})`,
      })
  return { service: showService(world, service) }
}
