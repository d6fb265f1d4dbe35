import { AwsTrouble } from '../../../host/aws-api.ts'
import type { StepOutcome } from '../../../model/plan.ts'
import { says } from '../../../model/visible.ts'
import type { Performer, Watch } from '../../target.ts'
import { account } from '../account.ts'
import { aftermath } from '../aftermath.ts'
import type { AwsStep } from '../steps.ts'
import { told, unknown } from './answers.ts'
import { create } from './create.ts'
import { follow } from './follow.ts'
import { archive, finish, markFailed, prune, releaseRun, tidy, unlock } from './labels.ts'
import { lock, lookAgain } from './lock.ts'
import { promote, takeBack } from './promote.ts'
import { prove } from './prove.ts'
import { readAgain } from './read-again.ts'
import { redeploy } from './redeploy.ts'
import { register } from './register.ts'
import type { Run } from './run.ts'
import { stage } from './stage.ts'
import { checkHeld, stayed } from './taken-up.ts'
import { update } from './update.ts'

/** Carries out the steps of one plan, in one run. */
export function performer(run: Run): Performer<AwsStep> {
  return {
    perform: (step, watch) =>
      perform(run, step, watch).catch((thrown: unknown) => {
        if (!(thrown instanceof AwsTrouble)) throw thrown
        return unknown(told('rotation.cannot-read', says`AWS could not be read`, thrown, run), run)
      }),
    aftermath: (ending) => ({ ...aftermath(run, ending), ...account(run, ending) }),
  }
}

function perform(run: Run, step: AwsStep, watch: Watch): Promise<StepOutcome> {
  switch (step.do) {
    case 'prune':
      return prune(run, step.labels)
    case 'tidy':
      return tidy(run, step.labels)
    case 'stage':
      return stage(run)
    case 'lock':
      return lock(run)
    case 'take-up':
      return checkHeld(run)
    case 'stayed':
      return stayed(run, step.on)
    case 'look-again':
      return lookAgain(run)
    case 'archive':
      return archive(run)
    case 'promote':
      return promote(run)
    case 'create':
      return create(run)
    case 'register':
      return register(run)
    case 'update':
      return update(run, step.side, step.services)
    case 'redeploy':
      return redeploy(run, step.side, step.services)
    case 'follow':
      return follow(run, step.side, step.services, watch)
    case 'prove':
      return prove(run, watch)
    case 'read-again':
      return readAgain(run, watch)
    case 'finish':
      return finish(run)
    case 'take-back':
      return takeBack(run)
    case 'mark-failed':
      return markFailed(run)
    case 'unlock':
      return unlock(run)
    case 'release-run':
      return releaseRun(run)
  }
}
