import { type Given, readKey } from '../input/key-source.ts'
import { readKeyring } from '../input/keyring.ts'
import { KeyText } from '../model/key-text.ts'
import { LicError } from '../model/lic-error.ts'
import type { Verdict } from '../model/verdict.ts'
import { says } from '../model/visible.ts'
import type { Product, Rules } from '../products/product.ts'
import { atTheDoor, PRODUCTS, readyProducts } from '../products/registry.ts'
import { judge } from '../verdict/judge.ts'
import type { Context, Options } from './command.ts'
import { rulesOf } from './judging.ts'

/** A key that was read and judged, with the product it belongs to; null where no product knows it. */
export interface JudgedSource {
  readonly given: Given
  readonly verdict: Verdict
  readonly rules: Rules
  readonly product: Product | null
}

/** The same, knowing what the deployment that was named says. */
export const heard = async (context: Context, options: Options): Promise<Context> =>
  options.healthUrl === undefined
    ? context
    : (await import('./deploying/live-heartbeat.ts')).withLiveHeartbeat(context, options)

/** Reads the key a user named, or the one in the environment, and judges it. No key at all is a verdict too. */
export async function judgeSource(
  source: string | undefined,
  argvKeys: 'warn' | 'refuse',
  context: Context,
): Promise<JudgedSource> {
  const { host, settings } = context
  const { region, profile, publicKeys, pin, hmacSecret, product, now } = settings
  const given = await readKey(source, host, {
    argvKeys,
    ambient: true,
    ask: !settings.noInput,
    region,
    profile,
  }).catch(absentKey(source))
  const products = atTheDoor(given.text, product ?? given.hint)
  const keyring = await readKeyring(
    { publicKeys, pin, hmacSecret, region, profile, keyPlace: given.place, products },
    host,
  )
  const rules = rulesOf(context, given.place)
  await readyProducts(given.text, product ?? given.hint)
  const verdict = judge(given.text, { now, rules, keyring, product, hint: given.hint })
  return { given, verdict, rules, product: verdict.product === null ? null : PRODUCTS[verdict.product] }
}

/** Where no source was named, finding none is an answer, not an error. */
const absentKey =
  (source: string | undefined) =>
  (thrown: unknown): Given => {
    if (source !== undefined || !(thrown instanceof LicError) || thrown.code !== 'source.unset') throw thrown
    return {
      text: new KeyText(''),
      from: says`nothing: no source was named and no license variable is set`,
      place: null,
      hint: null,
      findings: [],
    }
  }

/** The tier whose limits count, given a verdict; null where that cannot be told from here. */
export function tierInForce(verdict: Verdict, product: Product | null): string | null {
  switch (verdict.kind) {
    case 'usable':
    case 'out-of-term':
      return product?.tierInForce(verdict.key, verdict.standing.phase.state) ?? null
    case 'absent':
      return verdict.tier
    case 'unproved':
      return null
    case 'refused':
    case 'forgery':
    case 'unreadable':
      return product?.tierWithoutKey ?? null
  }
}
