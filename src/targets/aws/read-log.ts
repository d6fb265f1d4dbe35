import {
  type Aws,
  AwsTrouble,
  type ContainerFacts,
  type LogFound,
  type TaskFacts,
} from '../../host/aws-api.ts'
import { after, type Instant, MINUTE, SECOND } from '../../model/instant.ts'
import { type Shown, says } from '../../model/visible.ts'
import { hasFailed } from './blame.ts'
import type { CheckedService } from './checkup.ts'
import { alive } from './freshness.ts'

/** What of a product's log is looked for. */
export interface Sought {
  readonly variables: readonly string[]
  readonly phrase: string
  refuses(line: string): boolean
}

/** Where a container writes. */
export interface LogPlace {
  readonly group: string
  readonly region: string | null
  readonly stream: string
}

/** What the logs of one container of a service came to. */
export type LogReading = { readonly service: string; readonly container: string } & (
  | {
      readonly is: 'told'
      readonly task: TaskFacts
      readonly place: LogPlace
      readonly at: Instant | null
      /** raw, and perhaps with a key in it */
      readonly line: string
    }
  /** `whole`: all was read that was to be */
  | { readonly is: 'silent'; readonly tasks: number; readonly whole: boolean; readonly mayDrop: boolean }
  | { readonly is: 'unread'; readonly why: Shown; readonly hints: readonly Shown[] }
  | { readonly is: 'troubled'; readonly trouble: AwsTrouble; readonly region: string | null }
)

/** What is asked for in all, over every service: then the answer has to do. */
const MOST_SEARCHES = 24
const LONGEST = 20 * SECOND
/** Tasks of a service, the newest first. */
const FAILED = 3
const RUNNING = 1
/** A key is judged when its process starts. */
const STARTING = 10 * MINUTE
const CONTAINERS = 2

interface Budget {
  searches: number
  readonly until: Instant
}

/** What tasks say of their license when they start: of those that failed first. Never rejects for what AWS answers. */
export async function readLogs(
  services: readonly CheckedService[],
  sought: Sought,
  aws: Aws,
  now: () => Instant,
): Promise<readonly LogReading[]> {
  const budget: Budget = { searches: MOST_SEARCHES, until: after(now(), LONGEST) }
  const spent = () => budget.searches <= 0 || now() > budget.until
  const all = services.flatMap(({ service, definition, tasks }) =>
    'trouble' in definition || 'trouble' in tasks
      ? []
      : readers(definition.seen.containers, sought).map((container) => ({
          name: service.name,
          container,
          tasks: tasks.seen,
        })),
  )
  return Promise.all(
    all.map(async ({ name, container, tasks }): Promise<LogReading> => {
      const who = { service: name, container: container.name }
      try {
        return { ...who, ...(await readOne(container, tasks, sought, aws, budget, spent)) }
      } catch (thrown) {
        if (!(thrown instanceof AwsTrouble)) throw thrown
        const region = container.logs.options['awslogs-region'] ?? null
        return { ...who, is: 'troubled', trouble: thrown, region }
      }
    }),
  )
}

/** Containers that get the license; where none names it, whichever log. */
function readers(containers: readonly ContainerFacts[], { variables }: Sought): readonly ContainerFacts[] {
  const naming = containers.filter(({ secrets, environment }) =>
    [...secrets, ...environment].some(({ name }) => variables.includes(name)),
  )
  return (naming.length > 0 ? naming : containers).slice(0, CONTAINERS)
}

type Read = LogReading extends infer R
  ? R extends LogReading
    ? Omit<R, 'service' | 'container'>
    : never
  : never

async function readOne(
  container: ContainerFacts,
  tasks: readonly TaskFacts[],
  { phrase, refuses }: Sought,
  aws: Aws,
  budget: Budget,
  spent: () => boolean,
): Promise<Read> {
  const { driver, options } = container.logs
  const {
    'awslogs-group': group,
    'awslogs-stream-prefix': prefix = '',
    'awslogs-region': region = null,
  } = options
  if (driver === null)
    return unread(
      says`it has no logConfiguration, so that its log is not kept`,
      says`give it one with awslogs-group and awslogs-stream-prefix: then what the next task says is kept`,
    )
  if (driver !== 'awslogs')
    return unread(
      says`its log goes by ${driver}, not to CloudWatch`,
      says`look for "${phrase}" where ${driver} sends it`,
    )
  if (group === undefined) return unread(says`its logConfiguration names no awslogs-group`)
  if (prefix === '')
    return unread(says`without awslogs-stream-prefix the streams of ${group} do not tell whose they are`)
  const started = toRead(tasks, container.name)
  if (started.length === 0)
    return unread(says`none of its tasks has got as far as writing one within the hour`)
  let whole = true
  let read = 0
  for (const task of started) {
    if (spent()) {
      whole = false
      break
    }
    budget.searches--
    const place = { group, region, stream: `${prefix}/${container.name}/${lastPart(task.arn)}` }
    const found = await find(aws, place, phrase, task)
    if (found === null) continue
    read++
    whole &&= found.whole
    const [last] = found.events
      .flatMap(({ at, text }) => {
        const line = lineWith(text, phrase, refuses)
        return line === null ? [] : [{ at, line }]
      })
      .slice(-1)
    if (last !== undefined) return { is: 'told', task, place, ...last }
  }
  if (read === 0 && whole) return unread(says`there is no stream of its tasks in ${group}`)
  return { is: 'silent', tasks: read, whole, mayDrop: options.mode === 'non-blocking' }
}

const unread = (why: Shown, ...hints: readonly Shown[]): Read => ({ is: 'unread', why, hints })

/** Null: there is no such stream. */
async function find(
  aws: Aws,
  place: LogPlace,
  phrase: string,
  { created, started }: TaskFacts,
): Promise<LogFound | null> {
  const until = started === null ? null : after(started, STARTING)
  try {
    return await aws.logs.find({ ...place, phrase, from: created, until })
  } catch (thrown) {
    if (thrown instanceof AwsTrouble && thrown.reason === 'not-found' && /stream/.test(thrown.detail))
      return null
    throw thrown
  }
}

const lastPart = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1)

function toRead(tasks: readonly TaskFacts[], container: string): readonly TaskFacts[] {
  const ran = ({ lastStatus, containers }: TaskFacts) =>
    lastStatus === 'RUNNING' ||
    containers.some(({ name, exitCode }) => name === container && exitCode !== null)
  const newest = (key: 'stopped' | 'started', most: number, of: readonly TaskFacts[]) =>
    [...of].sort((one, other) => (other[key] ?? 0) - (one[key] ?? 0)).slice(0, most)
  return [
    ...newest(
      'stopped',
      FAILED,
      tasks.filter((task) => hasFailed(task) && ran(task)),
    ),
    ...newest('started', RUNNING, alive(tasks).filter(ran)),
  ]
}

const BEFORE = 120

/** One event may be many lines; what comes before the phrase in a long one is left out. */
function lineWith(text: string, phrase: string, refuses: Sought['refuses']): string | null {
  const line = text.split(/[\r\n]+/).findLast((one) => one.includes(phrase) && refuses(one))
  if (line === undefined) return null
  const at = line.indexOf(phrase)
  return at > BEFORE ? `…${line.slice(at)}` : line
}
