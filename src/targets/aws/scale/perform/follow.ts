import { AwsTrouble, type ServiceFacts, type TaskFacts } from '../../../../host/aws-api.ts'
import { error, type Finding } from '../../../../model/finding.ts'
import { type Instant, SECOND } from '../../../../model/instant.ts'
import type { StepOutcome } from '../../../../model/plan.ts'
import { own, type Shown, says, visible } from '../../../../model/visible.ts'
import type { UnitProgress, Watch } from '../../../target.ts'
import { hasFailed, logHints, stopReasonOf } from '../../blame.ts'
import { alive } from '../../freshness.ts'
import { isDeploying } from '../../look-at-services.ts'
import { passing } from '../../perform/answers.ts'
import { Hearing } from '../../perform/hearing.ts'
import type { Change } from '../sight.ts'
import { overtakenAt, tooMany } from './meanwhile.ts'
import { placeOf, type ScaleRun } from './run.ts'
import { told, unknown } from './told.ts'

/** Short enough that the end is seen within a second, for as long as it takes. */
const POLL = 700
/** As many as ECS's own circuit breaker takes at least. */
const TOO_MANY = 3
/** A task that refuses its license, or is one node too many, exits within seconds of its start. */
const STAYS = 60 * SECOND

interface Wanted extends Change {
  /** by the server's clock */
  readonly since: Instant
}

interface Followed {
  readonly change: Wanted
  readonly service: ServiceFacts | undefined
  /** made since the count was changed */
  readonly young: readonly TaskFacts[]
  readonly tasks: readonly TaskFacts[]
}

/** Until as many tasks run as are wanted, and stay, or something says that they never will. */
export async function follow(run: ScaleRun, back: boolean, watch: Watch): Promise<StepOutcome> {
  const { host } = run.tools
  const ours = [...run.memory.sent.values()].map(({ change, since }): Wanted => {
    const { service, from, to } = change
    return { service, from, to: back ? from : to, since }
  })
  const hearing = new Hearing(host.now, watch.note)
  for (;;) {
    try {
      const { all, services, date } = await look(run, ours)
      hearing.heard()
      watch.progress(all.flatMap(progressOf))
      const moved = all.find(({ change, service }) => service?.desired !== change.to)
      if (moved) return { status: 'overtaken', error: overtakenAt(moved.change, moved.service?.desired) }
      const others = back ? null : tooMany(run, services, new Map())
      if (others) return { status: 'overtaken', error: { ...others, code: 'scale.overtaken' } }
      const bad = back ? null : await failed(run, all, host.now() >= watch.deadline)
      if (bad) return { status: 'failed', error: bad }
      if (all.every((one) => settled(one, date))) {
        run.memory.settled = !back
        return { status: 'done', evidence: all.map(evidenceOf) }
      }
    } catch (thrown) {
      if (!(thrown instanceof AwsTrouble)) throw thrown
      if (!passing(thrown)) return cannotRead(thrown, run)
      hearing.silent(thrown)
    }
    if (watch.stopping()) return { status: 'stopped', error: stopped(ours) }
    if (host.now() >= watch.deadline) {
      if (hearing.trouble !== null) return cannotRead(hearing.trouble, run)
      return back
        ? { status: 'stopped', error: outOfTime(ours, '--undo-timeout') }
        : { status: 'failed', error: outOfTime(ours, '--timeout') }
    }
    await host.sleep(POLL)
  }
}

async function look(run: ScaleRun, ours: readonly Wanted[]) {
  const { ref, services: counted } = run.seen
  const names = counted.map(({ name }) => name)
  const { services, date } = await run.aws.ecs.services(ref.cluster, names)
  const all = await Promise.all(
    ours.map(async (change): Promise<Followed> => {
      const tasks = await run.aws.ecs.tasks(ref.cluster, change.service)
      const young = tasks.filter(({ created }) => created !== null && created >= change.since)
      return { change, service: services.find(({ name }) => name === change.service), tasks, young }
    }),
  )
  return { all, services, date }
}

/** ECS says so itself once health checks pass; where its events are late, tasks that have run for a while are as good. */
function settled({ change, service, young }: Followed, now: Instant): boolean {
  if (service === undefined || isDeploying(service)) return false
  if (service.running !== change.to || service.pending > 0) return false
  // A date tells the second: what happened in it may have been before.
  const steady = service.events.some(
    ({ at, text }) => at >= change.since + SECOND && /has reached a steady state/.test(text),
  )
  return steady || alive(young).every(({ started }) => started !== null && started + STAYS <= now)
}

/** Why this will not come good: tasks that were made for it keep failing. Null: it may. */
async function failed(run: ScaleRun, all: readonly Followed[], outOfTime: boolean): Promise<Finding | null> {
  for (const { change, young, service } of all) {
    const failures = young.filter(hasFailed).sort((a, b) => (a.stopped ?? 0) - (b.stopped ?? 0))
    const [first] = failures
    if (first === undefined || (failures.length < TOO_MANY && !outOfTime)) continue
    const many = failures.length === 1 ? 'a new task' : `${failures.length} new tasks`
    return error(
      'scale.tasks-failed',
      says`service ${change.service}: ${many} failed; the first stopped with: ${own(stopReasonOf(first))}`,
      ...(service === undefined ? [] : await whereItIsSaid(run, service)),
    )
  }
  return null
}

async function whereItIsSaid(run: ScaleRun, service: ServiceFacts): Promise<readonly Shown[]> {
  const definition = await run.aws.ecs.taskDefinition(service.taskDefinition).catch((thrown: unknown) => {
    if (thrown instanceof AwsTrouble) return null
    throw thrown
  })
  return definition === null ? [] : logHints({ service, definition, tasks: [] }, undefined, placeOf(run))
}

const progressOf = ({ service, young, tasks }: Followed): readonly UnitProgress[] => {
  if (service === undefined) return []
  const failures = young.filter(hasFailed)
  const [first] = failures
  return [
    {
      name: visible(service.name),
      desired: service.desired,
      running: service.running,
      pending: service.pending,
      leaving: alive(tasks).filter(({ desiredStatus }) => desiredStatus === 'STOPPED').length,
      fresh: null,
      failed: failures.length,
      rollout: null,
      event: null,
      stopReason: first === undefined ? null : stopReasonOf(first),
      settled: service.running === service.desired && service.pending === 0,
      stage: null,
    },
  ]
}

const evidenceOf = ({ change }: Followed) => ({
  label: change.service,
  value: says`${change.to} of ${change.to} tasks running`,
})

const cannotRead = (trouble: AwsTrouble, run: ScaleRun): StepOutcome =>
  unknown(told('rotation.cannot-read', says`following the tasks failed`, trouble, run), run)

const namesOf = (changes: readonly Change[]): string => changes.map(({ service }) => service).join(' and ')

const stopped = (changes: readonly Change[]): Finding =>
  error(
    'rotation.stopped',
    says`stopped while following ${namesOf(changes)}: ECS goes on with the counts that it has`,
  )

const outOfTime = (changes: readonly Change[], flag: string): Finding =>
  error(
    'scale.timeout',
    says`time ran out before as many tasks of ${namesOf(changes)} ran as are wanted`,
    says`look why: the events of the service tell, where no task can be placed; or give it longer with ${flag}`,
  )
