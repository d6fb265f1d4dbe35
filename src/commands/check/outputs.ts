import { normalize } from 'node:path'
import { showName } from '../../input/may-show.ts'
import { LicError } from '../../model/lic-error.ts'
import { own, says } from '../../model/visible.ts'
import type { Options } from '../command.ts'
import type { Flags } from '../flags.ts'

const FORMATS = ['text', 'json', 'jsonl', 'junit', 'sarif', 'github'] as const
export type Format = (typeof FORMATS)[number] | 'nagios'

/** Where the answer goes, in which forms. */
export interface Outputs {
  readonly stdout: Format
  readonly files: readonly { readonly format: Format; readonly path: string }[]
  /** anything but what `--json` and no option at all have always meant */
  readonly asked: boolean
  readonly nagios: boolean
  readonly baseline: string | null
  readonly writeBaseline: string | null
}

export function addOutputOptions(flags: Flags): void {
  flags
    .option(
      '--output <format[=file]>',
      `answer as ${FORMATS.join(', ')}, on stdout or in a file (repeatable)`,
      {
        repeatable: true,
      },
    )
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
  const given = (Array.isArray(output) ? output : []).map((one) => outputOf(String(one)))
  const nagios = exitStyle === 'nagios'
  const baselines = { baseline: named(baseline), writeBaseline: named(writeBaseline) }
  const files = given.flatMap(({ format, path }) => (path === null ? [] : [{ format, path }]))
  mustDiffer(
    [
      ...files.map(({ path }) => path),
      ...(baselines.writeBaseline === null ? [] : [baselines.writeBaseline]),
    ],
    sources,
  )
  const onStdout: readonly Format[] = [
    ...given.flatMap(({ format, path }) => (path === null ? [format] : [])),
    ...(json ? [single ? ('json' as const) : ('jsonl' as const)] : []),
    ...(nagios ? ['nagios' as const] : []),
  ]
  if (onStdout.length > 1)
    throw new LicError(
      'usage.option',
      says`one format can stand on standard output, not ${onStdout.length}: ${onStdout.join(', ')}`,
      says`write the others to files: --output ${onStdout.find((one) => one !== 'text' && one !== 'nagios') ?? 'junit'}=FILE`,
    )
  return {
    stdout: onStdout[0] ?? 'text',
    files,
    asked: given.length > 0 || nagios || Object.values(baselines).some((one) => one !== null),
    nagios,
    ...baselines,
  }
}

function outputOf(given: string): { readonly format: Format; readonly path: string | null } {
  const [, name, path] = /^([a-z]+)(?:=(.*))?$/s.exec(given) ?? []
  const format = FORMATS.find((one) => one === name)
  const hint = says`write --output junit=report.xml for a file, --output junit for standard output`
  if (format === undefined)
    throw new LicError('usage.argument', says`--output takes one of: ${FORMATS.join(', ')}`, hint)
  if (path === '')
    throw new LicError(
      'usage.argument',
      says`--output ${format}= names no file: is the variable set that it comes from?`,
      hint,
    )
  return { format, path: path ?? null }
}

/** One file holds one report, and never replaces what is to be read. */
function mustDiffer(paths: readonly string[], sources: readonly string[]): void {
  const read = sources.map((source) => /^(?:@|file:|dotenv:)(.*?)(?:#[^#]*)?$/s.exec(source)?.[1] ?? source)
  const taken = new Set(read.map((path) => normalize(path)))
  for (const path of paths) {
    if (taken.has(normalize(path)))
      throw new LicError(
        'usage.option',
        says`${own(showName(path))} would be written over: the same command reads it, or writes it too`,
      )
    taken.add(normalize(path))
  }
}

const named = (given: unknown): string | null => (typeof given === 'string' ? given : null)
