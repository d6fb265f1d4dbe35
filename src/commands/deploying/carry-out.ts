import type { Answer, Json } from '../../model/answer.ts'
import { CODES } from '../../model/codes.ts'
import { EXIT, type ExitCode } from '../../model/exit.ts'
import { error, type Finding } from '../../model/finding.ts'
import { LicError } from '../../model/lic-error.ts'
import { ENDINGS, type Plan, type Report } from '../../model/plan.ts'
import { type Shown, says } from '../../model/visible.ts'
import { planJson, planText } from '../../present/rotation/plan-view.ts'
import { reportJson, reportText } from '../../present/rotation/report-view.ts'
import { approve } from '../../rotation/approve.ts'
import { execute } from '../../rotation/execute.ts'
import type { Prepared } from '../../rotation/plan.ts'
import type { Context } from '../command.ts'
import { type Interruption, liveFor, watchSignals } from './course.ts'
import type { DeployOptions } from './options.ts'

interface Carried {
  readonly options: DeployOptions
  readonly context: Context
  /** what else belongs to the JSON result */
  readonly about: { readonly [field: string]: Json }
  readonly asides: readonly Shown[]
}

/** A plan, shown; approved; carried out; reported. A dry run is the plan alone. */
export async function carryOut<S>({ plan, performer }: Prepared<S>, carried: Carried): Promise<Answer> {
  const { options, context } = carried
  const [refusal] = plan.refusals
  if (refusal !== undefined || performer === null) return planned(plan, carried, refusal ?? declined)
  if (options.dryRun) return planned(plan, carried, null)
  const yes = options.yes || (await asked(plan, context))
  if (options.yes && !context.settings.quiet && !context.settings.json)
    await context.host.stderr.write(`${planText(plan, context.paint)}\n`)
  const approved = approve(plan, yes)
  if (approved === null) return planned(plan, carried, declined)
  const live = await liveFor(context)
  const signals = watchSignals(context)
  try {
    const { host } = context
    const report = await execute(approved, performer, {
      now: host.now,
      timeout: options.timeout,
      stopping: signals.stopping,
      begins: live.begins,
      ends: live.ends,
      progress: live.progress,
    })
    return reported(plan, report, carried, signals.interruption())
  } finally {
    live.close()
    signals.close()
  }
}

const declined = error('rotation.declined', says`not carried out: nobody said yes`)

function planned(plan: Plan<unknown>, { context, about, asides }: Carried, refusal: Finding | null): Answer {
  return {
    exitCode: refusal === null ? EXIT.done : refusedExit(refusal),
    result: { ...about, plan: planJson(plan), report: null },
    ...(refusal === null ? {} : { error: troubleOf(refusal) }),
    text: () => planText(plan, context.paint),
    asides: refusal === declined ? [...asides, declined.says] : asides,
  }
}

/** Refused is refused, whatever the reason; only that somebody else is at work is another matter. */
const refusedExit = ({ code }: Finding): ExitCode =>
  CODES[code] === EXIT.overtaken ? EXIT.overtaken : EXIT.refused

const troubleOf = ({ code, says: message, hints }: Finding) => ({ code, message, hints })

async function asked(plan: Plan<unknown>, { host, settings, paint }: Context): Promise<boolean> {
  if (settings.json || settings.noInput || !host.stdin.terminal)
    throw new LicError(
      'rotation.not-approved',
      says`nobody is asked here, and nothing says that the plan may be carried out`,
      says`look at the plan with --dry-run, then carry it out with --yes`,
    )
  await host.stderr.write(`${planText(plan, paint)}\n`)
  const answer = await host.stdin.ask('carry this out? [y/N] ')
  return answer !== null && /^y(es)?$/i.test(answer.trim())
}

function reported(
  plan: Plan<unknown>,
  report: Report,
  { context, about, asides }: Carried,
  interruption: Interruption | null,
): Answer {
  const untouched = report.ending === 'refused' && report.cause?.code === 'rotation.stopped'
  const cause = untouched && interruption ? interruption.finding : report.cause
  return {
    exitCode: untouched && interruption ? CODES[interruption.finding.code] : ENDINGS[report.ending],
    result: { ...about, plan: planJson(plan), report: reportJson(report) },
    ...(cause === null ? {} : { error: troubleOf(cause) }),
    text: () => reportText({ ...report, cause }, context.paint),
    asides,
  }
}
