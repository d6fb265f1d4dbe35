import type { Account, Ending } from '../../../../model/plan.ts'
import { type Shown, says } from '../../../../model/visible.ts'
import { factsOf, UNPROVEN } from '../../account.ts'
import { byLic } from '../../lic-command.ts'
import { awsCommand } from '../../shell.ts'
import type { Change } from '../sight.ts'
import { placeOf, type ScaleRun } from './run.ts'
import { look } from './told.ts'

/** What is true after an ending, and the commands that go on: those of `lic` first, then those by hand. */
export function aftermath(run: ScaleRun, ending: Ending): Account {
  const { seen, memory } = run
  const key = seen.current === null ? null : factsOf(seen.current.verdict)
  return {
    by: says`${seen.caller.arn} in ${seen.region}`,
    keys: { from: key, to: key },
    proof: memory.settled
      ? { rung: 'tasks only', cannotSee: says`whether each task does its work: ECS says that they run` }
      : UNPROVEN,
    ...after(
      run,
      [...memory.sent.values()].map(({ change }) => change),
      ending,
    ),
  }
}

function after(run: ScaleRun, sent: readonly Change[], ending: Ending): Pick<Account, 'now' | 'next'> {
  switch (ending) {
    case 'done':
      return { now: [], next: [] }
    case 'refused':
      return { now: [says`nothing that runs has been touched`], next: [] }
    case 'undone':
      return { now: [says`the desired counts are as they were: ${list(sent, 'from')}`], next: [] }
    case 'overtaken':
      return {
        now: [
          sent.length === 0
            ? says`nothing that runs has been touched by this run`
            : says`this run set ${list(sent, 'to')}, and leaves what others set since as it is`,
        ],
        next: [look(run)],
      }
    case 'stranded':
    case 'unfinished':
      return {
        now: [
          sent.length === 0
            ? says`nothing that runs has been touched`
            : says`this run set ${list(sent, 'to')}${run.memory.back.size === 0 ? '' : `, and may have set ${list(sent, 'from')} again`}; ECS goes on by itself`,
        ],
        next: [
          says`# look first:`,
          look(run),
          ...(sent.length === 0
            ? []
            : [says`# to have it as wanted:`, ...sent.map((one) => by(run, one.service, one.to))]),
          ...(sent.length === 0
            ? []
            : [says`# or as it was:`, ...sent.map((one) => by(run, one.service, one.from))]),
          ...(sent.length === 0
            ? []
            : [says`# or by hand, as it was:`, ...sent.map((one) => byHand(run, one))]),
        ],
      }
  }
}

const list = (changes: readonly Change[], side: 'from' | 'to'): string =>
  changes.map((change) => `${change.service} to ${change[side]}`).join(' and ')

const by = (run: ScaleRun, service: string, count: number): Shown =>
  byLic({ ...run.seen.ref, begun: ['scale', service, String(count)] }, placeOf(run)).again

const byHand = (run: ScaleRun, { service, from }: Change): Shown =>
  awsCommand(
    placeOf(run),
    ...['ecs', 'update-service', '--cluster', run.seen.ref.cluster, '--service', service],
    ...['--desired-count', String(from), '--query', 'service.desiredCount'],
  )
