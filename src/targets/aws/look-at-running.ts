import {
  type Aws,
  AwsTrouble,
  type ServiceFacts,
  type TaskDefinitionFacts,
  type TaskFacts,
} from '../../host/aws-api.ts'
import type { RunningService } from '../target.ts'
import { alive, freshness, type Moment } from './freshness.ts'
import { type Lived, readThen } from './lived.ts'
import type { AwsRef } from './ref.ts'
import type { ServiceSight } from './sight.ts'

export interface ServicesFound {
  readonly services: readonly ServiceFacts[]
  readonly missing: readonly string[]
}

export async function lookForServices(
  aws: Aws,
  { cluster, services: names }: AwsRef,
): Promise<ServicesFound> {
  const all = await aws.ecs.services(cluster, names).then(
    (answer) => answer.services,
    (thrown: unknown) => {
      if (thrown instanceof AwsTrouble && thrown.reason === 'not-found') return []
      throw thrown
    },
  )
  const services = all.filter(({ arn }, at) => all.findIndex((one) => one.arn === arn) === at)
  return {
    services,
    missing: names.filter((name) => !services.some((one) => one.name === name || one.arn === name)),
  }
}

/** Those of the names asked for that a forced deployment can restart. */
export const restartable = (
  { services: names }: Pick<AwsRef, 'services'>,
  services: readonly ServiceFacts[],
): readonly string[] =>
  names.filter((named) =>
    services.some(
      ({ name, arn, status, controller, desired }) =>
        (name === named || arn === named) && status === 'ACTIVE' && controller === 'ECS' && desired > 0,
    ),
  )

/** What their tasks are made of, each definition read once. */
export async function lookAtDefinitions(
  aws: Aws,
  services: readonly ServiceFacts[],
): Promise<readonly Pick<ServiceSight, 'service' | 'definition'>[]> {
  const wanted = [...new Set(services.map(({ taskDefinition }) => taskDefinition))]
  const found = new Map<string, TaskDefinitionFacts>(
    await Promise.all(wanted.map(async (arn) => [arn, await aws.ecs.taskDefinition(arn)] as const)),
  )
  return services.flatMap((service) => {
    const definition = found.get(service.taskDefinition)
    return definition === undefined ? [] : [{ service, definition }]
  })
}

/** Whether all that runs was deployed after the key was changed, which tells of every task without a look at any. */
export const deployedSince = (
  { deployments, running, desired, pending }: ServiceFacts,
  changed: Moment,
): boolean =>
  deployments.length === 1 &&
  deployments.every(({ created, rollout }) => created >= changed.notAfter && rollout !== 'IN_PROGRESS') &&
  running === desired &&
  pending === 0

/** @param tasks by their ages; null: not looked at */
export function runningService(
  { name, desired, running, pending, deployments }: ServiceFacts,
  tasks: RunningService['tasks'],
): RunningService {
  const newest = deployments.find(({ status }) => status === 'PRIMARY') ?? deployments[0]
  return {
    name,
    desired,
    running,
    pending,
    deployed: newest?.created ?? null,
    rollout: newest?.rollout ?? null,
    tasks,
  }
}

/** The tasks of a service by when they started; of those that it counts and that are not listed, it cannot be told. */
export function byAge(
  all: readonly TaskFacts[],
  { name, running }: Pick<ServiceFacts, 'name' | 'running'>,
  changed: Moment | null,
  lived: readonly Lived[],
): NonNullable<RunningService['tasks']> {
  const ages = { fresh: 0, older: 0, unknown: 0 }
  for (const task of alive(all).filter((one) => one.service === name)) {
    ages[ageOf(task, changed, lived)]++
  }
  ages.unknown += Math.max(0, running - ages.fresh - ages.older - ages.unknown)
  return ages
}

/** @param lived times in which the key in place was so without a break, as labels tell */
function ageOf(
  task: TaskFacts,
  changed: Moment | null,
  lived: readonly Lived[],
): 'fresh' | 'older' | 'unknown' {
  if (lived.some((span) => readThen(task, span))) return 'fresh'
  const age = changed === null ? 'unknown' : freshness(task, changed)
  return age === 'old' ? 'older' : age
}
