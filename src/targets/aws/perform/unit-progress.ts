import type { ServiceFacts, TaskFacts } from '../../../host/aws-api.ts'
import { type Shown, visible } from '../../../model/visible.ts'
import type { UnitProgress } from '../../target.ts'
import { failuresOf, stopReasonOf } from '../blame.ts'
import { alive } from '../freshness.ts'
import type { Run } from './run.ts'

const NONE: ReadonlySet<string> = new Set()

export function unitProgress(
  service: ServiceFacts,
  tasks: readonly TaskFacts[],
  run: Run,
  holdsKey: (task: TaskFacts) => boolean,
  settled: boolean,
  stage: Shown | null,
): UnitProgress {
  const ours = run.memory.ours.get(service.name) ?? NONE
  const failures = failuresOf(tasks, ours)
  const [first] = failures
  const { notBefore } = run.memory.takenBack ?? run.memory.promoted ?? run.since
  const event = service.events.find(({ at }) => at >= notBefore)
  const rollout =
    service.deployments.find(({ id }) => ours.has(id)) ??
    service.deployments.find(({ status }) => status === 'PRIMARY')
  return {
    name: visible(service.name),
    desired: service.desired,
    running: service.running,
    pending: service.pending,
    leaving: alive(tasks).filter(({ desiredStatus }) => desiredStatus === 'STOPPED').length,
    fresh: alive(tasks).filter((task) => task.lastStatus === 'RUNNING' && holdsKey(task)).length,
    failed: failures.length,
    rollout: rollout?.rollout == null ? null : visible(rollout.rollout),
    event: event ? visible(event.text) : null,
    stopReason: first ? stopReasonOf(first) : null,
    settled,
    stage,
  }
}
