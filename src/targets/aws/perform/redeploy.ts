import { AwsTrouble, type ServiceFacts } from '../../../host/aws-api.ts'
import type { Line, StepOutcome } from '../../../model/plan.ts'
import { own, type Shown, says } from '../../../model/visible.ts'
import { isDeploying } from '../look-at-services.ts'
import type { Side } from '../steps.ts'
import { revisionName } from '../task-definition.ts'
import { passing, readPatiently, signedOut, told, unknown } from './answers.ts'
import type { Run } from './run.ts'
import { allHold } from './side.ts'

const TRIES = 3
const A_SECOND = 1000

type Forced = { readonly deployment: string } | { readonly trouble: AwsTrouble; readonly doubt: boolean }

/** All services at once. Going back, services that nothing has touched are left alone. */
export async function redeploy(run: Run, side: Side, names: readonly string[]): Promise<StepOutcome> {
  if (side === 'current') await run.tools.host.sleep(A_SECOND)
  for (const name of names) run.memory.ours.delete(name)
  const needed = side === 'old' ? await touched(run, names) : names
  if (needed === null) return unread(run)
  if (needed.length === 0)
    return {
      status: 'unchanged',
      because: says`no task has started with the new key, and no deployment is in progress`,
    }
  return forceAll(run, needed)
}

/** Each to the revision that it was sent to, where it was. */
export async function forceAll(run: Run, names: readonly string[]): Promise<StepOutcome> {
  const before = await servicesNow(run, names)
  const all = await Promise.all(
    names.map(async (name) => {
      const known = before?.find((service) => service.name === name) ?? null
      return { name, forced: await force(run, name, known) }
    }),
  )
  const evidence: Line[] = []
  for (const { name, forced } of all) {
    if ('deployment' in forced)
      evidence.push({ label: name, value: says`${own(revision(run, name))}deployment ${forced.deployment}` })
  }
  for (const { name, forced } of all) {
    if ('deployment' in forced) continue
    const what = told(
      'rotation.deployment-failed',
      says`service ${name} could not be redeployed`,
      forced.trouble,
      run,
    )
    return forced.doubt
      ? unknown({ ...what, code: 'rotation.answer-lost' }, run)
      : { status: 'failed', error: what, ...(evidence.length === 0 ? { nothing: true } : {}) }
  }
  return { status: 'done', evidence }
}

export const unread = (run: Run): StepOutcome =>
  unknown(told('rotation.cannot-read', says`the services could not be read`, lost, run), run)

const lost = new AwsTrouble('unreachable', 'ecs:DescribeServices', 'services', 'NoAnswer', '', false)

const revision = ({ memory }: Run, name: string): Shown => {
  const to = memory.sentTo.get(name)
  return to === undefined ? says`` : says`${revisionName(to)}, `
}

/**
 * One service; remembers the deployment as ours. The call has no token: after a lost answer the service is read.
 *
 * @param before the service as it was just now
 */
export async function force(run: Run, name: string, before: ServiceFacts | null): Promise<Forced> {
  const to = run.memory.sentTo.get(name)
  for (let attempt = 1; ; attempt++) {
    try {
      const { deployment } = await run.aws.ecs.forceDeployment(run.seen.ref.cluster, name, to)
      return remember(run, name, deployment)
    } catch (thrown) {
      if (!(thrown instanceof AwsTrouble)) throw thrown
      const now = thrown.uncertain ? ((await servicesNow(run, [name]))?.[0] ?? null) : before
      const made = now?.deployments.find(
        ({ id, status, taskDefinition }) =>
          status === 'PRIMARY' &&
          (to === undefined || taskDefinition === to) &&
          !before?.deployments.some((known) => known.id === id),
      )
      if (made && before) return remember(run, name, made.id)
      // Somebody sent it elsewhere in the same moment: sending ours after that would take theirs away.
      const taken =
        to !== undefined && now !== null && ![before?.taskDefinition, to].includes(now.taskDefinition)
      if (taken) return { trouble: thrown, doubt: false }
      const again = thrown.uncertain || passing(thrown)
      if (!again || attempt === TRIES)
        return { trouble: thrown, doubt: thrown.uncertain || signedOut(thrown) }
      await run.tools.host.sleep(A_SECOND)
    }
  }
}

function remember(run: Run, name: string, deployment: string): Forced {
  const ours = run.memory.ours.get(name) ?? new Set()
  run.memory.ours.set(name, ours.add(deployment))
  return { deployment }
}

/** Null: could not be read. */
export async function servicesNow(
  run: Run,
  names: readonly string[],
): Promise<readonly ServiceFacts[] | null> {
  return readPatiently(run, (aws) => aws.ecs.services(run.seen.ref.cluster, names))
    .then(({ services }) => services)
    .catch((thrown: unknown) => {
      if (thrown instanceof AwsTrouble) return null
      throw thrown
    })
}

/** Services with a task that may hold the new key, or a deployment that may start one. Null: could not be read. */
async function touched(run: Run, names: readonly string[]): Promise<readonly string[] | null> {
  const { cluster } = run.seen.ref
  try {
    const { services } = await readPatiently(run, (aws) => aws.ecs.services(cluster, names))
    const checked = await Promise.all(
      services.map(async (service) => {
        const tasks = await readPatiently(run, (aws) => aws.ecs.tasks(cluster, service.name))
        return isDeploying(service) || !allHold(tasks, 'old', run) ? [service.name] : []
      }),
    )
    return checked.flat()
  } catch (thrown) {
    if (thrown instanceof AwsTrouble) return null
    throw thrown
  }
}

/** For messages: `service a` or `services a and b`. */
export const servicesWord = (names: readonly string[]) =>
  own(names.length === 1 ? says`service ${names[0] ?? ''}` : says`services ${names.join(' and ')}`)
