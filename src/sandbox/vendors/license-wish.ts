import { after, DAY, type Instant, instantAt, SECOND } from '../../model/instant.ts'

/** What a license is to say. */
export interface LicenseWish {
  /** Terragnos: the edition; AtlasAI: the plan */
  readonly tier: string
  /** the tenant */
  readonly org: string
  /** days from now to expiry; may be negative */
  readonly days: number
  /** its usual term began before: it was issued a year before it expires */
  readonly begun?: boolean
  /** for a deployment that renews it by itself */
  readonly phoneHome?: boolean
  /** signed by nobody's key */
  readonly forged?: boolean
}

export interface Term {
  readonly issued: Instant
  readonly expires: Instant
}

const FARTHEST = 36_500
const TERM = 365 * DAY

/** In whole seconds, as RFC 7519 has dates. */
export function termOf({ days, begun }: LicenseWish, now: Instant): Term {
  const whole = wholeSecond(now)
  const expires = after(whole, days * DAY)
  return { expires, issued: begun === true || days < 0 ? after(expires, -TERM) : whole }
}

export const wholeSecond = (when: Instant): Instant => instantAt(Math.floor(when / SECOND) * SECOND)

export const inSeconds = (when: Instant): number => when / SECOND

type Read =
  | { readonly kind: 'wish'; readonly wish: LicenseWish }
  | { readonly kind: 'error'; readonly error: string }

/** Reads which license is wanted; what is not said is of that tier, for acme, good for a year. */
export function licenseWishFrom(given: { get(name: string): string | null }, tierByDefault: string): Read {
  const tier = given.get('tier') ?? tierByDefault
  const org = given.get('org') ?? 'acme'
  const days = given.get('days') ?? '365'
  if (!/^[\w.-]{1,100}$/.test(tier)) return error('tier: a name of 1 to 100 letters, digits, _ . -')
  if (org === '' || org.length > 200) return error('org: a name of 1 to 200 characters')
  if (!/^-?\d{1,5}$/.test(days) || Math.abs(Number(days)) > FARTHEST)
    return error(`days: a whole number, at most ${FARTHEST}`)
  const forged = given.get('forged') === 'true'
  return { kind: 'wish', wish: { tier, org, days: Number(days), ...(forged ? { forged } : {}) } }
}

const error = (text: string): Read => ({ kind: 'error', error: text })
