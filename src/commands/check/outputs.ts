import type { Options } from '../command.ts'
import type { Flags } from '../flags.ts'
import {
  addOutputOption,
  type InFile,
  mustDiffer,
  oneOnStdout,
  pathOfSource,
  readForms,
} from '../output/forms.ts'

const FORMATS = ['text', 'json', 'jsonl', 'junit', 'sarif', 'github'] as const
const SPELLING = { forms: FORMATS, usual: ['junit', 'report.xml'] } as const
export type Format = (typeof FORMATS)[number] | 'nagios'

/** Where the answer goes, in which forms. */
export interface Outputs {
  readonly stdout: Format
  readonly files: readonly InFile<Format>[]
  /** anything but what `--json` and no option at all have always meant */
  readonly asked: boolean
  readonly nagios: boolean
  readonly baseline: string | null
  readonly writeBaseline: string | null
}

export function addOutputOptions(flags: Flags): void {
  addOutputOption(flags, SPELLING)
    .option(
      '--exit-style <style>',
      'exit as a monitoring plugin does: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN',
      {
        choices: ['nagios'],
      },
    )
    .option('--baseline <file>', 'let known findings pass: shown, counted, and no reason to fail')
    .option('--write-baseline <file>', 'write what fails now as a baseline')
}

/** @throws LicError usage.option where two want standard output, or one file; usage.argument for what is no format */
export function readOutputs(
  { output, exitStyle, baseline, writeBaseline }: Options,
  json: boolean,
  single: boolean,
  sources: readonly string[],
): Outputs {
  const given = readForms(output, SPELLING)
  const nagios = exitStyle === 'nagios'
  const baselines = { baseline: named(baseline), writeBaseline: named(writeBaseline) }
  const { writeBaseline: written } = baselines
  mustDiffer(
    [...given.files.map(({ path }) => path), ...(written === null ? [] : [written])],
    sources.map((source) => pathOfSource(source) ?? source),
  )
  const onStdout: readonly Format[] = [
    ...given.onStdout,
    ...(json ? [single ? ('json' as const) : ('jsonl' as const)] : []),
    ...(nagios ? ['nagios' as const] : []),
  ]
  const inFile = onStdout.find((one) => one !== 'text' && one !== 'nagios') ?? 'junit'
  return {
    stdout: oneOnStdout(onStdout, inFile) ?? 'text',
    files: given.files,
    asked:
      given.onStdout.length + given.files.length > 0 ||
      nagios ||
      Object.values(baselines).some((one) => one !== null),
    nagios,
    ...baselines,
  }
}

const named = (given: unknown): string | null => (typeof given === 'string' ? given : null)
