import type { AwsTrouble } from '../../../../host/aws-api.ts'
import { awsError } from '../../../../input/aws-trouble.ts'
import type { Code } from '../../../../model/codes.ts'
import { error, type Finding } from '../../../../model/finding.ts'
import { LicError } from '../../../../model/lic-error.ts'
import type { StepOutcome } from '../../../../model/plan.ts'
import { own, type Shown, says } from '../../../../model/visible.ts'
import { awsCommand } from '../../shell.ts'
import { placeOf, type ScaleRun } from './run.ts'

/** A call's trouble under a code of ours. */
export function told(code: Code, tried: Shown, trouble: AwsTrouble, run: ScaleRun): Finding {
  const why = awsError(trouble, placeOf(run))
  return why instanceof LicError
    ? error(code, says`${own(tried)}: ${own(why.says)}`, ...why.hints)
    : error(code, says`${own(tried)}: ${trouble.errorName}`)
}

export const unknown = (finding: Finding, run: ScaleRun): StepOutcome => ({
  status: 'unknown',
  error: finding,
  check: look(run),
})

/** The command that tells what runs, and what is to. */
export const look = (run: ScaleRun): Shown =>
  awsCommand(
    placeOf(run),
    ...['ecs', 'describe-services', '--cluster', run.seen.ref.cluster, '--services'],
    ...run.seen.services.map(({ name }) => name),
    ...['--query', 'services[].[serviceName,desiredCount,runningCount,pendingCount]'],
  )
