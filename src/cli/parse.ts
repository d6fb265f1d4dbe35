import { parseArgs } from 'node:util'
import type { Options } from '../commands/command.ts'
import { holdsKey } from '../input/may-show.ts'
import { LicError } from '../model/lic-error.ts'
import { own, type Shown, says, visible } from '../model/visible.ts'
import type { FlagList, FlagOption } from './flag-list.ts'

export interface Parsed {
  readonly operands: readonly string[]
  /** by camel-cased name; `--no-color` is `color: false` */
  readonly options: Options
}

/** Reads a command line. What a user typed is not echoed, plain flags apart: it may be a key. */
export function parse(verb: string, flags: FlagList, argv: readonly string[]): Parsed {
  const { values, positionals } = split(verb, flags, argv)
  const { least, most } = flags.operands
  if (values.help === true) return { operands: [], options: { help: true } }
  if (positionals.length > most) throw usage(verb, says`too many arguments: ${most} at most`)
  if (positionals.length < least)
    throw usage(verb, says`missing argument: ${flags.arguments[positionals.length]?.spec ?? ''}`)
  const options: Record<string, unknown> = {}
  for (const option of flags.options) {
    const value = values[option.name]
    if (value === undefined) continue
    refuseKey(option, value)
    checkChoice(verb, option, value)
    if (option.name.startsWith('no-')) options[camel(option.name.slice(3))] = false
    else options[camel(option.name)] = value
  }
  return { operands: positionals, options }
}

/** `healthUrl` of `health-url` */
export const camel = (name: string): string => name.replace(/-./g, (pair) => pair.slice(1).toUpperCase())

interface Split {
  readonly values: Readonly<Record<string, unknown>>
  readonly positionals: readonly string[]
}

function split(verb: string, flags: FlagList, argv: readonly string[]): Split {
  if (argv.every((one) => one === '-' || !one.startsWith('-'))) return { values: {}, positionals: argv }
  const options = Object.fromEntries(
    flags.options.map(({ name, takesValue, how }) => [
      name,
      { type: takesValue ? ('string' as const) : ('boolean' as const), multiple: how.repeatable === true },
    ]),
  )
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true })
  } catch (thrown) {
    throw misread(verb, thrown)
  }
}

/** No option takes a key: it would end up in requests, plans and reports as the name of something. */
function refuseKey({ name }: FlagOption, value: unknown): void {
  const given: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (!given.some((each) => holdsKey(String(each)))) return
  throw new LicError(
    'usage.option',
    says`--${name} was given what looks like a license key; it is not shown here`,
    says`other users of this machine may have seen it: where it is a real one, have the vendor replace it`,
    says`give keys as a source: - for standard input, file:path, env:NAME, secret:ID`,
  )
}

function checkChoice(verb: string, { name, how }: FlagOption, value: unknown): void {
  const given: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (!how.choices || given.every((each) => how.choices?.includes(String(each)))) return
  throw usage(verb, says`--${name} takes one of: ${own(visible(how.choices.join(', ')))}`)
}

const PLAIN_FLAG = /'(?:-[a-z], )?(--?[a-z][a-z-]{0,30})(?:[ '=]|$)/

/** Node loads what it names before lic begins. Source: nodejs.org/api/cli.html */
const OF_NODE = says`--env-file is Node's own, and Node has read that file as settings of its own; a file of variables is named by --dotenv`

function misread(verb: string, thrown: unknown): LicError {
  const { code, message } = thrown as { code?: string; message: string }
  const flag = PLAIN_FLAG.exec(message)?.[1]
  const named = flag === undefined ? says`` : says` ${flag}`
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION')
    return usage(
      verb,
      says`unknown option${own(named)}`,
      ...(/^--env-file/.test(flag ?? '') ? [OF_NODE] : []),
    )
  if (code !== 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') throw thrown
  if (message.includes('does not take an argument'))
    return usage(verb, says`option${own(named)} takes no value`)
  return usage(
    verb,
    says`option${own(named)} needs a value`,
    says`where the value begins with a dash, write it after an equals sign: --option=-value`,
  )
}

const usage = (verb: string, text: Shown, ...hints: readonly Shown[]): LicError =>
  new LicError('usage.option', text, ...hints, says`run: lic ${verb} --help`)
