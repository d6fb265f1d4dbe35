import type { Answer, Json } from '../../model/answer.ts'
import { CODES } from '../../model/codes.ts'
import { EXIT, type ExitCode } from '../../model/exit.ts'
import { error, type Finding } from '../../model/finding.ts'
import { toIso } from '../../model/instant.ts'
import { LicError } from '../../model/lic-error.ts'
import { ENDINGS, type Plan, type Report } from '../../model/plan.ts'
import type { Support } from '../../model/support.ts'
import { type Shown, says } from '../../model/visible.ts'
import { planJson, planText } from '../../present/rotation/plan-view.ts'
import { reportJson, reportText } from '../../present/rotation/report-view.ts'
import type { Product } from '../../products/product.ts'
import { approve } from '../../rotation/approve.ts'
import { execute } from '../../rotation/execute.ts'
import type { Prepared } from '../../rotation/prepare.ts'
import { isAsked } from '../../rotation/why-stopped.ts'
import type { Context } from '../command.ts'
import { liveFor } from './course.ts'
import { INTERRUPTIONS, type Interruption, watchSignals } from './interruptions.ts'
import type { DeployOptions } from './options.ts'

interface Carried {
  readonly options: DeployOptions
  readonly context: Context
  /** what else belongs to the JSON result */
  readonly about: { readonly [field: string]: Json }
  readonly asides: readonly Shown[]
  /** whose vendor helps where it does not end well */
  readonly product: Pick<Product, 'tierNamed' | 'support'>
}

/** A plan, shown; approved; carried out; reported. A dry run is the plan alone. */
export async function carryOut<S>({ plan, performer }: Prepared<S>, carried: Carried): Promise<Answer> {
  const { options, context } = carried
  const refusal = plan.refusals.find(isOvertaken) ?? plan.refusals[0]
  if (refusal !== undefined || performer === null) return planned(plan, carried, refusal ?? declined)
  if (options.dryRun || plan.steps.length === 0) return planned(plan, carried, null)
  await showFirst(plan, carried)
  const said = options.yes ? 'yes' : await asked(context)
  const approved = approve(plan, said === 'yes')
  if (approved === null) return planned(plan, { ...carried, asides: [] }, said === 'left' ? left : declined)
  const live = await liveFor(context)
  const signals = watchSignals(context, live, whyNoWayBack(plan))
  try {
    const { host } = context
    const report = await execute(approved, performer, {
      now: host.now,
      timeout: options.timeout,
      undoTimeout: options.undoTimeout,
      stopping: signals.stopping,
      atOnce: signals.atOnce,
      begins: live.begins,
      ends: live.ends,
      turnsBack: () => {
        live.turnsBack()
        signals.turnsBack()
      },
      progress: live.progress,
      note: live.note,
    })
    return reported(plan, report, carried, signals.interruption(), await supportAfter(report, carried))
  } finally {
    live.close()
    signals.close()
  }
}

/** Why what is live could not be put back, where that is so. */
function whyNoWayBack({ steps }: Plan<unknown>): Shown | null {
  const change = steps.find(({ effect, undo }) => effect === 'changes' && 'none' in undo)
  return change !== undefined && 'none' in change.undo ? change.undo.none : null
}

const declined = error('rotation.declined', says`not carried out: nobody said yes`)
/** Ctrl-C or the end of input at the prompt. */
const { finding: left } = INTERRUPTIONS.SIGINT

/** Columns, where the steps were drawn on the very terminal that the report goes to. */
const watched = ({ host, look, settings }: Context): number | null =>
  look.terminal && host.stderr.terminal && !settings.quiet ? look.width : null

/** Columns of a terminal; elsewhere a line is a line. */
const widthOf = ({ terminal, width }: { terminal: boolean; width: number }): number =>
  terminal ? width : Number.POSITIVE_INFINITY

function planned(plan: Plan<unknown>, { context, about, asides }: Carried, refusal: Finding | null): Answer {
  return {
    exitCode: refusal === null ? EXIT.done : refusedExit(refusal),
    result: { ...about, at: toIso(context.host.now()), plan: planJson(plan), report: null },
    ...(refusal === null ? {} : { error: troubleOf(refusal) }),
    text: () =>
      refusal === declined || refusal === left
        ? `${refusal.says}\n`
        : planText(plan, context.paint, widthOf(context.look)),
    asides,
  }
}

/** Refused is refused, whatever the reason; only that somebody else is at work, or a remote has no answer, is another matter. */
const refusedExit = (refusal: Finding): ExitCode => {
  const own = CODES[refusal.code]
  return isOvertaken(refusal) || refusal === left || OF_REMOTES.includes(own) ? own : EXIT.refused
}

const OF_REMOTES: readonly ExitCode[] = [EXIT.unreachable, EXIT.credentials]

const isOvertaken = ({ code }: Finding): boolean => CODES[code] === EXIT.overtaken

const troubleOf = ({ code, says: message, hints }: Finding) => ({ code, message, hints })

/** Before anything is written: the plan, and what is odd about the key's source. */
async function showFirst(plan: Plan<unknown>, { options, context, asides }: Carried): Promise<void> {
  const { host, settings, paint } = context
  if (!options.yes && !mayAsk(context)) throw notApproved()
  if (settings.json || (settings.quiet && options.yes)) return
  for (const aside of asides) await host.stderr.write(`${aside}\n`)
  await host.stderr.write(`${planText(plan, paint, widthOf(host.stderr))}\n`)
}

const mayAsk = ({ host, settings }: Context): boolean =>
  !settings.json && !settings.noInput && host.stdin.terminal

const notApproved = () =>
  new LicError(
    'rotation.not-approved',
    says`nobody is asked here, and nothing says that the plan may be carried out`,
    says`look at the plan with --dry-run, then carry it out with --yes`,
  )

async function asked({ host }: Context): Promise<'yes' | 'no' | 'left'> {
  const answer = await host.stdin.ask('carry this out? [y/N] ')
  if (answer !== null) return /^y(es)?$/i.test(answer.trim()) ? 'yes' : 'no'
  await host.stderr.write('\n')
  return 'left'
}

const WELL: readonly Report['ending'][] = ['done', 'refused']

/** Of the tier that the customer has bought: that of the newer key. */
async function supportAfter({ ending, keys }: Report, { product }: Carried): Promise<Support | null> {
  if (WELL.includes(ending)) return null
  const tier = product.tierNamed((keys.to ?? keys.from)?.tier ?? '')
  return tier === null ? null : product.support(tier)
}

function reported(
  plan: Plan<unknown>,
  report: Report,
  { context, about }: Carried,
  interruption: Interruption | null,
  support: Support | null,
): Answer {
  const untouched = report.ending === 'refused' && report.cause !== null && isAsked(report.cause)
  const cause = untouched && interruption ? interruption.finding : report.cause
  return {
    exitCode: untouched && interruption ? CODES[interruption.finding.code] : ENDINGS[report.ending],
    result: { ...about, plan: planJson(plan), report: reportJson(report, support) },
    ...(cause === null ? {} : { error: troubleOf(cause) }),
    text: () => reportText({ ...report, cause }, plan, context.paint, watched(context), support),
    asides: [],
  }
}
