import { isKeyLike } from '../input/may-show.ts'
import { parseSource } from '../input/source.ts'
import { onlyOnce } from '../input/standard-input.ts'
import type { Code } from '../model/codes.ts'
import type { ExitCode } from '../model/exit.ts'
import { LicError } from '../model/lic-error.ts'
import { type Grant, type TierTable, tableOfGrants } from '../model/limit.ts'
import { says } from '../model/visible.ts'
import { type ByKey, limitsJson, limitsText } from '../present/limits-view.ts'
import { verdictJson, verdictLine } from '../present/verdict-view.ts'
import type { Product } from '../products/product.ts'
import { PRODUCTS } from '../products/registry.ts'
import type { Context, Verb } from './command.ts'
import { judgeSource, tierInForce } from './judge-source.ts'

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
    const { platform, product: meant } = context.settings
    if (operands.filter((operand) => operand === '-').length > 1) throw onlyOnce()
    const asked: Asked[] = []
    for (const operand of operands) asked.push(await tierOf(operand, PRODUCTS[meant ?? 'axonflow'], context))
    const product = ownerOf(asked) ?? PRODUCTS[meant ?? 'axonflow']
    const published = product.tiers({ platform })
    if (published.rows.length === 0 && operands.length === 0) throw noTable(product)
    const keys = asked.flatMap(({ key }) => (key ? [key] : []))
    const tiers = published.rows.length === 0 ? ownTable(product, asked) : published
    const names = asked.map(({ tier }) => tier).filter((tier) => tier !== null)
    const shown = tiers !== published || operands.length === 0 ? tiers.tiers : [...new Set(names)]
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
  /** whose it is; null where that is not known */
  readonly owner: Product | null
  /** what the key itself grants now, by the name that its column gets */
  readonly own: {
    readonly name: string
    readonly grants: readonly Grant[]
    readonly fingerprint: string
  } | null
}

/** The product that all of them belong to; null where none says. */
function ownerOf(asked: readonly Asked[]): Product | null {
  const owners = new Set(asked.flatMap(({ owner }) => (owner ? [owner] : [])))
  if (owners.size < 2) return [...owners][0] ?? null
  throw new LicError(
    'usage.argument',
    says`these belong to different products: ${[...owners].map(({ name }) => name).join(', ')}`,
    says`limits can be laid side by side only for one product: run lic limits once for each`,
  )
}

const noTable = ({ name }: Product): LicError =>
  new LicError(
    'usage.argument',
    says`${name} publishes no table of tiers: each key states its own limits`,
    says`run: lic limits file:PATH, with one key or several`,
  )

/** A column a key; keys of one tier are told apart by their fingerprints. */
function ownTable({ id }: Product, asked: readonly Asked[]): TierTable {
  const columns = asked.flatMap(({ own }) => (own ? [own] : []))
  const twice = (name: string) => columns.filter((one) => one.name === name).length > 1
  return tableOfGrants(
    id,
    columns.map((one) => (twice(one.name) ? { ...one, name: `${one.name} ${one.fingerprint}` } : one)),
  )
}

/** A tier by name, or the one a key has now. */
async function tierOf(operand: string, product: Product, context: Context): Promise<Asked> {
  const known = product.tiers({ platform: context.settings.platform }).tiers
  const named = product.tierNamed(operand)
  if (named !== null && known.includes(named))
    return { tier: named, key: null, exitCode: 0, owner: product, own: null }
  if (parseSource(operand) === null && !isKeyLike(operand)) throw unknownTier(operand, known, context)
  const { given, verdict, product: owner } = await judgeSource(operand, 'refuse', context)
  const tier = tierInForce(verdict, owner)
  const line = verdictLine(verdict, context.paint)
  return {
    tier,
    key: {
      from: given.from,
      strays: given.findings,
      notes: verdict.findings.filter(({ code }) => ABOUT_LIMITS.includes(code)),
      line,
      verdict: verdictJson(verdict),
      tier,
    },
    exitCode: verdict.exitCode,
    owner,
    own:
      'key' in verdict && tier !== null
        ? { name: tier, grants: verdict.key.grants ?? [], fingerprint: verdict.key.fingerprint }
        : null,
  }
}

function unknownTier(operand: string, known: readonly string[], { host }: Context): LicError {
  const isFile = host.files.isFile(operand)
  return new LicError(
    'usage.argument',
    PLAIN.test(operand) ? says`no such tier: ${operand}` : says`this is neither a tier nor a source`,
    ...(isFile ? [says`did you mean file:${operand}`] : []),
    ...(known.length === 0 ? [] : [says`the tiers are: ${known.join(', ')}`]),
    says`a source is - or file:PATH, env:NAME, secret:ID (lic help sources)`,
  )
}

/** What says that the limits of a key are not those that count. */
const ABOUT_LIMITS: readonly Code[] = ['key.limits-ignored', 'key.phone-home']

/** What cannot be a secret typed in the wrong place. */
const PLAIN = /^[A-Za-z][a-z]{0,15}$/
