import { version } from '../../../package.json'
import { isFileTrouble } from '../../input/read-source.ts'
import type { ExitCode } from '../../model/exit.ts'
import { envelope, toJsonLine } from '../../present/json.ts'
import { plainPaint } from '../../present/look.ts'
import { scanJson } from '../../present/scan/json.ts'
import type { ScanReport } from '../../present/scan/scanned.ts'
import { scanText } from '../../present/scan/text.ts'
import type { Context, Options } from '../command.ts'
import type { Flags } from '../flags.ts'
import { addOutputOption, type Destinations, mustDiffer, oneOnStdout, readForms } from '../output/forms.ts'
import { cannotWrite, lostLine } from '../output/trouble.ts'

const FORMS = ['text', 'json', 'sarif', 'github'] as const
const SPELLING = { forms: FORMS, usual: ['sarif', 'lic.sarif'] } as const
type Form = (typeof FORMS)[number]

export interface Outputs {
  readonly stdout: Form
  readonly files: Destinations<Form>['files']
}

export const addScanOutput = (flags: Flags): Flags => addOutputOption(flags, SPELLING)

/** @throws LicError usage.option where two want standard output, or one file; usage.argument for what is no format */
export function readScanOutputs({ output }: Options, json: boolean, paths: readonly string[]): Outputs {
  const { onStdout, files } = readForms(output, SPELLING)
  mustDiffer(
    files.map(({ path }) => path),
    paths,
  )
  const wanted: readonly Form[] = [...onStdout, ...(json ? ['json' as const] : [])]
  const inFile = wanted.find((one) => one !== 'text') ?? 'sarif'
  return { stdout: oneOnStdout(wanted, inFile) ?? 'text', files }
}

/** @throws LicError usage.argument for a file that cannot be written: before anything is scanned */
export async function mustBeWritable({ files }: Outputs, { host }: Context): Promise<void> {
  for (const { path } of files)
    await host.files.mayReplace(path).catch((thrown: unknown) => {
      throw cannotWrite(thrown, path, 'scanned')
    })
}

/** Resolves with whether all of them were written; which were not is told. */
export async function writeFiles(
  { files }: Outputs,
  report: ScanReport,
  exitCode: ExitCode,
  { host }: Context,
): Promise<boolean> {
  let whole = true
  for (const { format, path } of files) {
    const text = await formed(format, report, exitCode, () => scanText(report, false, plainPaint))
    try {
      const file = await host.files.grow(path)
      await file
        .write(text)
        .then(() => file.finish())
        .catch(async (thrown: unknown) => {
          await file.abandon()
          throw thrown
        })
    } catch (thrown) {
      if (!isFileTrouble(thrown)) throw thrown
      whole = false
      await host.stderr.write(`${lostLine(path)}\n`)
    }
  }
  return whole
}

/** @param asText lines for who reads them: in colour on a terminal, fewer where it is to be quiet */
export async function formed(
  format: Form,
  report: ScanReport,
  exitCode: ExitCode,
  asText: () => string,
): Promise<string> {
  switch (format) {
    case 'text':
      return asText()
    case 'json':
      return toJsonLine(envelope('scan', { exitCode, result: scanJson(report) }))
    case 'sarif':
      return (await import('../../present/scan/sarif.ts')).scanSarif(report, exitCode, version)
    case 'github':
      return (await import('../../present/scan/github.ts')).scanGithub(report)
  }
}
