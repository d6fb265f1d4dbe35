import type { Aws, SecretFacts } from '../../../host/aws-api.ts'
import type { Instant } from '../../../model/instant.ts'
import type { Proof } from '../../../model/plan.ts'
import type { Intent, Tools } from '../../target.ts'
import type { Moment } from '../freshness.ts'
import type { Lived } from '../lived.ts'
import type { AwsSight, CurrentValue } from '../sight.ts'

/** What is known of a run while it goes on. Every answer that may be late, lost or wrong is read again before it counts. */
export interface Run {
  readonly aws: Aws
  readonly tools: Tools
  readonly seen: AwsSight
  readonly intent: Intent
  /** its ARN; its name until it is created */
  secretId: string
  /** the version that is live when the run begins */
  readonly old: CurrentValue | null
  /** the version that this run puts; known before the call, so that a lost answer can be looked up */
  readonly version: string
  /** null: a run that was taken up, whose label is gone */
  readonly runLabel: string | null
  readonly began: Instant
  readonly archives: readonly { readonly label: string; readonly version: string }[]
  /** when the key that was there when the run began was surely there */
  readonly since: Moment
  /** when before that it was surely there, too */
  readonly lived: readonly Lived[]
  readonly memory: Memory
}

interface Memory {
  promoted: Moment | null
  /** AWSCURRENT was asked to move to the new version, and nobody can say whether it did */
  mayHaveMoved: boolean
  proof: Proof
  takenBack: Moment | null
  /** the last look that found AWSCURRENT in place; null: none since it was moved */
  lastLook: Pick<SecretFacts, 'changed' | 'date'> | null
  /** when it may have been elsewhere since */
  readonly astray: Moment[]
  staged: boolean
  /** the server's time at the last answer about the secret: whatever is asked after it happens after it */
  heard: Instant
  locked: boolean
  /** what was made of the secret by this run */
  created: AwsSight['creates']
  /** the revisions made by this run, by the one that each came from */
  readonly registered: Map<string, string>
  /** which revision a service was sent to */
  readonly sentTo: Map<string, string>
  /** deployments that our calls made on the way that is being gone, forward or back, by service */
  readonly ours: Map<string, Set<string>>
}
