import type { ServiceFacts } from '../../../../host/aws-api.ts'
import { error, type Finding } from '../../../../model/finding.ts'
import { says } from '../../../../model/visible.ts'
import { nodesAfter } from '../limit.ts'
import type { Change } from '../sight.ts'
import type { ScaleRun } from './run.ts'

const LOOK_WHO = says`look who it was and what they intend; nothing more is touched`

/** Before anything was written. */
export const changedSince = ({ service, from }: Change, found: ServiceFacts | undefined): Finding =>
  error(
    'rotation.changed',
    found === undefined
      ? says`service ${service} is gone since the plan was made`
      : says`the desired count of service ${service} has changed since the plan was made: ${found.desired}, not ${from}`,
    says`run this again: the plan is made anew`,
  )

export const overtakenAt = ({ service, to }: Change, desired: number | undefined): Finding =>
  error(
    'scale.overtaken',
    desired === undefined
      ? says`service ${service} is gone: somebody deleted it meanwhile`
      : says`somebody else set the desired count of service ${service} meanwhile: it is ${desired}, not ${to}`,
    LOOK_WHO,
  )

/** Others scale, too: together it may be more than the limit that a runtime states. Null: it is not. */
export function tooMany(
  { most, seen }: ScaleRun,
  services: readonly ServiceFacts[],
  to: ReadonlyMap<string, number>,
): Finding | null {
  const after = nodesAfter(services, seen.words, to)
  if (most === null || after <= most) return null
  return error(
    'rotation.changed',
    says`other services have been scaled since the plan was made: together ${after} nodes are to run, of ${most} that the runtime allows`,
    says`run this again: the plan is made anew`,
  )
}
