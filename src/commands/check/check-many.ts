import { readKey } from '../../input/key-source.ts'
import { openList } from '../../input/list-source.ts'
import type { Streamed } from '../../model/answer.ts'
import { EXIT, type ExitCode, worst } from '../../model/exit.ts'
import { LicError } from '../../model/lic-error.ts'
import { says } from '../../model/visible.ts'
import { addTallies, NOTHING, type Tally } from '../../present/check/checked.ts'
import { tallyJson } from '../../present/check/json.ts'
import { emptyLine, tallyLine } from '../../present/check/text.ts'
import { findingLines } from '../../present/findings.ts'
import { envelope, toJsonLine } from '../../present/json.ts'
import { plainPaint } from '../../present/look.ts'
import type { Context } from '../command.ts'
import { tallyOf, written } from './check-block.ts'
import { checkKey } from './check-key.ts'
import { checkList } from './check-list.ts'
import type { Demands } from './demands.ts'
import { measureFor, readOptions } from './measure.ts'

/** Checks several keys, one a source or, with `lists`, one a line of each source; writes as it goes. */
export async function checkMany(
  context: Context,
  sources: readonly string[],
  demands: Demands,
  lists: boolean,
): Promise<Streamed> {
  if (sources.length === 0)
    throw new LicError(
      'usage.argument',
      says`--lines needs a source`,
      says`write: lic check --lines file:keys.txt, or - for standard input`,
    )
  if (sources.filter((source) => source === '-').length > 1)
    throw new LicError('usage.argument', says`standard input can be read only once`)
  const tally = lists
    ? await eachLine(context, sources, demands)
    : await eachSource(context, sources, demands)
  return conclude(context, tally)
}

/** All are read before the first is judged: one that cannot be read means that nothing was checked. */
async function eachSource(context: Context, sources: readonly string[], demands: Demands): Promise<Tally> {
  const { host, settings, paint } = context
  const keys = []
  for (const source of sources) keys.push(await readKey(source, host, readOptions(context, false)))
  const place = keys.find((key) => key.place !== null)?.place ?? null
  const measure = await measureFor(context, demands, place)
  const checked = keys.map((key) => checkKey({ ...key, line: null }, measure))
  for (const one of checked) await host.stdout.write(written(one, settings, paint))
  return tallyOf(checked)
}

async function eachLine(context: Context, sources: readonly string[], demands: Demands): Promise<Tally> {
  const { host, settings, look, paint } = context
  const { json, quiet } = settings
  const lists = []
  for (const source of sources) lists.push(await openList(source, host, settings))
  const place = lists.find((list) => list.place !== null)?.place ?? null
  const measure = await measureFor(context, demands, place)
  const warnings = lists.flatMap((list) => list.findings)
  if (!json && !quiet)
    for (const line of warnings.flatMap((each) => findingLines(each, plainPaint)))
      await host.stderr.write(`${line}\n`)
  let tally = NOTHING
  for (const { chunks, from } of lists) {
    const { color } = look
    tally = addTallies(tally, await checkList(chunks, { ...measure, from, json, quiet, color }, paint, host))
  }
  return tally
}

async function conclude({ host, settings }: Context, tally: Tally): Promise<Streamed> {
  const codes = Object.keys(tally.exitCodes).map((code) => Number(code) as ExitCode)
  const exitCode = tally.checked === 0 ? EXIT.noKey : worst(codes)
  const error = { code: 'source.empty', message: emptyLine, hints: [] } as const
  if (settings.json)
    await host.stdout.write(
      toJsonLine(
        envelope('check', { exitCode, result: tallyJson(tally), ...(tally.checked === 0 ? { error } : {}) }),
      ),
    )
  else if (tally.checked === 0) await host.stderr.write(`error: ${emptyLine} [${error.code}]\n`)
  else if (!settings.quiet) await host.stderr.write(`${tallyLine(tally)}\n`)
  return { exitCode, streamed: true }
}
