import type { Aws, AwsTrouble } from '../../host/aws-api.ts'
import { awsError } from '../../input/aws-trouble.ts'
import { withoutAnyKey } from '../../input/redact.ts'
import { error, type Finding, warning } from '../../model/finding.ts'
import { type Instant, toIso } from '../../model/instant.ts'
import type { KeyText } from '../../model/key-text.ts'
import { LicError } from '../../model/lic-error.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { InLog, Product } from '../../products/product.ts'
import { hasFailed, logCommands } from '../../targets/aws/blame.ts'
import type { CheckedService, Checkup } from '../../targets/aws/checkup.ts'
import { notAllowed } from '../../targets/aws/permission.ts'
import { type LogReading, readLogs } from '../../targets/aws/read-log.ts'
import { awsCommand, type Place } from '../../targets/aws/shell.ts'
import { type Looked, type Seen, troubled, unseen } from '../facts.ts'
import { NO_SERVICES, runsNewer } from './aws-seen.ts'

export interface LogSeen {
  readonly log: Looked<Seen>
  /** services whose refusal stands there: nobody need look for it any more */
  readonly told: readonly string[]
}

type Told = Extract<LogReading, { is: 'told' }>

/** @param keys what no line may show @param cure what starts the tasks again */
export async function lookAtLog(
  checkup: Checkup,
  product: Product,
  keys: readonly KeyText[],
  aws: Aws,
  now: () => Instant,
  cure: Shown,
): Promise<LogSeen> {
  const nothing = (log: Looked<Seen>): LogSeen => ({ log, told: [] })
  const { services, place } = checkup
  if (services === null) return nothing(NO_SERVICES)
  if ('trouble' in services) return nothing(unseen(says`the services could not be looked at`))
  const { inLog } = product.published
  if (inLog === null) {
    const hints = services.seen.flatMap((one) => hintsOf(one, undefined, place))
    return nothing(
      unseen(says`what ${product.name} writes to its log of a license it refuses is not published`, ...hints),
    )
  }
  const readings = await readLogs(services.seen, { ...inLog, variables: product.variables }, aws, now)
  if (readings.length === 0) return nothing(unseen(says`the task definitions or the tasks could not be read`))
  const told = readings.filter((one): one is Told => one.is === 'told')
  const troubles = readings.flatMap((one) =>
    one.is === 'troubled' ? [inWords(one.trouble, one.region, checkup)] : [],
  )
  if (told.length === 0 && !readings.every((one) => one.is === 'silent' && one.whole && !one.mayDrop))
    return nothing(notRead(readings, troubles, services.seen, inLog, place))
  const findings = [
    ...told.map((one) => refusal(one, services.seen, keys, { place, now: now(), cure })),
    ...troubles.map(({ code, says, hints }) => warning(code, says, ...hints)),
  ]
  const parts = readings.flatMap((one) => [...words(one, inLog)])
  return { log: { seen: { says: sentence(parts), findings } }, told: told.map(({ service }) => service) }
}

const sentence = (parts: readonly Shown[]): Shown => parts.join('; ') as Shown

/** Not all could be read, and nothing was found in the rest: why, and how to look by hand. */
function notRead(
  readings: readonly LogReading[],
  troubles: readonly Finding[],
  services: readonly CheckedService[],
  inLog: InLog,
  place: Place,
): Looked<Seen> {
  const byHand = services.flatMap((one) => hintsOf(one, inLog.phrase, place))
  const known = readings.flatMap((one) => (one.is === 'unread' ? one.hints : []))
  const hints = [...new Set([...troubles.flatMap((one) => one.hints), ...known, ...byHand])]
  const [trouble] = troubles
  const said = sentence(readings.flatMap((one) => [...words(one, inLog)]))
  return trouble === undefined ? unseen(said, ...hints) : troubled({ ...trouble, hints })
}

const hintsOf = ({ definition }: CheckedService, phrase: string | undefined, place: Place) =>
  'seen' in definition
    ? logCommands(definition.seen, phrase, place).map((read) => says`look into the log: ${own(read)}`)
    : []

function refusal(
  { service, task, place: { group, region, stream }, at, line }: Told,
  services: readonly CheckedService[],
  keys: readonly KeyText[],
  { place, now, cure }: { readonly place: Place; readonly now: Instant; readonly cure: Shown },
): Finding {
  const tasks = services.flatMap((one) =>
    one.service.name === service && 'seen' in one.tasks ? one.tasks.seen : [],
  )
  const over = !hasFailed(task) || runsNewer(tasks, task, now)
  const when = at === null ? says`at a time that it does not tell` : says`at ${toIso(at)}`
  const there = { ...place, region: region ?? place.region }
  const names = ['--log-group-name', group, '--log-stream-name', stream]
  return (over ? warning : error)(
    'doctor.refused-in-log',
    says`service ${service}: task ${stream.slice(stream.lastIndexOf('/') + 1)} said ${own(when)}: ${withoutAnyKey(line, keys)}`,
    says`mend what it names, then start the tasks again: ${own(cure)}`,
    says`all that it said: ${own(awsCommand(there, 'logs', 'get-log-events', ...names))}`,
  )
}

function* words(reading: LogReading, sought: InLog): Generator<Shown> {
  const who = says`service ${reading.service}, container ${reading.container}`
  if (reading.is === 'unread') yield says`${own(who)}: ${own(reading.why)}`
  if (reading.is !== 'silent') return
  const { tasks, whole, mayDrop } = reading
  if (tasks === 0) {
    yield says`${own(who)}: nothing was read of it: the others took too long`
    return
  }
  const said =
    tasks === 1
      ? says`the task that was read did not say ${own(sought.says)}`
      : says`none of the ${tasks} tasks that were read said ${own(sought.says)}`
  const left = whole ? says`` : says`, but not all was read: it took too long`
  const lost = mayDrop ? says`, in the mode non-blocking, which may lose lines` : says``
  yield says`${own(who)}: ${own(said)}${own(left)}${own(lost)}`
}

/** What was in the way, and what lets it be read. */
function inWords(trouble: AwsTrouble, region: string | null, { place, caller }: Checkup): Finding {
  const there = { ...place, region: region ?? place.region }
  const asking = {
    ref: { secret: '', cluster: '' },
    place: there,
    caller: 'seen' in caller ? caller.seen : null,
  }
  const said = awsError(trouble, there)
  if (!(said instanceof LicError)) throw said
  const who = trouble.reason === 'denied' && asking.caller !== null ? [] : said.hints
  const allow = trouble.reason === 'denied' ? [notAllowed(trouble, asking).hint] : []
  return error(said.code, said.says, ...allow, ...who)
}
