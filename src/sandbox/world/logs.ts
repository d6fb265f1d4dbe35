import { containersOf } from './ecs/lifecycle.ts'
import { countOf, type Fields, needText, page, textOf, textsOf } from './fields.ts'
import { hex } from './ids.ts'
import { Refusal } from './refusal.ts'
import type { World } from './world.ts'

interface Entry {
  readonly stream: string
  readonly at: number
  readonly message: string
}

interface Stream {
  readonly name: string
  readonly entries: readonly Entry[]
}

/** One for each container of the known tasks that has started and writes to this log group. */
function streamsOf(world: World, group: string): readonly Stream[] {
  const named = world.taskDefinitions.some(({ containers }) =>
    containers.some(({ logs }) => logs?.group === group),
  )
  if (!named) throw new Refusal('ResourceNotFoundException', 'The specified log group does not exist.')
  return world.tasks
    .filter(({ started }) => started !== null)
    .flatMap((task) =>
      containersOf(world, task)
        .filter(({ logs }) => logs?.group === group)
        .map(({ name: container, logs }) => {
          const name = `${logs?.prefix}/${container}/${task.id}`
          const mine = task.log.filter((line) => line.container === container)
          return { name, entries: mine.map(({ at, text }) => ({ stream: name, at, message: text })) }
        }),
    )
}

const noStream = () => new Refusal('ResourceNotFoundException', 'The specified log stream does not exist.')

function groupOf(fields: Fields): string {
  const identifier = textOf(fields, 'logGroupIdentifier')
  const name = textOf(fields, 'logGroupName', { min: 1, max: 512 })
  if (identifier !== undefined && name !== undefined)
    throw bad('LogGroup name and LogGroup identifier are mutually exclusive parameters.')
  return (identifier ?? needText(fields, 'logGroupName')).replace(/^arn:.*:log-group:/, '')
}

const within = (fields: Fields) => {
  const from = countOf(fields, 'startTime') ?? 0
  const until = countOf(fields, 'endTime') ?? Number.MAX_SAFE_INTEGER
  if (from > until) throw bad('The specified time range is invalid.')
  return ({ at }: Entry): boolean => at >= from && at <= until
}

/** Patterns are read as words, all of which must occur; quotes keep words together. */
function containing(pattern: string): (entry: Entry) => boolean {
  const words = [...pattern.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '')
  return ({ message }) => words.every((word) => message.includes(word))
}

const bad = (message: string) => new Refusal('InvalidParameterException', message)
const badToken = () => bad('The specified nextToken is invalid.')

/** The streams that are asked for; one that is named must be there, and names go with no prefix. */
function asked(world: World, fields: Fields): readonly Stream[] {
  const names = textsOf(fields, 'logStreamNames', { min: 1, max: 512 })
  const prefix = textOf(fields, 'logStreamNamePrefix', { min: 1, max: 512 })
  if (names !== undefined && prefix !== undefined)
    throw bad('LogStreamNamePrefix and LogStreamNames parameters are mutually exclusive.')
  if (names !== undefined && (names.length < 1 || names.length > 100))
    throw bad('logStreamNames holds between 1 and 100 names.')
  const all = streamsOf(world, groupOf(fields))
  if (names?.some((name) => !all.some((stream) => stream.name === name))) throw noStream()
  return all.filter(({ name }) => name.startsWith(prefix ?? '') && (names?.includes(name) ?? true))
}

/** The end of the token of a page that stands after so many empty ones. */
const EMPTY = /^(\d+)\/empty-(\d+)$/

/** Oldest first. Before each page may come empty ones that have a token, as where much has to be searched. */
export function filterLogEvents(world: World, fields: Fields): Fields {
  const found = asked(world, fields)
    .flatMap(({ entries }) => entries)
    .filter(within(fields))
    .filter(containing(textOf(fields, 'filterPattern', { max: 1024 }) ?? ''))
    .sort((one, other) => one.at - other.at)
  const size = countOf(fields, 'limit', { min: 1, max: 10_000 }) ?? 10_000
  const token = textOf(fields, 'nextToken', { min: 1 })
  const [, start = token, passed = '0'] = EMPTY.exec(token ?? '') ?? []
  if (Number(passed) < world.switches.emptyLogPages)
    return {
      events: [],
      searchedLogStreams: [],
      nextToken: `${start ?? '0'}/empty-${Number(passed) + 1}`,
    }
  const { items, next } = page(found, start, size, badToken())
  return {
    events: items.map(({ stream, at, message }) => ({
      logStreamName: stream,
      timestamp: at,
      message,
      ingestionTime: at,
      eventId: hex(world, 56),
    })),
    searchedLogStreams: [],
    ...(next === undefined ? {} : { nextToken: next }),
  }
}

/** One stream from its beginning; the token stays the same at the end, as AWS has it. */
export function getLogEvents(world: World, fields: Fields): Fields {
  const name = needText(fields, 'logStreamName')
  const stream = streamsOf(world, groupOf(fields)).find((one) => one.name === name)
  if (stream === undefined) throw noStream()
  const given = textOf(fields, 'nextToken')
  const events = given === undefined ? stream.entries.filter(within(fields)) : []
  return {
    events: events.map(({ at, message }) => ({ timestamp: at, message, ingestionTime: at })),
    nextForwardToken: 'f/end',
    nextBackwardToken: 'b/start',
  }
}
