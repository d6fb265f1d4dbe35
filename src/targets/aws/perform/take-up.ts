import type { Aws } from '../../../host/aws-api.ts'
import { type Instant, instantAt } from '../../../model/instant.ts'
import type { Intent, Tools } from '../../target.ts'
import { UNPROVEN } from '../account.ts'
import { type Moment, momentOf } from '../freshness.ts'
import type { AwsInFlight } from '../in-flight.ts'
import { archivesOf } from '../resumption.ts'
import type { AwsSight } from '../sight.ts'
import { firstLook } from './last-look.ts'
import type { Run } from './run.ts'

/**
 * A run that another process began, as far as labels and dates tell. When AWSCURRENT moved is known only between
 * the making of the version and the secret's last change: tasks made meanwhile may hold either key.
 */
export function takeUp(aws: Aws, seen: AwsSight, intent: Intent, tools: Tools, inFlight: AwsInFlight): Run {
  const { stand, version, run, old, put } = inFlight
  const began = run?.began ?? tools.host.now()
  const changed = momentOf(seen.secret?.changed ?? seen.current?.read ?? tools.host.now())
  const moved: Moment = { notBefore: put ?? instantAt(0), notAfter: changed.notAfter }
  return {
    aws,
    tools,
    seen,
    intent,
    secretId: seen.secret?.arn ?? seen.ref.secret,
    old,
    version,
    runLabel: run?.label ?? null,
    began,
    archives: archivesOf(seen, inFlight),
    since: changed,
    lived: [],
    memory: {
      heard: heardLast(seen),
      promoted: stand === 'promoted' || stand === 'taken-back' ? moved : null,
      takenBack: stand === 'taken-back' ? moved : null,
      lastLook: firstLook(seen),
      astray: [],
      staged: true,
      locked: true,
      mayHaveMoved: false,
      proof: UNPROVEN,
      created: null,
      registered: new Map(),
      sentTo: new Map(),
      ours: new Map(),
    },
  }
}

const heardLast = ({ current }: AwsSight): Instant => current?.read ?? instantAt(0)
