import type { ServiceFacts } from '../../../host/aws-api.ts'
import { error } from '../../../model/finding.ts'
import type { StepOutcome } from '../../../model/plan.ts'
import { says } from '../../../model/visible.ts'
import { isDeploying } from '../look-at-services.ts'
import type { Side } from '../steps.ts'
import { revisionName } from '../task-definition.ts'
import { readPatiently } from './answers.ts'
import { forceAll, servicesNow, unread } from './redeploy.ts'
import type { Run } from './run.ts'
import { allHold } from './side.ts'

/** Services to the revisions that were made for them, or back to those that they came from. */
export async function update(run: Run, side: Side, names: readonly string[]): Promise<StepOutcome> {
  const services = await servicesNow(run, names)
  if (services === null) return unread(run)
  return side === 'old' ? backTo(run, services) : onward(run, services)
}

function onward(run: Run, services: readonly ServiceFacts[]): Promise<StepOutcome> | StepOutcome {
  const other = services.find(({ name, taskDefinition }) => taskDefinition !== fromOf(run, name))
  if (other)
    return {
      status: 'failed',
      nothing: true,
      error: error(
        'rotation.rewired',
        says`somebody sent service ${other.name} to ${revisionName(other.taskDefinition)} meanwhile: the new revision was made from ${revisionName(fromOf(run, other.name))}, and would take theirs away`,
        says`look at their revision, then run this again`,
      ),
    }
  for (const { name } of services) {
    const to = run.memory.registered.get(fromOf(run, name))
    if (to === undefined) throw new Error('no revision was made for it')
    send(run, name, to)
  }
  return forceAll(
    run,
    services.map(({ name }) => name),
  )
}

/** Only what this run sent away goes back; a service that somebody else has moved on is left to them. */
async function backTo(run: Run, services: readonly ServiceFacts[]): Promise<StepOutcome> {
  const ours = [...run.memory.registered.values()]
  const needed: string[] = []
  for (const service of services) {
    const { name, taskDefinition } = service
    const from = fromOf(run, name)
    const tasks = await readPatiently(run, (aws) => aws.ecs.tasks(run.seen.ref.cluster, name))
    const untouched = taskDefinition === from && !isDeploying(service) && allHold(tasks, 'old', run)
    if (taskDefinition !== from && !ours.includes(taskDefinition)) run.memory.sentTo.delete(name)
    else if (!untouched) {
      send(run, name, from)
      needed.push(name)
    }
  }
  return needed.length === 0
    ? { status: 'unchanged', because: says`no service was sent to the new revision` }
    : forceAll(run, needed)
}

function send(run: Run, name: string, to: string): void {
  run.memory.ours.delete(name)
  run.memory.sentTo.set(name, to)
}

const fromOf = ({ seen }: Run, name: string): string =>
  seen.moving.find(({ service }) => service === name)?.from ?? ''
