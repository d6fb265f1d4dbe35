import { openList } from '../../input/list-source.ts'
import type { Streamed } from '../../model/answer.ts'
import { EXIT, type ExitCode, worst } from '../../model/exit.ts'
import type { Finding } from '../../model/finding.ts'
import { addTallies, NOTHING, type Tally } from '../../present/check/checked.ts'
import { tallyJson } from '../../present/check/json.ts'
import { emptyLine, tallyLine } from '../../present/check/text.ts'
import { findingLines } from '../../present/findings.ts'
import { envelope, toJsonLine } from '../../present/json.ts'
import { plainPaint } from '../../present/look.ts'
import { readyProducts } from '../../products/registry.ts'
import type { Context } from '../command.ts'
import { counter, written } from './check-block.ts'
import { keysOf } from './check-files.ts'
import { checkList } from './check-list.ts'
import { checkLocated } from './check-located.ts'
import type { Demands } from './demands.ts'
import { measureFor, mustBeReadable } from './measure.ts'

/** Checks several keys, one a source or, with `lists`, one a line of each source; writes as it goes. */
export async function checkMany(
  context: Context,
  sources: readonly string[],
  demands: Demands,
  lists: boolean,
): Promise<Streamed> {
  mustBeReadable(sources)
  await readyProducts()
  const found = lists
    ? await eachLine(context, sources, demands)
    : await eachSource(context, sources, demands)
  return conclude(context, found)
}

interface Found {
  readonly tally: Tally
  /** about the lists themselves */
  readonly findings: readonly Finding[]
}

/** All are read before the first is judged: one that cannot be read means that nothing was checked. */
async function eachSource(context: Context, sources: readonly string[], demands: Demands): Promise<Found> {
  const { host, settings, paint } = context
  const all = []
  for (const source of sources) all.push(await keysOf(source, context))
  const keys = all.flatMap((one) => one.keys)
  const place = keys.find((key) => key.place !== null)?.place ?? null
  const measure = await measureFor(context, demands, place)
  const count = counter()
  for (const key of keys) {
    const checked = checkLocated(key, measure)
    if (checked === null) continue
    count.add(checked.exitCode)
    await host.stdout.write(written(checked, settings, paint))
  }
  return { tally: count.tally(), findings: all.flatMap(({ notes }) => notes) }
}

async function eachLine(context: Context, sources: readonly string[], demands: Demands): Promise<Found> {
  const { host, settings, look, paint } = context
  const { json, quiet } = settings
  const lists = []
  for (const source of sources) lists.push(await openList(source, host, settings))
  const place = lists.find((list) => list.place !== null)?.place ?? null
  const measure = await measureFor(context, demands, place)
  const findings = lists.flatMap((list) => list.findings)
  let tally = NOTHING
  for (const { chunks, from } of lists) {
    const { color } = look
    tally = addTallies(tally, await checkList(chunks, { ...measure, from, json, quiet, color }, paint, host))
  }
  return { tally, findings }
}

async function conclude({ host, settings }: Context, { tally, findings }: Found): Promise<Streamed> {
  const codes = Object.keys(tally.exitCodes).map((code) => Number(code) as ExitCode)
  const none = tally.checked === 0
  const exitCode = none ? EXIT.noKey : worst(codes)
  const error = { code: 'source.empty', message: emptyLine, hints: [] } as const
  if (settings.json) {
    const result = tallyJson(tally, findings)
    await host.stdout.write(toJsonLine(envelope('check', { exitCode, result, ...(none ? { error } : {}) })))
    if (!settings.quiet)
      await host.stderr.write(`${none ? `error: ${emptyLine} [${error.code}]` : tallyLine(tally)}\n`)
  } else {
    const lines = [
      ...(settings.quiet ? [] : findings.flatMap((finding) => findingLines(finding, plainPaint))),
      ...(none ? [`error: ${emptyLine} [${error.code}]`] : settings.quiet ? [] : [tallyLine(tally)]),
    ]
    for (const line of lines) await host.stderr.write(`${line}\n`)
  }
  return { exitCode, streamed: true }
}
