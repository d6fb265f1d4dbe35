import {
  countOf,
  type Fields,
  field,
  fieldsListOf,
  fieldsOf,
  flagOf,
  needText,
  page,
  textOf,
} from '../fields.ts'
import { Refusal } from '../refusal.ts'
import { showTags, tagsOf } from '../tags.ts'
import { arn, seconds, type World } from '../world.ts'
import { findTaskDefinition } from './find.ts'
import type { ContainerDefinition, TaskDefinition } from './nouns.ts'

const KEPT = [
  'taskRoleArn',
  'executionRoleArn',
  'networkMode',
  'volumes',
  'placementConstraints',
  'requiresCompatibilities',
  'cpu',
  'memory',
  'pidMode',
  'ipcMode',
  'proxyConfiguration',
  'inferenceAccelerators',
  'ephemeralStorage',
  'runtimePlatform',
  'enableFaultInjection',
] as const

export function registerTaskDefinition(world: World, fields: Fields): Fields {
  const family = needText(fields, 'family')
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(family)) throw bad('Family contains invalid characters.')
  const containers = (fieldsListOf(fields, 'containerDefinitions') ?? []).map(containerOf)
  if (containers.length === 0) throw client('Container definitions must not be empty.')
  if (!containers.some(({ essential }) => essential))
    throw client('Invalid container definitions: at least one container must be essential.')
  const revision = 1 + world.taskDefinitions.filter((one) => one.family === family).length
  const kept = KEPT.flatMap((name) =>
    field(fields, name) === undefined ? [] : [[name, fields[name]] as const],
  )
  const definition: TaskDefinition = {
    arn: arn(world, 'ecs', `task-definition/${family}:${revision}`),
    family,
    revision,
    status: 'ACTIVE',
    registered: world.now,
    fields: Object.fromEntries(kept),
    containers,
    tags: tagsOf(fields, 'tags', 'key'),
  }
  world.taskDefinitions.push(definition)
  return { taskDefinition: show(definition), tags: showTags(definition.tags, 'key') }
}

function containerOf(fields: Fields): ContainerDefinition {
  const log = fieldsOf(fields, 'logConfiguration')
  const options = log && fieldsOf(log, 'options')
  const group = options && textOf(options, 'awslogs-group')
  return {
    name: needText(fields, 'name', { min: 1, max: 255 }),
    image: needText(fields, 'image', { min: 1 }),
    essential: flagOf(fields, 'essential') ?? true,
    environment: (fieldsListOf(fields, 'environment') ?? []).map((one) => ({
      name: textOf(one, 'name') ?? '',
      value: textOf(one, 'value') ?? '',
    })),
    secrets: (fieldsListOf(fields, 'secrets') ?? []).map((one) => ({
      name: needText(one, 'name'),
      valueFrom: needText(one, 'valueFrom'),
    })),
    healthCheck: fieldsOf(fields, 'healthCheck') !== undefined,
    logs:
      group === undefined
        ? null
        : { group, prefix: (options && textOf(options, 'awslogs-stream-prefix')) ?? '' },
    fields,
  }
}

/** The answer is wrapped in `taskDefinition`, which is why it cannot be registered again as it stands. */
export function describeTaskDefinition(world: World, fields: Fields): Fields {
  const definition = findTaskDefinition(world, needText(fields, 'taskDefinition'))
  if (!definition) throw client('Unable to describe task definition.')
  return { taskDefinition: show(definition), tags: showTags(definition.tags, 'key') }
}

export function listTaskDefinitions(world: World, fields: Fields): Fields {
  const family = textOf(fields, 'familyPrefix')
  const status = textOf(fields, 'status') ?? 'ACTIVE'
  const all = world.taskDefinitions.filter(
    (one) => one.status === status && (family === undefined || one.family === family),
  )
  if (textOf(fields, 'sort') === 'DESC') all.reverse()
  const size = countOf(fields, 'maxResults', { min: 1, max: 100 }) ?? 100
  const { items, next } = page(all, textOf(fields, 'nextToken'), size, bad('Invalid token.'))
  return {
    taskDefinitionArns: items.map((one) => one.arn),
    ...(next === undefined ? {} : { nextToken: next }),
  }
}

export function deregisterTaskDefinition(world: World, fields: Fields): Fields {
  const definition = findTaskDefinition(world, needText(fields, 'taskDefinition'))
  if (!definition) throw client('Unable to describe task definition.')
  definition.status = 'INACTIVE'
  return { taskDefinition: show(definition) }
}

function show(definition: TaskDefinition): Fields {
  return {
    taskDefinitionArn: definition.arn,
    containerDefinitions: definition.containers.map(({ fields, essential }) => ({
      cpu: 0,
      portMappings: [],
      environment: [],
      mountPoints: [],
      volumesFrom: [],
      ...fields,
      essential,
    })),
    family: definition.family,
    revision: definition.revision,
    volumes: [],
    placementConstraints: [],
    ...definition.fields,
    status: definition.status,
    requiresAttributes: [],
    compatibilities: ['EC2', 'FARGATE'],
    registeredAt: seconds(definition.registered),
  }
}

const bad = (message: string): Refusal => new Refusal('InvalidParameterException', message)
const client = (message: string): Refusal => new Refusal('ClientException', message)
