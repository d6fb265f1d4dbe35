import type { DecodedKey } from '../../model/decoded.ts'
import type { Finding } from '../../model/finding.ts'
import type { Instant } from '../../model/instant.ts'
import { tableOfGrants } from '../../model/limit.ts'
import type { Timeline } from '../../model/timeline.ts'
import type { Body, Rules } from '../product.ts'
import { issuedLater } from './dates.ts'
import { decodeJwt, kinOf } from './decode.ts'
import { JwtKey } from './key.ts'
import { proveJwt } from './prove.ts'
import type { JwtVendor } from './vendor.ts'

/** What a vendor adds to what all licenses in the form of a JWT have in common. */
export interface JwtParts
  extends Pick<Body, 'admin' | 'counters' | 'published' | 'rulesName' | 'readHealth' | 'tierNamed'> {
  readonly vendor: JwtVendor
  timeline(key: JwtKey): Timeline | null
  weigh(key: JwtKey, rules: Rules, now: Instant): readonly Finding[]
  explain(key: JwtKey, rules: Rules): ReturnType<Body['explain']>
  /** whether the key's own figures still count in grace */
  readonly countsInGrace: boolean
}

export function jwtBody({ vendor, timeline, weigh, explain, countsInGrace, ...rest }: JwtParts): Body {
  return {
    ...rest,
    caution: null,
    decode: (text) => decodeJwt(text, vendor),
    kin: (text) => kinOf(text, vendor),
    prove: (key, keyring) => proveJwt(key, keyring, vendor),
    weigh: (key, rules, now) =>
      ofJwt(key, (jwt) => all(jwt.dates.faults, weigh(jwt, rules, now), issuedLater(jwt.issued, now))) ?? [],
    timeline: (key) => ofJwt(key, timeline),
    reminders: () => [],
    explain: (key, rules) => ofJwt(key, (jwt) => explain(jwt, rules)) ?? [],
    tierInForce: (key, state) =>
      state === 'alive' || (state === 'grace' && countsInGrace) ? ofJwt(key, ({ column }) => column) : null,
    tiers: (_rules, key) => {
      const columns =
        key === undefined
          ? []
          : [{ name: ofJwt(key, ({ column }) => column) ?? '', grants: key.grants ?? [] }]
      return tableOfGrants(vendor.product, columns)
    },
    nodeLimit: () => null,
    support: async () => null,
  }
}

const ofJwt = <T>(key: DecodedKey, use: (key: JwtKey) => T | null): T | null =>
  key instanceof JwtKey ? use(key) : null

/** Nearly always there is nothing. */
const all = (
  dates: readonly Finding[],
  own: readonly Finding[],
  later: readonly Finding[],
): readonly Finding[] =>
  dates.length + own.length + later.length === 0 ? NONE : [...dates, ...own, ...later]

const NONE: readonly Finding[] = []
