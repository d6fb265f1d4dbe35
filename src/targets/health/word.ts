import type { DecodedKey } from '../../model/decoded.ts'
import { toIso } from '../../model/instant.ts'
import type { RuntimeWord } from '../../model/runtime-word.ts'
import { type Shown, says } from '../../model/visible.ts'
import type { Licensed } from '../target.ts'

/** What of a key can be seen from outside. */
export interface Expected {
  /** the tier that counts now */
  readonly tier: string | null
  readonly expires: DecodedKey['expires']
  /** the public name of the license, which a product that lives by heartbeats says */
  readonly license?: string | null
}

/** `new`: only the new key would answer so. `contrary`: it would not. `silent`: the answer fits both, or says nothing. */
export type Reading =
  | { readonly kind: 'new'; readonly says: Shown }
  | { readonly kind: 'contrary'; readonly says: Shown }
  | { readonly kind: 'silent' }

/**
 * Weighs an answer by what old and new key would say differently: a renewal keeps the tier, so the tier proves
 * nothing then. A tier it should not have is contrary; an expiry only where it is the old key's, for products
 * print that one in different ways.
 */
export function readWord(
  word: RuntimeWord,
  expected: Expected,
  before: Expected | null,
  product: Pick<Licensed, 'tierNamed'>,
): Reading {
  if (word.valid === false) return { kind: 'contrary', says: says`it says that its license is not valid` }
  const license = word.heartbeat?.license ?? null
  if (license !== null && expected.license !== before?.license) {
    if (license === expected.license) return { kind: 'new', says: says`license ${license}` }
    if (license === before?.license)
      return { kind: 'contrary', says: says`it says that it runs on the license ${license}, as before` }
  }
  const tier = word.tier === null ? null : product.tierNamed(word.tier)
  if (tier !== null && expected.tier !== null && tier !== expected.tier)
    return { kind: 'contrary', says: says`it says tier ${tier}, not ${expected.tier}` }
  const { expires } = word
  const renewed = expected.expires !== before?.expires
  if (expires !== null && renewed && expires === before?.expires)
    return {
      kind: 'contrary',
      says: says`it says that its license expires at ${toIso(expires)}, as the old key does`,
    }
  if (expires !== null && renewed && expires === expected.expires)
    return { kind: 'new', says: says`expires ${toIso(expires)}` }
  if (tier !== null && tier === expected.tier && tier !== before?.tier)
    return { kind: 'new', says: says`tier ${tier}` }
  return { kind: 'silent' }
}
