import type { ServiceFacts } from '../../host/aws-api.ts'
import { error, type Finding, warning } from '../../model/finding.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { RunningService } from '../target.ts'
import { isDeploying } from './look-at-services.ts'
import { awsCommand, type Place } from './shell.ts'

interface Surroundings {
  /** fingerprint of the key before the one in place; null where no label tells */
  readonly before: string | null
  /** a rotation is in flight, or there is no key: that tasks are not all of one kind is what it is about, or not the trouble */
  readonly moving: boolean
  readonly cluster: string
  readonly place: Place
  /** what helps tasks that do not run with the key in place */
  readonly cure: readonly Shown[]
}

/** Where services do not run as many tasks as they should, or not with the key in place. */
export function serviceDrift(
  {
    services: facts,
    missing,
  }: { readonly services: readonly ServiceFacts[]; readonly missing: readonly string[] },
  services: readonly RunningService[],
  around: Surroundings,
): readonly Finding[] {
  return [
    ...missing.map((name) =>
      error(
        'service.missing',
        says`there is no service ${name} in cluster ${around.cluster}`,
        says`name the services with --service; they are: ${own(awsCommand(around.place, 'ecs', 'list-services', '--cluster', around.cluster))}`,
      ),
    ),
    ...services.flatMap((service) => {
      const own = facts.find(({ name }) => name === service.name)
      return own === undefined ? [] : [...counted(own, service, around)]
    }),
    ...aged(services, facts, around),
    ...differing(services, around),
  ]
}

function* counted(
  facts: ServiceFacts,
  { name, desired, running, rollout }: RunningService,
  around: Surroundings,
): Generator<Finding> {
  const { cluster, place } = around
  if (facts.status !== 'ACTIVE') {
    yield error(
      'service.inactive',
      says`service ${name} is ${facts.status}, not ACTIVE: ${running === 0 ? 'it runs nothing' : 'it is being removed'}`,
      says`name only services that run, with --service; they are: ${own(awsCommand(place, 'ecs', 'list-services', '--cluster', cluster))}`,
    )
    return
  }
  if (desired === 0)
    yield warning(
      'service.no-tasks',
      says`service ${name} has a desired count of 0: nothing of it runs with any key`,
      says`start it: ${own(awsCommand(place, 'ecs', 'update-service', '--cluster', cluster, '--service', name, '--desired-count', '1'))}`,
      says`or name only the services that run, with --service`,
    )
  const events = says`see why: ${own(awsCommand(place, 'ecs', 'describe-services', '--cluster', cluster, '--services', name, '--query', 'services[].events[:5].message'))}`
  if (rollout === 'FAILED')
    yield error('status.rollout-failed', says`the newest deployment of service ${name} failed`, events)
  else if (isDeploying(facts))
    yield warning(
      'status.rolling-out',
      says`a deployment of service ${name} is in progress: ${running} of ${desired} tasks run`,
    )
  else if (running < desired)
    yield error(
      'status.too-few-tasks',
      says`service ${name} runs ${running} of ${desired} tasks, and nothing is being deployed`,
      events,
    )
}

/** Tasks by when they started: those with the key before, and those of which it cannot be told. */
function aged(
  services: readonly RunningService[],
  facts: readonly ServiceFacts[],
  { before, moving, cure }: Surroundings,
): readonly Finding[] {
  if (moving) return []
  const again = [...cure, ...elsewise(services, facts)]
  const older = counts(services, 'older')
  const unknown = counts(services, 'unknown')
  return [
    ...(older === null
      ? []
      : [
          error(
            'status.older-key',
            says`tasks that started before the key was changed run with the one before${own(before === null ? says`` : says`, ${before}`)}: ${own(older)}`,
            ...again,
          ),
        ]),
    ...(unknown === null
      ? []
      : [
          warning(
            'status.not-known',
            says`it cannot be told whether tasks started before the key was changed, or after: ${own(unknown)}`,
            ...again,
          ),
        ]),
  ]
}

/** Of services that refuse a forced deployment, how they are restarted. */
const elsewise = (services: readonly RunningService[], facts: readonly ServiceFacts[]): readonly Shown[] =>
  services.flatMap(({ name, tasks }) => {
    const controller = facts.find((one) => one.name === name)?.controller ?? 'ECS'
    return controller === 'ECS' || tasks === null || tasks.older + tasks.unknown === 0
      ? []
      : [says`service ${name} is deployed by ${controller}: deploy it the way it always is`]
  })

/** `axonflow-agent-service (2 tasks)`; null where there are none. */
function counts(services: readonly RunningService[], kind: 'older' | 'unknown'): Shown | null {
  const some = services.flatMap(({ name, tasks }) =>
    tasks === null || tasks[kind] === 0
      ? []
      : [`${name} (${tasks[kind]} ${tasks[kind] === 1 ? 'task' : 'tasks'})`],
  )
  return some.length === 0 ? null : says`${some.join(', ')}`
}

/** One service wholly on the key in place, another wholly on the one before. */
function differing(services: readonly RunningService[], { moving, cure }: Surroundings): readonly Finding[] {
  if (moving) return []
  const whole = (kind: 'fresh' | 'older') =>
    services.filter(
      ({ tasks }) =>
        tasks !== null && tasks[kind] > 0 && tasks.fresh + tasks.older + tasks.unknown === tasks[kind],
    )
  const [fresh, older] = [whole('fresh')[0], whole('older')[0]]
  return fresh === undefined || older === undefined
    ? []
    : [
        error(
          'status.keys-differ',
          says`services run with different keys: ${fresh.name} with the one in place, ${older.name} with the one before`,
          ...cure,
        ),
      ]
}
