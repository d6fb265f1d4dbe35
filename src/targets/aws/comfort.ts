import { type AwsReason, AwsTrouble } from '../../host/aws-api.ts'
import { type Finding, warning } from '../../model/finding.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import { type Asking, notAllowed } from './permission.ts'

/** Troubles of one call; the others meet every call, and are not to be played down. */
const OF_ONE_CALL: ReadonlySet<AwsReason> = new Set<AwsReason>([
  'denied',
  'throttled',
  'not-found',
  'conflict',
  'invalid',
  'limit',
  'unsupported',
  'fault',
  'garbled',
  'unreachable',
  'timeout',
])

/** A look that a plan can do without: what keeps it from being taken is a warning. */
export async function forComfort(
  what: Shown,
  asking: Asking,
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  return look().catch((thrown: unknown) => {
    if (!(thrown instanceof AwsTrouble) || !OF_ONE_CALL.has(thrown.reason)) throw thrown
    const head = own(says`could not look at ${own(what)}`)
    if (thrown.reason !== 'denied')
      return [warning('aws.not-looked', says`${head}: ${thrown.action} did not succeed (${thrown.reason})`)]
    const { why, hint } = notAllowed(thrown, asking)
    return [warning('aws.not-looked', says`${head}: ${own(why)}`, hint)]
  })
}
