import { type Aws, type AwsReason, AwsTrouble } from '../../../host/aws-api.ts'
import { awsError } from '../../../input/aws-trouble.ts'
import type { Code } from '../../../model/codes.ts'
import { error, type Finding } from '../../../model/finding.ts'
import { LicError } from '../../../model/lic-error.ts'
import type { StepOutcome } from '../../../model/plan.ts'
import { own, type Shown, says } from '../../../model/visible.ts'
import { byHand } from '../by-hand.ts'
import type { Run } from './run.ts'

/** A call's trouble under a code of ours: what we tried, and why it did not work. */
export function told(code: Code, tried: Shown, trouble: AwsTrouble, run: Run): Finding {
  const why = awsError(trouble, { region: run.seen.region, profile: run.seen.ref.profile })
  const hints = [...(why instanceof LicError ? why.hints : []), ...(signedOut(trouble) ? [KEPT] : [])]
  const reason = why instanceof LicError ? why.says : says`${trouble.errorName}`
  return error(code, says`${own(tried)}: ${own(reason)}`, ...hints)
}

export const unknown = (finding: Finding, run: Run): StepOutcome => ({
  status: 'unknown',
  error: finding,
  check: byHand(run).look,
})

const PASSING: ReadonlySet<AwsReason> = new Set(['throttled', 'unreachable', 'timeout', 'garbled', 'fault'])

const SIGNED_OUT: ReadonlySet<AwsReason> = new Set(['credentials', 'sso', 'mfa'])
const KEPT = says`nothing is lost: how far it got is in the labels of the secret; go on with new credentials`

/** Nobody to AWS any more: whatever would be done next, an undo too, is refused the same way. */
export const signedOut = ({ reason }: AwsTrouble): boolean => SIGNED_OUT.has(reason)

/** Trouble that another try may not have. */
export const passing = ({ reason }: AwsTrouble): boolean => PASSING.has(reason)

const PAUSES = [300, 1000, 3000]

/** Reads again while the trouble may pass. */
export async function readPatiently<T>(
  { aws, tools }: Pick<Run, 'aws' | 'tools'>,
  read: (aws: Aws) => Promise<T>,
): Promise<T> {
  for (const pause of PAUSES) {
    try {
      return await read(aws)
    } catch (thrown) {
      if (!(thrown instanceof AwsTrouble) || !passing(thrown)) throw thrown
      await tools.host.sleep(pause)
    }
  }
  return read(aws)
}
