import { type Given, readKey } from '../input/key-source.ts'
import type { Answer } from '../model/answer.ts'
import { KeyText } from '../model/key-text.ts'
import { LicError } from '../model/lic-error.ts'
import { says } from '../model/visible.ts'
import { tallyOf } from '../present/check/checked.ts'
import { checkedJson } from '../present/check/json.ts'
import { checkedLine, findingAsides, tallyLine } from '../present/check/text.ts'
import { plainPaint } from '../present/look.ts'
import { atTheDoor, PRODUCTS, readyProducts } from '../products/registry.ts'
import { wantsNoKey } from '../verdict/meets.ts'
import { look } from './check/check-files.ts'
import { checkKey } from './check/check-key.ts'
import { addDemandOptions, type Demands, judgesNothing, readDemands } from './check/demands.ts'
import { measureFor, readOptions } from './check/measure.ts'
import { addOutputOptions, readOutputs } from './check/outputs.ts'
import type { Context, Verb } from './command.ts'
import { heard } from './judge-source.ts'

export const check: Verb = {
  uses: ['judging', 'aws', 'input', 'demands'],
  readies: true,
  define(flags) {
    flags.argument(
      '[source...]',
      "where the keys are: -, file:PATH, env:NAME, secret:ID, .env, compose.yml, 'deploy/**/*.yml' (lic help sources)",
    )
    addDemandOptions(flags)
    flags.option('--health-url <url>', 'a running deployment, which says when its last heartbeat was')
    addOutputOptions(flags)
    flags.epilogue(HELP)
  },
  async run(asked, sources, options) {
    if (options.formatOnly === true && options.healthUrl !== undefined) throw judgesNothing()
    const given = await heard(asked, options)
    const { host, settings } = given
    const lists = options.lines === true
    const one = !lists && sources.length < 2
    const { context, documents } = one ? await look(given, sources[0]) : { context: given, documents: false }
    const single = one && !documents
    const outputs = readOutputs(options, settings.json, single, sources)
    const demanding = () => readDemands(options, settings, host)
    if (outputs.asked) {
      const { checkReported } = await import('./check/check-reported.ts')
      return checkReported(context, { sources, lists, single, outputs, demands: demanding, instead: noKey })
    }
    const demands = await demanding()
    if (single) return checkOne(context, sources[0], demands)
    const { checkMany } = await import('./check/check-many.ts')
    return checkMany(context, sources, demands, lists)
  },
}

const HELP = `
One key is one line, and its exit code is the command's; of several keys it is the largest. A list
(--lines) is read as it comes, however long, and at least one key must stand in it. With --quiet,
a key that passes prints nothing; of several keys, --json prints one object a line and then a summary.

  lic check                                  the key in the product's own variable
  lic check file:key.txt --fail-on warn      fail 30 days before it expires
  lic check --lines file:keys.txt            every key in a file
  lic check - --format-only < key.txt        can it be read at all
  lic check .env 'deploy/**/*.yml'           every key where it stands in documents (lic help sources)
  lic check env:KEY --require 'nodes>=12'    does it grant what is needed

--require: tier=TIER or tier>=TIER, LIMIT>=NUMBER and feature:NAME (ids of lic limits --json), days>=NUMBER,
product=NAME, identity=NAME, form=NAME. What cannot be told is not met. tier=Community is met by no key at all.

Exit codes: 0 passed; 2 wrong use; 20, 21 expires soon (with --fail-on warn); 30 no key; 33 not verifiable;
40 in grace; 41 expired; 43 something required does not hold; 44 unreadable; 46 refused by the runtime; 49 forged (lic help exit-codes)
`

async function checkOne(context: Context, source: string | undefined, demands: Demands): Promise<Answer> {
  const { host, settings, paint } = context
  const given = await readKey(source, host, readOptions(context, true)).catch(noKey(demands))
  const meant = settings.product ?? given.hint
  await readyProducts(given.text, meant)
  const measure = await measureFor(context, demands, given.place, atTheDoor(given.text, meant))
  const checked = checkKey({ ...given, line: null }, measure)
  const silent = settings.quiet && checked.exitCode === 0
  if (settings.json && !settings.quiet) await host.stderr.write(checkedLine(checked, plainPaint))
  return {
    exitCode: checked.exitCode,
    result: checkedJson(checked),
    text: () => (silent ? '' : checkedLine(checked, paint)),
    asides: [...findingAsides(checked), ...(host.stdout.terminal ? [] : [tallyLine(tallyOf(checked))])],
  }
}

/** No key is what was asked for where the tier that runs without one is required. */
const noKey =
  ({ requires }: Demands) =>
  (thrown: unknown): Given => {
    const unset = thrown instanceof LicError && thrown.code === 'source.unset'
    if (!unset || !Object.values(PRODUCTS).some((product) => wantsNoKey(requires, product))) throw thrown
    return {
      text: new KeyText(''),
      from: says`nothing: no key is set`,
      place: null,
      hint: null,
      findings: [],
    }
  }
