import { showName } from '../input/may-show.ts'
import { writeError } from '../input/write-trouble.ts'
import type { Answer } from '../model/answer.ts'
import { relative, toIso } from '../model/instant.ts'
import { LicError } from '../model/lic-error.ts'
import { own, type Shown, says, visible } from '../model/visible.ts'
import { findingLines } from '../present/findings.ts'
import { type Dated, datesOf } from '../present/reminders/dates.ts'
import { entryLines } from '../present/section.ts'
import { verdictLine } from '../present/verdict-line.ts'
import { verdictJson } from '../present/verdict-view.ts'
import type { Context, Options, Verb } from './command.ts'
import { deployedProduct } from './deploying/wiring.ts'
import { type JudgedSource, judgeSource } from './judge-source.ts'
import { mustDiffer, pathOfSource } from './output/forms.ts'

export const reminders: Verb = {
  uses: ['judging', 'aws', 'input', 'deployment'],
  readies: true,
  define(flags) {
    flags.argument('[source]', 'where the key is: -, file:PATH, env:NAME, secret:ID (lic help sources)')
    flags.option('--secret <name[#field]>', 'the secret that holds the key: as secret:NAME[#FIELD]')
    flags.option('--ics <file>', 'write them as a calendar (RFC 5545) there; - is standard output')
    flags.epilogue(HELP)
  },
  async run(context, [operand], options) {
    const source = sourceOf(operand, options, context)
    const { host, settings, paint } = context
    const ics = icsOf(options, settings.json)
    if (ics !== null && ics !== '-' && source !== undefined)
      mustDiffer([ics], [pathOfSource(source) ?? source])
    if (ics !== null && ics !== '-') await host.files.mayReplace(ics).catch(cannotWrite(ics))
    const judged = await judgeSource(source, 'warn', context)
    const dates = datesFrom(judged)
    const written = ics !== null && dates.length > 0
    const calendar = written ? await calendarFor(dates, context) : null
    if (calendar !== null && ics !== null && ics !== '-')
      await host.files.replace(ics, calendar).catch(cannotWrite(ics))
    const answer = answered(judged, dates, ics, context)
    const strays = judged.given.findings.flatMap((finding) => findingLines(finding, paint) as Shown[])
    if (ics !== '-') return { ...answer, asides: [...strays, ...answer.asides] }
    const verdict = verdictLine(judged.verdict, paint) as Shown
    return { ...answer, text: () => calendar ?? '', asides: [verdict, ...strays, ...answer.asides] }
  },
}

const HELP = `
The dates to come of a license: the vendor's reminders, its expiry, the end of its grace and what follows. As a
calendar, each is an entry in UTC with alarms; importing it again replaces the entries of the same key. Nothing secret
is in it. A key that is refused, forged or unreadable has no dates, and no file is written for it.

  lic reminders                                            the dates, in words
  lic reminders secret:axonflow/license-key --ics license.ics
  lic reminders --deployment production --ics license.ics  the key of a deployment in lic.config.json
  lic reminders - --ics - < key.txt                        the calendar on standard output

Exit codes are those of lic inspect for the key.
`

/** The key of a deployment is the one in its secret, under the usual name where none is said. */
function sourceOf(
  operand: string | undefined,
  { deployment, secret }: Options,
  { settings }: Context,
): string | undefined {
  if (deployment === undefined && secret === undefined) return operand
  if (operand !== undefined)
    throw new LicError(
      'usage.argument',
      says`a source and --${deployment === undefined ? 'secret' : 'deployment'} both name a key: name one`,
    )
  const { wiring, name } = deployedProduct(settings.product, undefined)
  const held = secret ?? wiring?.secret
  if (typeof held !== 'string' || held === '')
    throw new LicError(
      'usage.option',
      says`which secret holds the key of ${name} is not said`,
      says`name it: --secret NAME, or in lic.config.json`,
    )
  return `secret:${held}`
}

function icsOf({ ics }: Options, json: boolean): string | null {
  if (typeof ics !== 'string') return null
  if (ics === '-' && json)
    throw new LicError(
      'usage.option',
      says`--ics - and --json both want standard output`,
      says`name a file: --ics license.ics`,
    )
  return ics
}

const cannotWrite =
  (path: string) =>
  (thrown: unknown): never => {
    throw writeError(thrown, says`--ics cannot write ${own(showName(path))}`)
  }

const datesFrom = ({ verdict, product }: JudgedSource): readonly Dated[] => {
  const expires = 'key' in verdict ? verdict.key.expires : null
  return datesOf({
    productName: product?.name ?? '',
    verdict,
    reminders: (expires !== null && product?.reminders(expires)) || [],
  })
}

/** The library is loaded only where a calendar is made. */
async function calendarFor(dates: readonly Dated[], { host }: Context): Promise<string> {
  const { calendarOf } = await import('../present/reminders/ics.ts')
  return calendarOf(dates, host.now())
}

function answered(
  { given, verdict }: JudgedSource,
  dates: readonly Dated[],
  ics: string | null,
  { paint }: Context,
): Answer {
  const file = ics === null || ics === '-' || dates.length === 0 ? null : showName(ics)
  const none = dates.length === 0
  const entries = dates.map(({ at, event }) => [toIso(at), `${relative(at, verdict.now)}: ${event}`] as const)
  return {
    exitCode: verdict.exitCode,
    result: {
      ...verdictJson(verdict),
      source: given.from,
      dates: dates.map(({ kind, at, uid, title, says: what, alarms }) => ({
        kind: visible(kind),
        at: toIso(at),
        uid: visible(uid),
        title,
        says: what,
        alarmSeconds: alarms.map((before) => before / 1000),
      })),
      written: file,
    },
    text: () => [verdictLine(verdict, paint), ...entryLines(entries)].map((line) => `${line}\n`).join(''),
    asides: [
      ...(none
        ? [ics === null ? says`no date of it is to come` : says`no date of it is to come: nothing is written`]
        : []),
      ...(file === null
        ? []
        : [says`written: ${own(file)}, ${dates.length} entries; importing it again replaces them`]),
    ],
  }
}
