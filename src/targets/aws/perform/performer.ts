import { type Aws, AwsTrouble } from '../../../host/aws-api.ts'
import { instantAt } from '../../../model/instant.ts'
import type { StepOutcome } from '../../../model/plan.ts'
import { says } from '../../../model/visible.ts'
import type { Intent, Performer, Tools, Watch } from '../../target.ts'
import { account, UNPROVEN } from '../account.ts'
import { aftermath } from '../aftermath.ts'
import { momentOf } from '../freshness.ts'
import { archivesFor, runLabel } from '../labels.ts'
import { type AwsSight, named } from '../sight.ts'
import type { AwsStep } from '../steps.ts'
import { told, unknown } from './answers.ts'
import { create } from './create.ts'
import { follow } from './follow.ts'
import { archive, finish, markFailed, prune, releaseRun, tidy, unlock } from './labels.ts'
import { lock, lookAgain } from './lock.ts'
import { promote, readAgain, takeBack } from './promote.ts'
import { prove } from './prove.ts'
import { redeploy } from './redeploy.ts'
import { register } from './register.ts'
import type { Run } from './run.ts'
import { stage } from './stage.ts'
import { takeUp } from './take-up.ts'
import { checkHeld, stayed } from './taken-up.ts'
import { update } from './update.ts'

/** Carries out the steps of one plan, in one run. */
export function performer(aws: Aws, seen: AwsSight, intent: Intent, tools: Tools): Performer<AwsStep> {
  const run =
    intent.kind === 'rotate' || intent.kind === 'redeploy' || seen.inFlight === null
      ? begin(aws, seen, intent, tools)
      : takeUp(aws, seen, intent, tools, seen.inFlight)
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
      return readAgain(run)
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

/** 32 hexadecimal digits: a version id, and the token that makes a put safe to repeat. */
const token = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

function begin(aws: Aws, seen: AwsSight, intent: Intent, tools: Tools): Run {
  const { host } = tools
  const began = host.now()
  const old = seen.current
  const arns = seen.services.map(({ service }) => service.arn)
  const there = (intent.kind === 'rotate' ? seen.secret?.changed : null) ?? old?.read ?? null
  return {
    aws,
    tools,
    seen,
    intent,
    secretId: seen.secret?.arn ?? seen.ref.secret,
    old,
    version: token(host.random(16)),
    runLabel: runLabel(began, host.random(4), arns),
    began,
    archives: archivesFor(seen.secret?.stages ?? {}, began, named(old)),
    since: momentOf(there ?? instantAt(began)),
    memory: {
      heard: old?.read ?? instantAt(0),
      promoted: null,
      mayHaveMoved: false,
      proof: UNPROVEN,
      takenBack: null,
      staged: false,
      locked: false,
      created: null,
      registered: new Map(),
      sentTo: new Map(),
      ours: new Map(),
    },
  }
}
