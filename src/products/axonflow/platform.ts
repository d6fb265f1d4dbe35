import { LicError } from '../../model/lic-error.ts'
import { remember } from '../../model/remember.ts'
import { says } from '../../model/visible.ts'
import type { Rules } from '../product.ts'

/** the newest known */
export const NEWEST = 11

/** What depends on the platform's version. */
export interface Platform {
  /** as shown: `11`, `4.0` */
  readonly version: string
  /** V1 keys are accepted: before 4.1 (the vendor's migration guide) */
  readonly readsV1: boolean
  /** HMAC keys are accepted: before 4.2 (the vendor's changelog, 2026-02-10) */
  readonly readsHmac: boolean
  /** signed keys are read: since 4.2 */
  readonly readsSigned: boolean
  /** a key that names no deployment and no organization does not boot: since 11 */
  readonly needsIdentity: boolean
  /** the limits of 11 hold: fewer approvals, principals and nodes counted */
  readonly newLimits: boolean
}

const VERSION = /^v?(\d{1,3})(?:\.(\d{1,4}))?(?:\.\d{1,6})?(?:[-+][0-9A-Za-z.-]{1,40})?$/

/** @throws LicError usage.argument where the version is none */
export const platformOf = ({ platform }: Rules): Platform => platformNamed(platform)

const platformNamed = remember((platform: string | null): Platform => {
  if (platform === null) return rulesOf(NEWEST, 0, String(NEWEST))
  const match = VERSION.exec(platform)
  if (!match)
    throw new LicError(
      'usage.argument',
      says`not a platform version: what --platform or LIC_PLATFORM says`,
      says`write AxonFlow's version as a number: 11, 10.2 or v4.0.1`,
    )
  return rulesOf(Number(match[1]), Number(match[2] ?? 0), platform.replace(/^v/, ''))
})

const rulesOf = (major: number, minor: number, version: string): Platform => ({
  version,
  readsV1: major < 4 || (major === 4 && minor < 1),
  readsHmac: major < 4 || (major === 4 && minor < 2),
  readsSigned: major > 4 || (major === 4 && minor >= 2),
  needsIdentity: major >= 11,
  newLimits: major >= 11,
})

/** A version that came later is judged as the newest known, and says so. */
export const rulesName = ({ platform }: Rules): string => nameOfRules(platform)

const nameOfRules = remember((platform: string | null): string => {
  const { version } = platformNamed(platform)
  const later = Number.parseInt(version, 10) > NEWEST
  return `AxonFlow ${version}${later ? ` (by the rules of ${NEWEST}, the newest known)` : ''}, enterprise build`
})
