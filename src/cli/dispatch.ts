import type { Settings, Verb } from '../commands/command.ts'
import type { Host } from '../host/host.ts'
import { LicError } from '../model/lic-error.ts'
import { own, says, visible } from '../model/visible.ts'
import { paintFor } from '../present/look.ts'
import { readyProducts } from '../products/registry.ts'
import { deliver } from './deliver.ts'
import { FlagList } from './flag-list.ts'
import { type Layered, layered } from './layers.ts'
import { lookAt } from './look.ts'
import { parse } from './parse.ts'
import { addCommonOptions, readSettings } from './settings.ts'
import { VERBS } from './verbs.ts'

/** Finds the verb, reads its flags, runs it, delivers its answer. */
export async function dispatch(argv: readonly string[], host: Host): Promise<number> {
  const [name = '--help', ...rest] = argv
  if (name === '--help' || name === '-h') return printOverview(host)
  if (name === '--version' || name === '-V')
    throw new LicError('usage.option', says`--version goes with --json alone`)
  const entry = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined
  if (!entry) throw unknownVerb(name)
  const verb = await entry.load()
  const flags = new FlagList()
  verb.define(flags)
  addCommonOptions(flags, verb.uses)
  const { operands, options } = parse(name, flags, rest)
  if (options.help === true) return printHelp(name, entry.summary, flags, host)
  const of = (deployment: string) => layered(flags, { ...options, deployment }, verb.uses, host)
  return perform(name, verb, operands, { given: await layered(flags, options, verb.uses, host), of }, host)
}

async function perform(
  name: string,
  verb: Verb,
  operands: readonly string[],
  { given, of }: { given: Layered; of(deployment: string): Promise<Layered> },
  host: Host,
): Promise<number> {
  const { options } = given
  const settings = readSettings(given, host)
  if (settings.debug)
    for (const { setting, value, from } of settings.origins)
      await host.stderr.write(`debug: ${setting}${value === null ? '' : ` ${value}`}, from ${from}\n`)
  const look = lookAt(host, options.color !== false && !settings.json)
  const context = {
    host: settings.noInput || settings.quiet ? unspoken(host, settings) : host,
    settings,
    look,
    paint: await paintFor(look),
    of: async (deployment: string) => {
      const other = await of(deployment)
      return { settings: readSettings(other, host), options: other.options }
    },
  }
  if (verb.uses.includes('judging') && verb.readies !== true) await readyProducts()
  const run = () => verb.run(context, operands, options)
  const { reportFile } = options
  const answer =
    typeof reportFile === 'string'
      ? await (await import('./report-file.ts')).reportingTo(reportFile, name, host, run)
      : await run()
  if ('streamed' in answer) return answer.exitAs ?? answer.exitCode
  await deliver(name, answer, settings, host)
  return answer.exitCode
}

/** With --no-input nobody is asked, by AWS for the code of an MFA device neither; with --quiet nobody is told what it waits for. */
const unspoken = (host: Host, { noInput, quiet }: Settings): Host => ({
  ...host,
  aws: (settings) => host.aws({ ...settings, noInput, quiet }),
})

function unknownVerb(name: string): LicError {
  const plain = /^[a-z-]{1,20}$/.test(name)
  const hints = [own(visible(Object.keys(VERBS).join(', ')))].map((list) => says`the commands are: ${list}`)
  if (name.startsWith('-')) hints.unshift(says`options come after the command: lic inspect --json`)
  return new LicError(
    'usage.unknown-command',
    plain ? says`no such command: ${name}` : says`no such command`,
    ...hints,
  )
}

async function printOverview(host: Host): Promise<number> {
  const { overview } = await import('./overview.ts')
  await host.stdout.write(overview(VERBS))
  return 0
}

async function printHelp(name: string, summary: string, flags: FlagList, host: Host): Promise<number> {
  const { helpText } = await import('./help-text.ts')
  await host.stdout.write(helpText(name, summary, flags, host.stdout.width))
  return 0
}
