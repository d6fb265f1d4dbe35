import { type Finding, note, warning } from '../../model/finding.ts'
import { DAY, distance, type Instant, toIso } from '../../model/instant.ts'
import { says } from '../../model/visible.ts'
import type { JwtKey } from '../jwt/key.ts'
import type { Rules } from '../product.ts'
import { isManaged, modeOf } from './weigh.ts'

/** Who renews a license. Source: AtlasAI docs, Licensing, BYOC phone-home. */
export type Renewal =
  /** a deployment that the vendor runs itself */
  | { readonly kind: 'managed' }
  | { readonly kind: 'nobody'; readonly why: 'offline' | 'on premises' }
  /** every so many milliseconds; `sure`: the key says that it is for such a deployment */
  | { readonly kind: 'phone-home'; readonly every: number; readonly sure: boolean }

/** What LICENSE_PHONE_HOME_INTERVAL_MS is without being set. */
const USUAL = DAY

export function renewalOf(key: JwtKey, { env }: Rules): Renewal {
  if (isManaged(key)) return { kind: 'managed' }
  if (env?.ATLASAI_OFFLINE_MODE === '1') return { kind: 'nobody', why: 'offline' }
  const mode = modeOf(key)?.toLowerCase() ?? ''
  if (/prem/.test(mode)) return { kind: 'nobody', why: 'on premises' }
  return { kind: 'phone-home', every: intervalIn(env) ?? USUAL, sure: /byoc/.test(mode) }
}

/** As the vendor's page has it, where it is as usual. */
export const everyWords = ({ every }: { readonly every: number }): string =>
  every === USUAL ? '24 hours' : distance(every)

/** The interval that is set, in milliseconds; null where none is, or none that can be read. */
export function intervalIn(env: Rules['env']): number | null {
  const text = env?.LICENSE_PHONE_HOME_INTERVAL_MS ?? ''
  return /^[1-9]\d{0,12}$/.test(text) ? Number(text) : null
}

/**
 * A license that phone-home should have replaced long ago: either another one runs by now, or phone-home fails, and then
 * the date of this one stands. Which of the two cannot be seen from the key.
 */
export function replacedSince(key: JwtKey, rules: Rules, now: Instant): readonly Finding[] {
  const { issued, expires } = key
  if (issued === null || expires === null) return NONE
  const renewal = renewalOf(key, rules)
  if (renewal.kind !== 'phone-home' || !renewal.sure || now - issued <= 2 * renewal.every) return NONE
  const tell = now > expires - SOON ? warning : note
  return [
    tell(
      'key.phone-home',
      now <= expires
        ? says`phone-home replaces this license every ${everyWords(renewal)}, and it was issued at ${toIso(issued)}: what runs has a later date and perhaps other limits; if phone-home fails, this one goes on until ${toIso(expires)}`
        : says`phone-home replaces this license every ${everyWords(renewal)}, and it was issued at ${toIso(issued)}: what runs has a later date, unless phone-home has failed ever since`,
      says`ask what runs: lic history --admin-url https://HOST --admin-token SOURCE --product atlasai`,
    ),
  ]
}

const NONE: readonly Finding[] = []
/** The vendor's page has its customers look 30 days before the end. */
const SOON = 30 * DAY
