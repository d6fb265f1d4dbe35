import { AwsTrouble, type SecretFacts, type ServiceFacts, type TaskFacts } from '../../../host/aws-api.ts'
import { error } from '../../../model/finding.ts'
import { SECOND } from '../../../model/instant.ts'
import type { Line, StepOutcome } from '../../../model/plan.ts'
import { own, says } from '../../../model/visible.ts'
import type { UnitProgress, Watch } from '../../target.ts'
import { alive } from '../freshness.ts'
import { CURRENT, holderOf } from '../labels.ts'
import { isDeploying } from '../look-at-services.ts'
import type { Side } from '../steps.ts'
import { revisionName } from '../task-definition.ts'
import { passing, told, unknown } from './answers.ts'
import { failed } from './failed.ts'
import { gone } from './gone.ts'
import { Hearing } from './hearing.ts'
import { foundInPlace, justChanged, untouchedSince } from './last-look.ts'
import { overtaken } from './overtaken.ts'
import { force, servicesWord } from './redeploy.ts'
import { emptied, rewired, sentElsewhere } from './rewired.ts'
import type { Run } from './run.ts'
import { allHold, holds, isStale } from './side.ts'
import { Standstill } from './standstill.ts'
import { unitProgress } from './unit-progress.ts'

/** Short enough that the end is seen within a second, for as long as it takes. */
const POLL = 700
/** A deployment that was just made may not be listed yet. */
const SETTLING = 15_000
const MOST_ROUNDS = 3

interface Following {
  readonly name: string
  service: ServiceFacts | null
  /** looks at it in a row that did not find it */
  missing: number
  tasks: readonly TaskFacts[]
  rounds: number
  forcedAt: number
}

/** Until every task of every service surely holds the key, or something says that it never will. */
export async function follow(
  run: Run,
  side: Side,
  names: readonly string[],
  watch: Watch,
): Promise<StepOutcome> {
  const { host } = run.tools
  const all: Following[] = names.map((name) => ({
    name,
    service: null,
    missing: 0,
    tasks: [],
    rounds: 0,
    forcedAt: host.now(),
  }))
  let strangers = 0
  const hearing = new Hearing(host.now, watch.note)
  const standstill = new Standstill(run, watch.note)
  for (;;) {
    try {
      const moved = await look(run, side, all)
      hearing.heard()
      const lost = gone(all)
      if (lost) return { status: 'stopped', error: lost }
      strangers = moved === 'in place' ? 0 : strangers + 1
      if (strangers > 1 && moved !== 'in place') return overtaken(moved.holder)
      await standstill.look(all.flatMap(({ service }) => service ?? []))
      watch.progress(all.flatMap((one) => progressOf(one, side, run, standstill)))
      const bad = failed(run, all, host.now() >= watch.deadline)
      if (bad) return { status: 'failed', error: bad }
      const rests = strangers === 0 && all.every((one) => settled(one, side, run))
      // Tasks that came on the way back, between a look at the secret and one at them, read what was current then.
      const last = rests && side === 'old' ? await run.aws.secrets.describe(run.secretId) : null
      if (last !== null && where(last, side, run) !== 'in place') strangers++
      if (rests && strangers === 0 && (last === null || untouchedSince(run, last))) {
        const unproven = side === 'old' ? null : (emptied(all) ?? (await rewired(run, all)))
        return unproven === null
          ? { status: 'done', evidence: all.map((one) => evidenceOf(one, side, run)) }
          : { status: 'stopped', error: unproven }
      }
      const astray = strangers === 0 ? sentElsewhere(run, all.filter(isIdle(side, run))) : null
      if (astray) return { status: 'stopped', error: astray }
      if (strangers === 0 && !(await again(run, side, all))) return notFresh(all, side, run)
    } catch (thrown) {
      if (!(thrown instanceof AwsTrouble)) throw thrown
      if (!passing(thrown)) return cannotRead(thrown, run)
      hearing.silent(thrown)
    }
    if (watch.stopping()) return stopped(names)
    if (host.now() >= watch.deadline)
      return hearing.trouble === null ? outOfTime(names, side) : cannotRead(hearing.trouble, run)
    await host.sleep(POLL)
  }
}

const cannotRead = (trouble: AwsTrouble, run: Run): StepOutcome =>
  unknown(told('rotation.cannot-read', says`following the rollout failed`, trouble, run), run)

async function look(run: Run, side: Side, all: readonly Following[]): Promise<Place> {
  const { aws, seen } = run
  const [secret, { services }] = await Promise.all([
    aws.secrets.describe(run.secretId),
    aws.ecs.services(
      seen.ref.cluster,
      all.map(({ name }) => name),
    ),
  ])
  await Promise.all(
    all.map(async (one) => {
      one.tasks = await aws.ecs.tasks(seen.ref.cluster, one.name).catch(noneOfIt)
      one.service = services.find(({ name }) => name === one.name) ?? null
      one.missing = one.service?.status === 'ACTIVE' ? 0 : one.missing + 1
    }),
  )
  const place = where(secret, side, run)
  if (place === 'in place') foundInPlace(run, secret)
  return place
}

type Place = 'in place' | { readonly holder: string | null }

function where({ stages }: SecretFacts, side: Side, run: Run): Place {
  const holder = holderOf(stages, CURRENT)
  const expected = side === 'new' ? run.version : (run.old?.version ?? run.version)
  return holder === expected ? 'in place' : { holder }
}

/** Of a service that is not there, ECS lists no tasks. */
const noneOfIt = (thrown: unknown): readonly TaskFacts[] => {
  if (thrown instanceof AwsTrouble && thrown.reason === 'not-found') return []
  throw thrown
}

function settled({ service, tasks }: Following, side: Side, run: Run): boolean {
  if (service === null || isDeploying(service)) return false
  // Lists of tasks come late: one that is too short proves nothing.
  const complete = alive(tasks).length >= service.running
  return complete && service.running >= service.desired && service.pending === 0 && allHold(tasks, side, run)
}

const listed = ({ deployments }: ServiceFacts, ours: ReadonlySet<string> | undefined): boolean =>
  ours === undefined || deployments.some(({ id }) => ours.has(id))

/** At rest, with a task that may hold another key: nothing will change that by itself. */
const isIdle =
  (side: Side, run: Run) =>
  ({ name, service, tasks, forcedAt }: Following): boolean =>
    service !== null &&
    !isDeploying(service) &&
    service.pending === 0 &&
    run.tools.host.now() - forcedAt >= (listed(service, run.memory.ours.get(name)) ? POLL : SETTLING) &&
    tasks.some((task) => isStale(task, side, run))

/** Such a service is deployed once more; false: often enough. */
async function again(run: Run, side: Side, all: readonly Following[]): Promise<boolean> {
  const needed = all.filter(isIdle(side, run))
  if (needed.some(({ rounds }) => rounds >= MOST_ROUNDS)) return false
  if (needed.length > 0 && justChanged(run)) await run.tools.host.sleep(SECOND)
  await Promise.all(
    needed.map(async (one) => {
      one.rounds++
      const forced = await force(run, one.name, one.service)
      if ('trouble' in forced) throw forced.trouble
      one.forcedAt = run.tools.host.now()
    }),
  )
  return true
}

function progressOf(one: Following, side: Side, run: Run, standstill: Standstill): readonly UnitProgress[] {
  const { service, tasks, name } = one
  if (service === null) return []
  const holdsKey = (task: TaskFacts) => holds(task, side, run)
  return [unitProgress(service, tasks, run, holdsKey, settled(one, side, run), standstill.of(name))]
}

function evidenceOf({ name, tasks }: Following, side: Side, run: Run): Line {
  const running = alive(tasks)
  const fresh = running.filter((task) => holds(task, side, run)).length
  const key = { new: 'the new key', old: 'the old key', current: 'the key' }[side]
  const sent = run.memory.sentTo.get(name)
  const by = sent === undefined ? says`by when they were made` : says`made from ${revisionName(sent)}`
  return { label: name, value: says`${fresh} of ${running.length} tasks hold ${key}, ${own(by)}` }
}

function notFresh(all: readonly Following[], side: Side, run: Run): StepOutcome {
  const stale = all.filter(({ tasks }) => tasks.some((task) => isStale(task, side, run)))
  const which = servicesWord(stale.map(({ name }) => name))
  const what = says`${which}: tasks that may hold another key remain after ${MOST_ROUNDS + 1} deployments`
  return { status: 'stopped', error: error('rotation.not-fresh', what) }
}

const stopped = (names: readonly string[]): StepOutcome => ({
  status: 'stopped',
  error: error(
    'rotation.stopped',
    says`stopped while following ${servicesWord(names)}: the deployments go on`,
  ),
})

const outOfTime = (names: readonly string[], side: Side): StepOutcome => ({
  status: 'stopped',
  error:
    side === 'old'
      ? error(
          'rotation.timeout',
          says`time ran out on the way back, while following ${servicesWord(names)}`,
          says`give it longer with --undo-timeout`,
        )
      : error(
          'rotation.timeout',
          says`time ran out while following ${servicesWord(names)}; no task failed`,
          says`give it longer with --timeout`,
        ),
})
