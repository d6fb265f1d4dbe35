import { isKeyLike } from '../input/may-show.ts'
import { parseSource } from '../input/source.ts'
import type { ExitCode } from '../model/exit.ts'
import { LicError } from '../model/lic-error.ts'
import { says } from '../model/visible.ts'
import { type ByKey, limitsJson, limitsText } from '../present/limits-view.ts'
import { verdictJson, verdictLine } from '../present/verdict-view.ts'
import { PRODUCTS } from '../products/registry.ts'
import type { Context, Verb } from './command.ts'
import { judgeSource, tierInForce } from './judge-source.ts'

const product = PRODUCTS.axonflow

export const limits: Verb = {
  uses: ['judging', 'aws', 'input'],
  define(flags) {
    flags.argument(
      '[tier or source...]',
      'which tiers to show, by name or by a key that has them (default: all)',
    )
    flags.epilogue(HELP)
  },
  async run(context, operands) {
    const tiers = product.tiers({ platform: context.settings.platform })
    if (operands.filter((operand) => operand === '-').length > 1) throw onlyOnce()
    const asked: Asked[] = []
    for (const operand of operands) asked.push(await tierOf(operand, tiers.tiers, context))
    const names = asked.map(({ tier }) => tier).filter((tier) => tier !== null)
    const keys = asked.flatMap(({ key }) => (key ? [key] : []))
    const shown = operands.length === 0 ? tiers.tiers : [...new Set(names)]
    const answer = { productName: product.name, tiers, shown, keys }
    const text = context.settings.json ? '' : await limitsText(answer, context.look, context.paint)
    const exitCode = Math.max(0, ...asked.map((each) => each.exitCode)) as ExitCode
    return { exitCode, result: limitsJson(answer), text: () => text, asides: [] }
  },
}

const HELP = `
  lic limits                                   every tier side by side
  lic limits Professional Enterprise           two of them
  lic limits file:key.txt Enterprise           what a key allows today, beside a tier
  lic limits Evaluation --platform 10          as an older platform had it

With a key, the exit code is the key's own (lic help exit-codes).
`

interface Asked {
  readonly tier: string | null
  readonly key: ByKey | null
  readonly exitCode: ExitCode
}

/** A tier by name, or the one a key has now. */
async function tierOf(operand: string, known: readonly string[], context: Context): Promise<Asked> {
  const named = product.tierNamed(operand)
  if (named !== null) return { tier: named, key: null, exitCode: 0 }
  if (parseSource(operand) === null && !isKeyLike(operand)) throw unknownTier(operand, known, context)
  const { given, verdict, product: owner } = await judgeSource(operand, 'refuse', context)
  const tier = tierInForce(verdict, owner)
  const line = verdictLine(verdict, context.paint)
  return {
    tier,
    key: { from: given.from, strays: given.findings, line, verdict: verdictJson(verdict), tier },
    exitCode: verdict.exitCode,
  }
}

const onlyOnce = (): LicError =>
  new LicError(
    'usage.argument',
    says`standard input can be read only once`,
    says`give one of the keys as file:PATH or env:NAME`,
  )

function unknownTier(operand: string, known: readonly string[], { host }: Context): LicError {
  const isFile = host.files.isFile(operand)
  return new LicError(
    'usage.argument',
    PLAIN.test(operand) ? says`no such tier: ${operand}` : says`this is neither a tier nor a source`,
    ...(isFile ? [says`did you mean file:${operand}`] : []),
    says`the tiers are: ${known.join(', ')}`,
    says`a source is - or file:PATH, env:NAME, secret:ID (lic help sources)`,
  )
}

/** What cannot be a secret typed in the wrong place. */
const PLAIN = /^[A-Za-z][a-z]{0,15}$/
