import { countOf, type Fields, flagOf, needText, page, textOf, textsOf } from '../fields.ts'
import { Refusal } from '../refusal.ts'
import { arn, type World } from '../world.ts'
import { configured } from './configuration.ts'
import { deploy } from './deployments.ts'
import { findService, findTaskDefinition, nameIn, needCluster, needService, tasksOf } from './find.ts'
import { stopTask } from './lifecycle.ts'
import type { Service } from './nouns.ts'
import { showService } from './show.ts'

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
  if (desired !== undefined && service.fields.schedulingStrategy === 'DAEMON')
    throw new Refusal(
      'InvalidParameterException',
      'The daemon scheduling strategy does not support a desired count for services. Remove the desired count value and try again.',
    )
  service.configuration = configured(service.configuration, fields)
  if (desired !== undefined) service.desired = desired
  const now = service.deployments[0]?.taskDefinition ?? ''
  const next = definition?.arn ?? now
  if (forced || next !== now) deploy(world, service, next)
  return { service: showService(world, service) }
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
