import { after, DAY } from '../../../model/instant.ts'
import { countOf, type Fields, fieldsOf, momentOf, needText, page, textOf, textsOf } from '../fields.ts'
import { Refusal } from '../refusal.ts'
import type { World } from '../world.ts'
import { actionOf } from './configuration.ts'
import { needCluster, needService } from './find.ts'
import type { Service } from './nouns.ts'
import { conclude, isOpen, type ServiceDeployment, STATUSES } from './service-deployments.ts'
import { showStory, showStoryBriefly } from './show-service-deployment.ts'
import { answerHook } from './stages.ts'

const HISTORY = 90 * DAY

const bad = (message: string): Refusal => new Refusal('InvalidParameterException', message)

/** Older partitions answer none of these. */
function needKnown(world: World): void {
  if (world.switches.serviceDeployments === 'unknown') throw new Refusal('UnknownOperationException', '')
}

/** Newest first, of ninety days. */
export function listServiceDeployments(world: World, fields: Fields): Fields {
  needKnown(world)
  const service = needService(world, needCluster(world, fields), needText(fields, 'service'))
  const wanted = textsOf(fields, 'status') ?? STATUSES
  const unknown = wanted.find((status) => !STATUSES.some((one) => one === status))
  if (unknown !== undefined) throw bad(`Invalid service deployment status: ${unknown}`)
  const created = fieldsOf(fields, 'createdAt') ?? {}
  const from = momentOf(created, 'after') ?? after(world.now, -HISTORY)
  const before = momentOf(created, 'before') ?? Number.POSITIVE_INFINITY
  const all = world.serviceDeployments.filter(
    (one) =>
      one.service === service.arn &&
      wanted.includes(one.status) &&
      one.created >= from &&
      one.created < before &&
      one.created > world.now - HISTORY,
  )
  const size = countOf(fields, 'maxResults', { min: 1, max: 100 }) ?? 20
  const { items, next } = page(all.reverse(), textOf(fields, 'nextToken'), size, bad('Invalid token.'))
  return {
    serviceDeployments: items.map((one) => showStoryBriefly(world, one)),
    ...(next === undefined ? {} : { nextToken: next }),
  }
}

export function describeServiceDeployments(world: World, fields: Fields): Fields {
  needKnown(world)
  const asked = textsOf(fields, 'serviceDeploymentArns') ?? []
  if (asked.length === 0) throw bad('Service deployments cannot be empty.')
  if (asked.length > 20) throw bad('Cannot describe more than 20 service deployments in a single call.')
  const found = asked.map((arn) => ({ arn, story: world.serviceDeployments.find((one) => one.arn === arn) }))
  return {
    serviceDeployments: found.flatMap(({ story }) => (story ? [showStory(world, story)] : [])),
    failures: found.filter(({ story }) => !story).map(({ arn }) => ({ arn, reason: 'MISSING' })),
  }
}

/** Rolls a deployment back that is not at its end. */
export function stopServiceDeployment(world: World, fields: Fields): Fields {
  const { story, service } = needStory(world, fields)
  if ((textOf(fields, 'stopType') ?? 'ROLLBACK') !== 'ROLLBACK')
    throw bad('The only supported stop type is ROLLBACK.')
  if (!isOpen(story))
    throw new Refusal('ConflictException', `The service deployment is in the ${story.status} state.`)
  if (story.status === 'PENDING' || story.status === 'IN_PROGRESS') {
    const [primary] = service.deployments
    conclude(world, story, 'ROLLBACK_REQUESTED', null)
    if (primary) primary.begins = after(world.now, world.timings.pending)
  }
  return { serviceDeploymentArn: story.arn }
}

export function continueServiceDeployment(world: World, fields: Fields): Fields {
  const { story, service } = needStory(world, fields)
  const hook = needText(fields, 'hookId')
  const action = actionOf(fields, 'CONTINUE')
  const [primary] = service.deployments
  if (!isOpen(story) || primary?.held?.id !== hook)
    throw bad('The lifecycle hook does not wait for an action.')
  answerHook(world, service, primary, action)
  return { serviceDeploymentArn: story.arn }
}

function needStory(
  world: World,
  fields: Fields,
): { readonly story: ServiceDeployment; readonly service: Service } {
  needKnown(world)
  const arn = needText(fields, 'serviceDeploymentArn')
  const story = world.serviceDeployments.find((one) => one.arn === arn)
  const service = world.services.find((one) => one.arn === story?.service)
  if (!story || !service)
    throw new Refusal('ServiceDeploymentNotFoundException', 'The service deployment was not found.')
  return { story, service }
}
