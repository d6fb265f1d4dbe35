import { countOf, type Fields, needText, page, textOf, textsOf } from '../fields.ts'
import { Refusal } from '../refusal.ts'
import { showTags, tagsOf, withTags } from '../tags.ts'
import { arn, type World } from '../world.ts'
import { findService, findTask, nameIn, needCluster, needService } from './find.ts'
import { stopTask as stop } from './lifecycle.ts'
import { showTask } from './show.ts'

/** By the status that is desired: a task being drained is listed as STOPPED while it still runs, as in AWS. */
export function listTasks(world: World, fields: Fields): Fields {
  const cluster = needCluster(world, fields)
  const service = textOf(fields, 'serviceName')
  const wanted = textOf(fields, 'desiredStatus') ?? 'RUNNING'
  const family = textOf(fields, 'family')
  const startedBy = textOf(fields, 'startedBy')
  const name = service === undefined ? undefined : needService(world, cluster, service).name
  const all = world.tasks.filter(
    (task) =>
      task.cluster === cluster.name &&
      task.desired === wanted &&
      (name === undefined || task.service === name) &&
      (startedBy === undefined || task.deployment === startedBy) &&
      (family === undefined || nameIn(task.taskDefinition).split(':')[0] === family),
  )
  const size = countOf(fields, 'maxResults', { min: 1, max: 100 }) ?? 100
  const badToken = new Refusal('InvalidParameterException', 'Invalid token.')
  const { items, next } = page(all, textOf(fields, 'nextToken'), size, badToken)
  return { taskArns: items.map((task) => task.arn), ...(next === undefined ? {} : { nextToken: next }) }
}

export function describeTasks(world: World, fields: Fields): Fields {
  const cluster = needCluster(world, fields)
  const asked = textsOf(fields, 'tasks')
  if (!asked || asked.length === 0) throw new Refusal('InvalidParameterException', 'Tasks cannot be empty.')
  if (asked.length > 100)
    throw new Refusal('InvalidParameterException', 'Cannot describe more than 100 tasks in a single call.')
  const found = asked.map((id) => ({ id, task: findTask(world, cluster, id) }))
  return {
    tasks: found.flatMap(({ task }) => (task ? [showTask(world, task)] : [])),
    failures: found
      .filter(({ task }) => !task)
      .map(({ id }) => ({ arn: arn(world, 'ecs', `task/${cluster.name}/${nameIn(id)}`), reason: 'MISSING' })),
  }
}

export function stopTask(world: World, fields: Fields): Fields {
  const cluster = needCluster(world, fields)
  const task = findTask(world, cluster, needText(fields, 'task'))
  if (!task) throw new Refusal('InvalidParameterException', 'The referenced task was not found.')
  const service = findService(world, cluster, task.service)
  if (service) service.steady = false
  stop(world, task, { code: 'UserInitiated', reason: textOf(fields, 'reason') ?? 'Task stopped by user' })
  return { task: showTask(world, task) }
}

const tagged = (world: World, fields: Fields) => {
  const id = needText(fields, 'resourceArn')
  const things = [...world.services, ...world.clusters, ...world.taskDefinitions]
  const thing = things.find((one) => one.arn === id)
  if (!thing) throw new Refusal('InvalidParameterException', 'The specified resource was not found.')
  return thing
}

export function tagResource(world: World, fields: Fields): Fields {
  const thing = tagged(world, fields)
  thing.tags = withTags(thing.tags, tagsOf(fields, 'tags', 'key'))
  return {}
}

export function untagResource(world: World, fields: Fields): Fields {
  const thing = tagged(world, fields)
  const names = textsOf(fields, 'tagKeys') ?? []
  thing.tags = thing.tags.filter(({ key }) => !names.includes(key))
  return {}
}

export const listTagsForResource = (world: World, fields: Fields): Fields => ({
  tags: showTags(tagged(world, fields).tags, 'key'),
})
