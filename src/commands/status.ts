import type { Answer, Streamed } from '../model/answer.ts'
import { exitCodeOf } from '../model/codes.ts'
import { worst } from '../model/exit.ts'
import { LicError } from '../model/lic-error.ts'
import { says } from '../model/visible.ts'
import { statusText } from '../present/status/text.ts'
import { statusJson } from '../present/status/view.ts'
import type { Context, Options, Verb } from './command.ts'
import { addPolicyOption, policyFor, wantsPolicy } from './deploying/print-policy.ts'
import { lookAtAll, openLook } from './status/look-at.ts'
import { addLookOptions } from './status/options.ts'

export const status: Verb = {
  uses: ['judging', 'aws', 'deployment'],
  define(flags) {
    addLookOptions(flags)
    flags.option('--all', 'every deployment of lic.config.json, one after the other')
    addPolicyOption(flags).option(
      '--exit-style <style>',
      'exit as a monitoring plugin does: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN',
      {
        choices: ['nagios'],
      },
    )
    flags.epilogue(HELP)
  },
  async run(context, _operands, options) {
    if (options.exitStyle === 'nagios' && context.settings.json)
      throw new LicError('usage.option', says`--exit-style nagios and --json both want standard output`)
    if (wantsPolicy(options)) return policyFor('status', context, options)
    const { host, settings, look, paint } = context
    if (options.all === true) return everyOne(context, options)
    const view = await (await openLook({ host, settings, options }))(settings.now)
    const { exitCode } = view
    const text = settings.json ? '' : await statusText(view, look, paint)
    if (options.exitStyle !== 'nagios')
      return { exitCode, result: statusJson(view), text: () => text, asides: [] }
    const { nagiosStatus } = await import('../present/status/nagios.ts')
    const { line, exit } = nagiosStatus(view)
    await host.stdout.write(`${line}\n${text.replaceAll('|', '\\u{7c}')}`)
    return { exitCode, streamed: true, exitAs: exit }
  },
}

/** Each deployment of the project file, one screen after the other; the exit code is the worst. */
async function everyOne(context: Context, options: Options): Promise<Answer | Streamed> {
  const { host, settings, look, paint } = context
  const alone = ONE_ALONE.find((name) => options[name] !== undefined)
  if (alone !== undefined)
    throw new LicError(
      'usage.option',
      says`--all is about every deployment of lic.config.json, and --${alone.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} about one`,
      says`for one: lic status --deployment NAME`,
    )
  const { severalJson, severalText } = await import('../present/status/several.ts')
  const views = await lookAtAll(context)
  const exitCode = worst(views.map((one) => ('trouble' in one ? exitCodeOf(one.trouble) : one.exitCode)))
  const text = settings.json ? '' : await severalText(views, look, paint)
  if (options.exitStyle !== 'nagios')
    return { exitCode, result: severalJson(views), text: () => text, asides: [] }
  const { nagiosOfSeveral } = await import('../present/status/nagios.ts')
  const { line, exit } = nagiosOfSeveral(views)
  await host.stdout.write(`${line}\n${text.replaceAll('|', '\\u{7c}')}`)
  return { exitCode, streamed: true, exitAs: exit }
}

const ONE_ALONE = [
  'deployment',
  'secret',
  'cluster',
  'service',
  'healthUrl',
  'dotenv',
  'adminUrl',
  'printIamPolicy',
]

const HELP = `
What runs now: the key in its place, the services that read it and whether they started since it was put there,
what the runtimes say of their license, nodes against the limit, what is to come. It only reads.

  lic status                                       the usual names
  lic status --deployment production               as lic.config.json has them
  lic status --all                                 every deployment of lic.config.json
  lic status --health-url https://HOST:8080/health ask the runtime, too: only it can say what it runs as

Exit codes: 0 all as it should be; 20, 21 the key ends soon; 22 something drifts, each with the command that cures
it; 30 to 49 the key itself is not good; 31, 32 a remote does not answer, or refuses (lic help exit-codes)
`
