import type { Host } from '../../host/host.ts'
import type { Given } from '../../input/key-source.ts'
import type { Streamed } from '../../model/answer.ts'
import { exitCodeOf } from '../../model/codes.ts'
import { EXIT, type ExitCode, worst } from '../../model/exit.ts'
import type { Finding } from '../../model/finding.ts'
import { DAY } from '../../model/instant.ts'
import { LicError } from '../../model/lic-error.ts'
import { andMore, cappedLines, MOST_TOLD } from '../../present/check/capped.ts'
import { addTallies, type Checked, NOTHING, type Tally } from '../../present/check/checked.ts'
import { type Conclusion, type Entry, plainLine } from '../../present/check/report.ts'
import { emptyLine, findingAsides, tallyLine } from '../../present/check/text.ts'
import type { Context } from '../command.ts'
import { type Baselines, openBaselines } from './baseline-files.ts'
import { counter } from './check-block.ts'
import type { Demands } from './demands.ts'
import { eachLine, eachSource } from './each-key.ts'
import type { Outputs } from './outputs.ts'
import { openReports, type Reports, troubleOf } from './reports.ts'

/** What is checked, and how it is told. */
export interface Request {
  readonly sources: readonly string[]
  /** each source is a list, one key a line */
  readonly lists: boolean
  readonly single: boolean
  readonly outputs: Outputs
  demands(): Promise<Demands>
  /** a key for a source that is not set, where that was asked for; else throws again */
  instead(demands: Demands): (thrown: unknown) => Given
}

/** Checks, and writes what every format has to say; one key after the other, so that memory stays small. */
export async function checkReported(context: Context, request: Request): Promise<Streamed> {
  const { host, settings } = context
  let asked: Demands | null = null
  const within = () => ({ warn: asked?.warnWithin ?? 30 * DAY, crit: asked?.critWithin ?? 7 * DAY })
  const reports = await openReports(request, within, context)
  const run = runOf(request, reports)
  try {
    asked = await request.demands()
    const { baseline, writeBaseline } = request.outputs
    const known =
      baseline === null && writeBaseline === null
        ? null
        : await openBaselines(request.outputs, asked, settings.now, host)
    await run.all(context, asked, known)
    const conclusion = run.conclusion(null)
    const whole = await reports.conclude(conclusion)
    await tell(host, settings.quiet ? run.evenQuietly() : run.asides(conclusion, host))
    const exitCode = whole || conclusion.exitCode !== EXIT.done ? conclusion.exitCode : EXIT.fault
    if (!request.outputs.nagios) return { exitCode, streamed: true }
    const { nagiosExit } = await import('../../present/check/nagios.ts')
    return { exitCode, streamed: true, exitAs: nagiosExit(conclusion.tally, whole) }
  } catch (thrown) {
    if (!(thrown instanceof Error && thrown.name === 'OutputTrouble'))
      await reports.giveUp({
        ...run.conclusion(null),
        exitCode: thrown instanceof LicError ? exitCodeOf(thrown) : EXIT.fault,
        trouble: troubleOf(thrown),
      })
    throw thrown
  }
}

async function tell(host: Host, lines: readonly string[]): Promise<void> {
  for (const line of lines) await host.stderr.write(`${line}\n`)
}

/** One run as it goes on: what was counted, and what is worth telling at its end. */
function runOf(request: Request, reports: Reports) {
  const { single, outputs } = request
  const count = counter()
  let passedOver = NOTHING
  const about: Finding[] = []
  const told: string[] = []
  let untold = 0
  let letPass = 0
  let last: Entry | null = null
  const one = async (checked: Checked) => {
    count.add(checked.exitCode)
    if (checked.letPass && checked.exitCode === EXIT.done) letPass++
    last = await reports.add(checked)
    if (checked.exitCode === EXIT.done && !single) return
    if (told.length < MOST_TOLD) told.push(plainLine(last))
    else untold++
  }
  const passOver = (more: Tally) => {
    passedOver = addTallies(passedOver, more)
  }
  const tally = (): Tally => ({
    ...addTallies({ ...passedOver, checked: 0, passed: 0, exitCodes: {} }, count.tally()),
    ...(letPass === 0 ? {} : { letPass }),
  })
  return {
    async all(context: Context, demands: Demands, known: Baselines | null): Promise<void> {
      const take = (checked: Checked) => one(known === null ? checked : known.apply(checked))
      const said = request.lists
        ? eachLine(context, request.sources, demands, take, passOver)
        : eachSource(context, request, demands, take)
      about.push(...(await said))
      if (known !== null) about.push(...(await known.end()))
    },
    conclusion(trouble: Conclusion['trouble']): Conclusion {
      const found = tally()
      const codes = Object.keys(found.exitCodes).map((code) => Number(code) as ExitCode)
      const exitCode = found.checked === 0 ? EXIT.noKey : worst(codes)
      const none = { code: 'source.empty', message: emptyLine, hints: [] } as const
      return {
        exitCode,
        tally: found,
        findings: about,
        trouble: trouble ?? (found.checked === 0 ? none : null),
      }
    },
    /** What is not kept quiet: that something that is rejected for good was let pass. */
    evenQuietly: (): readonly string[] =>
      cappedLines(about.filter(({ code, severity }) => code === 'check.let-pass' && severity === 'warning')),
    /** Why it ends as it does, in words: always, whatever stands on standard output. */
    asides({ findings, tally: found }: Conclusion, host: Host): readonly string[] {
      const about = cappedLines(findings)
      if (outputs.nagios) return about
      const end = found.checked === 0 ? `error: ${emptyLine} [source.empty]` : tallyLine(found)
      if (outputs.stdout !== 'text') return [...told, ...andMore(untold), ...about, ...(single ? [] : [end])]
      const asides = single && last !== null ? findingAsides(last.checked) : []
      return [...asides, ...about, ...(single && host.stdout.terminal ? [] : [end])]
    },
  }
}
