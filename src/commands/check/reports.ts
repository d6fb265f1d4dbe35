import { version } from '../../../package.json'
import type { GrowingFile } from '../../host/host.ts'
import { isFileTrouble } from '../../input/read-source.ts'
import type { Trouble } from '../../model/answer.ts'
import { LicError } from '../../model/lic-error.ts'
import { says } from '../../model/visible.ts'
import type { Checked } from '../../present/check/checked.ts'
import { type Conclusion, type Entry, entryOf, type Report } from '../../present/check/report.ts'
import { jsonlReport, jsonReport, textReport } from '../../present/check/streams.ts'
import { plainPaint } from '../../present/look.ts'
import type { Context } from '../command.ts'
import { cannotWrite, lostLine } from '../output/trouble.ts'
import type { Request } from './check-reported.ts'
import type { Format } from './outputs.ts'

/** All formats of one run, fed key by key. */
export interface Reports {
  add(checked: Checked): Promise<Entry>
  /** Writes what comes at the end; false where a file could not be written. */
  conclude(conclusion: Conclusion): Promise<boolean>
  /** The same where nothing was checked; on standard output only where nobody else says why. */
  giveUp(conclusion: Conclusion): Promise<boolean>
}

/** Milliseconds before expiry from which to warn; asked for at the end. */
type Within = () => { readonly warn: number; readonly crit: number }

interface Sink {
  readonly report: Report
  readonly path: string | null
  write(text: string): Promise<void>
  readonly file: GrowingFile | null
}

/** @throws LicError usage.argument for a file that cannot be written: before anything is checked */
export async function openReports(
  { outputs, single }: Request,
  within: Within,
  context: Context,
): Promise<Reports> {
  const { host, settings } = context
  const sinks: Sink[] = []
  const report = (format: Format, toFile: boolean) => reportOf(format, single, toFile, within, context)
  try {
    for (const { format, path } of outputs.files) {
      const file = await host.files.grow(path).catch((thrown: unknown) => {
        throw cannotWrite(thrown, path, 'checked')
      })
      sinks.push({ report: await report(format, true), path, file, write: (text) => file.write(text) })
    }
  } catch (thrown) {
    for (const { file } of sinks) await file?.abandon()
    throw thrown
  }
  const stdout = await report(outputs.stdout, false)
  sinks.push({ report: stdout, path: null, file: null, write: (text) => host.stdout.write(text) })
  const lost = new Set<Sink>()
  const put = async (sink: Sink, what: () => Promise<void>) => {
    if (lost.has(sink)) return
    await what().catch(async (thrown: unknown) => {
      if (sink.path === null || !isFileTrouble(thrown)) throw thrown
      lost.add(sink)
      await sink.file?.abandon()
      await host.stderr.write(`${lostLine(sink.path)}\n`)
    })
  }
  const end = async (to: readonly Sink[], conclusion: Conclusion) => {
    for (const sink of to)
      await put(sink, async () => {
        await sink.write(sink.report.end(conclusion))
        await sink.file?.finish()
      })
    return lost.size === 0
  }
  const elsewhere = outputs.stdout === 'text' || outputs.nagios || settings.json
  let number = 0
  return {
    async add(checked) {
      const entry = entryOf(checked, ++number)
      for (const sink of sinks) {
        const text = sink.report.add(entry)
        if (text !== '') await put(sink, () => sink.write(text))
      }
      return entry
    },
    conclude: (conclusion) => end(sinks, conclusion),
    giveUp: (conclusion) => end(elsewhere ? sinks.filter(({ path }) => path !== null) : sinks, conclusion),
  }
}

async function reportOf(
  format: Format,
  single: boolean,
  toFile: boolean,
  within: Within,
  context: Context,
): Promise<Report> {
  const { quiet, now } = context.settings
  switch (format) {
    case 'text':
      return textReport(toFile ? plainPaint : context.paint, quiet && !toFile)
    case 'json':
      return jsonReport(single)
    case 'jsonl':
      return jsonlReport(single, quiet && !toFile)
    case 'junit':
      return (await import('../../present/check/junit.ts')).junitReport({ version, now })
    case 'sarif':
      return (await import('../../present/check/sarif-of-keys.ts')).sarifReport(version)
    case 'github':
      return (await import('../../present/check/github.ts')).githubReport()
    case 'nagios':
      return (await import('../../present/check/nagios.ts')).nagiosReport(within)
  }
}

/** A fault of ours may quote a key in its message. */
export const troubleOf = (thrown: unknown): Trouble =>
  thrown instanceof LicError
    ? { code: thrown.code, message: thrown.says, hints: thrown.hints }
    : { code: 'lic.fault', message: says`a fault in lic itself`, hints: [] }
