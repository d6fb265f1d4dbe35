import type { Aws } from '../../../../host/aws-api.ts'
import type { Instant } from '../../../../model/instant.ts'
import type { Tools } from '../../../target.ts'
import type { Change, ScaleSight } from '../sight.ts'

/** What is known of a run while it goes on. */
export interface ScaleRun {
  readonly aws: Aws
  readonly tools: Tools
  readonly seen: ScaleSight
  /** nodes that a runtime says may run; what is published does not stop a run; null: none, or allowed away */
  readonly most: number | null
  readonly memory: {
    /** by service: the change that was asked for, and when by the server's clock: tasks made since are of it */
    readonly sent: Map<string, Sent>
    /** by service: its count was put back, or is being put back */
    readonly back: Set<string>
    /** every service had its count, and kept it */
    settled: boolean
  }
}

interface Sent {
  readonly change: Change
  readonly since: Instant
}

export const placeOf = ({ seen }: ScaleRun) => ({ region: seen.region, profile: seen.ref.profile })
