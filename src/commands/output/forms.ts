import { normalize } from 'node:path'
import { showName } from '../../input/may-show.ts'
import { LicError } from '../../model/lic-error.ts'
import { own, says } from '../../model/visible.ts'
import type { Flags } from '../flags.ts'

/** What `--output` may name, and how that is told to somebody who got it wrong. */
export interface Spelling<Form extends string> {
  readonly forms: readonly Form[]
  /** one for which a file is usual, and a name for that file */
  readonly usual: readonly [Form, string]
}

/** Where the answer goes, in which forms. */
export interface Destinations<Form extends string> {
  /** at most one can stand there */
  readonly onStdout: readonly Form[]
  readonly files: readonly InFile<Form>[]
}

export interface InFile<Form extends string> {
  readonly format: Form
  readonly path: string
}

export const addOutputOption = (flags: Flags, { forms }: Spelling<string>): Flags =>
  flags.option(
    '--output <format[=file]>',
    `answer as ${forms.join(', ')}, on stdout or in a file (repeatable)`,
    {
      repeatable: true,
      proposals: forms,
    },
  )

/** @param given as it came from the command line; @throws LicError usage.argument for what is no format */
export function readForms<Form extends string>(given: unknown, spelling: Spelling<Form>): Destinations<Form> {
  const all = (Array.isArray(given) ? given : []).map((one) => formOf(String(one), spelling))
  return {
    onStdout: all.flatMap(({ format, path }) => (path === null ? [format] : [])),
    files: all.flatMap(({ format, path }) => (path === null ? [] : [{ format, path }])),
  }
}

function formOf<Form extends string>(given: string, { forms, usual: [usual, file] }: Spelling<Form>) {
  const [, name, path] = /^([a-z]+)(?:=(.*))?$/s.exec(given) ?? []
  const format = forms.find((one) => one === name)
  const hint = says`write --output ${usual}=${file} for a file, --output ${usual} for standard output`
  if (format === undefined)
    throw new LicError('usage.argument', says`--output takes one of: ${forms.join(', ')}`, hint)
  if (path === '')
    throw new LicError(
      'usage.argument',
      says`--output ${format}= names no file: is the variable set that it comes from?`,
      hint,
    )
  return { format, path: path ?? null }
}

/** @param inFile the one that may as well go into a file; @throws LicError usage.option where several want to stand there */
export function oneOnStdout<Form extends string>(wanted: readonly Form[], inFile: string): Form | undefined {
  if (wanted.length > 1)
    throw new LicError(
      'usage.option',
      says`one format can stand on standard output, not ${wanted.length}: ${wanted.join(', ')}`,
      says`write the others to files: --output ${inFile}=FILE`,
    )
  return wanted[0]
}

/** One file holds one report, and never replaces what is to be read. @throws LicError usage.option */
export function mustDiffer(paths: readonly string[], read: readonly string[]): void {
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

/** The path of a file that a source is read from, as it was named; null: it is read from elsewhere. */
export const pathOfSource = (source: string): string | null =>
  /^(?:@|file:|dotenv:)(.*?)(?:#[^#]*)?$/s.exec(source)?.[1] ?? null
