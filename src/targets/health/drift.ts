import { error, type Finding, warning } from '../../model/finding.ts'
import { toIso } from '../../model/instant.ts'
import { whyItWouldNotStart } from '../../model/starting.ts'
import type { Verdict } from '../../model/verdict.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { HeardFrom, Licensed } from '../target.ts'
import { expectedOf } from './hear.ts'

/** The commands that have processes read the key again, null where none can, and that put another one into place. */
export interface Cures {
  readonly reread: Shown | null
  readonly rotate: Shown
}

/** What helps those that do not run with the key in place: a restart where one would start with it, else another key. */
export function rereading(verdict: Verdict | null, { reread, rotate }: Cures): readonly Shown[] {
  const why = verdict === null ? says`there is no key to read` : whyItWouldNotStart(verdict)
  if (why !== null)
    return [
      says`do not restart what runs: a process that starts now would refuse the key in place (${own(why)})`,
      says`put a key there that is good: ${own(rotate)}`,
    ]
  return reread === null ? [] : [says`have them read it: ${own(reread)}`]
}

/** Where what runtimes say is not what the key in place would have them say. */
export const wordDrift = (
  heard: readonly HeardFrom[],
  verdict: Verdict | null,
  product: Licensed,
  cures: Cures,
): readonly Finding[] => heard.flatMap((one) => [...driftOf(one, verdict, product, cures)])

function* driftOf(
  { url, word, why, alarms }: HeardFrom,
  verdict: Verdict | null,
  product: Licensed,
  cures: Cures,
): Generator<Finding> {
  if (why !== null)
    yield error(
      'status.silent',
      says`${url} does not say what runs: ${own(why)}`,
      says`look whether it is up, and the address right`,
    )
  const again = rereading(verdict, cures)
  for (const { name, label, count } of alarms)
    yield error(
      'status.counter',
      says`${url} counts ${name} ${count} with ${product.counters?.label ?? ''}=${label}: ${own(product.counters?.says ?? says``)}`,
      says`look at the key in place with lic inspect: the counter starts at zero with the process, so it may be about one that was replaced since`,
      ...again,
    )
  if (word === null || verdict === null) return
  if (word.valid === false)
    yield error('status.not-valid', says`${url} says that its license is not valid`, ...again)
  const expected = wanted(verdict, product)
  const tier = word.tier === null ? null : product.tierNamed(word.tier)
  if (tier !== null && expected.tier !== null && tier !== expected.tier)
    yield error(
      'status.tier-differs',
      says`${url} runs as ${tier}, and the key in place gives ${expected.tier}`,
      ...again,
    )
  if (word.expires !== null && expected.expires !== null && word.expires !== expected.expires)
    yield warning(
      'status.expiry-differs',
      says`${url} says that its license expires at ${toIso(word.expires)}, the key in place at ${toIso(expected.expires)}`,
      ...again,
    )
  const identity = 'key' in verdict ? (verdict.key.identity?.value ?? null) : null
  if (word.identity !== null && identity !== null && word.identity !== identity)
    yield warning(
      'status.identity-differs',
      says`${url} says that its license is for ${word.identity}, and the key in place is for ${identity}`,
      ...again,
    )
}

/** A key that grants nothing leaves what runs without any. */
function wanted(verdict: Verdict, product: Licensed) {
  const nothing = { tier: product.tierWithoutKey, expires: null }
  return verdict.kind === 'usable' || verdict.kind === 'out-of-term' || verdict.kind === 'unproved'
    ? (expectedOf(verdict, product) ?? nothing)
    : nothing
}
