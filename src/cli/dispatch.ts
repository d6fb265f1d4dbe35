import { Command, CommanderError } from 'commander'
import type { Context, Verb } from '../commands/command.ts'
import type { Host } from '../host/host.ts'
import { LicError } from '../model/lic-error.ts'
import { own, says, visible } from '../model/visible.ts'
import { paintFor } from '../present/look.ts'
import { deliver } from './deliver.ts'
import { lookAt } from './look.ts'
import { addCommonOptions, readSettings } from './settings.ts'
import { VERBS } from './verbs.ts'

/** Finds the verb, reads its flags, runs it, delivers its answer. */
export async function dispatch(argv: readonly string[], host: Host): Promise<number> {
  const [name = '--help', ...rest] = argv
  if (name === '--help' || name === '-h') return printOverview(host)
  const entry = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined
  if (!entry) throw unknownVerb(name)
  const verb = await entry.load()
  const command = commandFor(name, entry.summary, verb, host)
  const parsed = parse(command, rest)
  if (!parsed) return 0
  return perform(name, verb, command, host)
}

async function perform(name: string, verb: Verb, command: Command, host: Host): Promise<number> {
  const options = command.opts()
  const settings = readSettings(options, host)
  const look = lookAt(host, options.color !== false && !settings.json)
  const context: Context = { host, settings, look, paint: await paintFor(look) }
  const answer = await verb.run(context, command.args, options)
  if (!('streamed' in answer)) await deliver(name, answer, settings, host)
  return answer.exitCode
}

function commandFor(name: string, summary: string, verb: Verb, host: Host): Command {
  const command = new Command(`lic ${name}`).summary(summary).description(`${summary}.`)
  verb.define(command)
  addCommonOptions(command, verb.uses)
  return command
    .helpOption('-h, --help', 'show this help')
    .exitOverride()
    .configureOutput({ writeOut: (text) => void host.stdout.write(text), writeErr: () => {} })
}

/** False when help was asked for and shown. What a user typed is not echoed: it may be a key. */
function parse(command: Command, argv: readonly string[]): boolean {
  try {
    command.parse([...argv], { from: 'user' })
    return true
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown
    if (thrown.code === 'commander.helpDisplayed') return false
    throw usage(thrown, command)
  }
}

const PLAIN_FLAG = /'(--?[a-z][a-z-]{0,30})(?:[ '=]|$)/

function usage(thrown: CommanderError, command: Command): LicError {
  const flag = PLAIN_FLAG.exec(thrown.message)?.[1]
  const kind = thrown.code.replace('commander.', '').replace(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`)
  return new LicError(
    'usage.option',
    flag === undefined ? says`${kind}` : says`${kind}: ${flag}`,
    says`run: ${command.name()} --help`,
  )
}

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
