import type { ServiceFacts, TaskDefinitionFacts, TaskFacts } from '../../host/aws-api.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import { awsCommand, type Place } from './shell.ts'
import type { ServiceSight } from './sight.ts'

const FAILING = /^(EssentialContainerExited|TaskFailedToStart)$/
const FAILING_WORDS =
  /^(Essential container in task exited|ResourceInitializationError|CannotPull|CannotStart|Task failed)/i

/** A task that failed, as against one that the scheduler took down. */
export const hasFailed = ({ stopped, lastStatus, stopCode, stopReason }: TaskFacts): boolean =>
  (stopped !== null || lastStatus === 'STOPPED') &&
  (stopCode === null || stopCode === '' ? FAILING_WORDS.test(stopReason ?? '') : FAILING.test(stopCode))

/** Tasks that failed under one of these deployments, the first first. */
export const failuresOf = (tasks: readonly TaskFacts[], ours: ReadonlySet<string>): readonly TaskFacts[] =>
  tasks
    .filter((task) => task.startedBy !== null && ours.has(task.startedBy) && hasFailed(task))
    .sort((a, b) => (a.stopped ?? 0) - (b.stopped ?? 0))

/** `Essential container in task exited (agent: exit code 1)` */
export function stopReasonOf(task: TaskFacts): Shown {
  const details = task.containers
    .filter(({ exitCode, reason }) => (exitCode !== null && exitCode !== 0) || reason !== null)
    .map(({ name, exitCode, reason }) => `${name}: ${reason ?? `exit code ${exitCode}`}`)
  const why = task.stopReason ?? 'stopped, and ECS does not say why'
  return details.length === 0 ? says`${why}` : says`${why} (${details.join(', ')})`
}

/** Our deployment, where ECS has given it up. */
export const givenUp = ({ deployments }: ServiceFacts, ours: ReadonlySet<string>) =>
  deployments.find(({ id, rollout }) => ours.has(id) && rollout === 'FAILED') ?? null

/** Where the sentence that says why is to be read: the ECS stop reason does not have it. */
export const logHints = (
  { definition }: ServiceSight,
  refusal: string | undefined,
  place: Place,
): readonly Shown[] =>
  logCommands(definition, refusal, place).map((read) => says`the reason is in the log: ${own(read)}`)

/** What prints what the containers wrote to CloudWatch, of all their tasks; with a phrase, what has it. */
export function logCommands(
  { containers }: TaskDefinitionFacts,
  phrase: string | undefined,
  place: Place,
): readonly Shown[] {
  const all = containers.flatMap(({ logs: { options } }) => {
    const group = options['awslogs-group']
    if (group === undefined) return []
    const filter = phrase === undefined ? [] : ['--filter-pattern', `"${phrase}"`]
    const there = { ...place, region: options['awslogs-region'] ?? place.region }
    return [awsCommand(there, 'logs', 'filter-log-events', '--log-group-name', group, ...filter)]
  })
  return [...new Set(all)]
}
