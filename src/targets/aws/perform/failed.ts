import type { ServiceFacts, TaskFacts } from '../../../host/aws-api.ts'
import { error, type Finding } from '../../../model/finding.ts'
import { own, says } from '../../../model/visible.ts'
import { failuresOf, givenUp, logHints, stopReasonOf } from '../blame.ts'
import type { Run } from './run.ts'

/** As many as ECS's own circuit breaker takes at least. */
const TOO_MANY = 3

interface Followed {
  readonly name: string
  readonly service: ServiceFacts | null
  readonly tasks: readonly TaskFacts[]
}

/** Why this will not come good: ECS gave our deployment up, or its tasks keep failing. Null: it may. */
export function failed(run: Run, all: readonly Followed[], outOfTime: boolean): Finding | null {
  for (const { name, service, tasks } of all) {
    const ours = run.memory.ours.get(name)
    if (service === null || ours === undefined) continue
    const failures = failuresOf(tasks, ours)
    const [first] = failures
    const hints = () => hintsFor(run, name)
    const because =
      first === undefined ? says`` : says`; the first task stopped with: ${own(stopReasonOf(first))}`
    const given = givenUp(service, ours)
    if (given)
      return error(
        'rotation.deployment-failed',
        says`ECS gave up the deployment of service ${name}: ${given.reason ?? 'no reason given'}${own(because)}`,
        ...hints(),
      )
    if (failures.length >= TOO_MANY || (failures.length > 0 && outOfTime))
      return error(
        'rotation.tasks-failed',
        says`service ${name}: ${failures.length === 1 ? 'a task' : `${failures.length} tasks`} of the new deployment failed${own(because)}`,
        ...hints(),
      )
  }
  return null
}

function hintsFor({ seen, tools }: Run, name: string) {
  const sight = seen.services.find(({ service }) => service.name === name)
  const place = { region: seen.region, profile: seen.ref.profile }
  return sight ? logHints(sight, tools.product.wiring?.refusalInLog, place) : []
}
