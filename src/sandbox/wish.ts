import type { KeyWish } from './issuer.ts'

export const TIERS = ['Evaluation', 'Professional', 'Enterprise', 'Plus'] as const
const FARTHEST = 36_500

type Wish =
  | { readonly kind: 'wish'; readonly wish: KeyWish }
  | { readonly kind: 'error'; readonly error: string }

/** Reads which key is wanted; what is not said is an Enterprise key for acme, good for a year. */
export function wishFrom(given: { get(name: string): string | null }): Wish {
  const tier = given.get('tier') ?? 'Enterprise'
  const org = given.get('org') ?? 'acme'
  const days = given.get('days') ?? '365'
  if (!(TIERS as readonly string[]).includes(tier)) return error(`tier: one of ${TIERS.join(', ')}`)
  if (org === '' || org.length > 200) return error('org: a name of 1 to 200 characters')
  if (!/^-?\d{1,5}$/.test(days) || Math.abs(Number(days)) > FARTHEST)
    return error(`days: a whole number, at most ${FARTHEST}`)
  const forged = given.get('forged') === 'true'
  return { kind: 'wish', wish: { tier, org, days: Number(days), ...(forged ? { forged } : {}) } }
}

const error = (text: string): Wish => ({ kind: 'error', error: text })
