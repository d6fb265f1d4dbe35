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

/** What the containers of the known tasks wrote to a CloudWatch log group, oldest first. */
function entriesOf(world: World, group: string): readonly Entry[] {
  const named = world.taskDefinitions.some(({ containers }) =>
    containers.some(({ logs }) => logs?.group === group),
  )
  if (!named) throw new Refusal('ResourceNotFoundException', 'The specified log group does not exist.')
  const entries = world.tasks.flatMap((task) => {
    const mine = containersOf(world, task).filter(({ logs }) => logs?.group === group)
    return mine.flatMap(({ name, logs }) =>
      task.log
        .filter(({ container }) => container === name)
        .map(({ at, text }) => ({ stream: `${logs?.prefix}/${name}/${task.id}`, at, message: text })),
    )
  })
  return entries.sort((one, other) => one.at - other.at)
}

const groupOf = (fields: Fields): string =>
  (textOf(fields, 'logGroupIdentifier') ?? needText(fields, 'logGroupName')).replace(/^arn:.*:log-group:/, '')

const within = (fields: Fields) => {
  const from = countOf(fields, 'startTime') ?? 0
  const until = countOf(fields, 'endTime') ?? Number.MAX_SAFE_INTEGER
  return ({ at }: Entry): boolean => at >= from && at <= until
}

/** Patterns are read as words, all of which must occur; quotes keep words together. */
function containing(pattern: string): (entry: Entry) => boolean {
  const words = [...pattern.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '')
  return ({ message }) => words.every((word) => message.includes(word))
}

const badToken = () => new Refusal('InvalidParameterException', 'The specified nextToken is invalid.')

export function filterLogEvents(world: World, fields: Fields): Fields {
  const streams = textsOf(fields, 'logStreamNames')
  const prefix = textOf(fields, 'logStreamNamePrefix') ?? ''
  const found = entriesOf(world, groupOf(fields))
    .filter(within(fields))
    .filter(({ stream }) => stream.startsWith(prefix) && (streams === undefined || streams.includes(stream)))
    .filter(containing(textOf(fields, 'filterPattern') ?? ''))
  const size = countOf(fields, 'limit', { min: 1, max: 10_000 }) ?? 10_000
  const { items, next } = page(found, textOf(fields, 'nextToken'), size, badToken())
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
  const all = entriesOf(world, groupOf(fields)).filter(({ stream }) => stream === name)
  if (all.length === 0)
    throw new Refusal('ResourceNotFoundException', 'The specified log stream does not exist.')
  const given = textOf(fields, 'nextToken')
  const events = given === undefined ? all.filter(within(fields)) : []
  return {
    events: events.map(({ at, message }) => ({ timestamp: at, message, ingestionTime: at })),
    nextForwardToken: 'f/end',
    nextBackwardToken: 'b/start',
  }
}
