import { after, DAY, type Instant } from '../../../model/instant.ts'
import { claimsOf, heldOf } from '../held.ts'
import { inSeconds, wholeSecond } from '../license-wish.ts'
import type { Surroundings } from '../vendor.ts'

/** As published: a renewed license is good for 365 days, and is asked for every 24 hours. */
const TERM = 365 * DAY
export const INTERVAL = DAY

/** What comes of a phone-home; `refused`: the subscription is not active, or the license that was sent is none of its own. */
export type Answer =
  | { readonly kind: 'renewed'; readonly license: string }
  | { readonly kind: 'refused' | 'no answer' }

/** The vendor's side, and the way there. That it looks at the subscription alone, and not at the old date, is inferred. */
export interface ControlPlane {
  reachable: boolean
  /** the subscription */
  active: boolean
  renew(license: string, at: Instant): Answer
}

export function newControlPlane({ judge, sign }: Pick<Surroundings, 'judge' | 'sign'>): ControlPlane {
  return {
    reachable: true,
    active: true,
    renew(license, at) {
      if (!this.reachable) return { kind: 'no answer' }
      if (!this.active || heldOf(judge(license)) === null) return { kind: 'refused' }
      const issued = wholeSecond(at)
      const dates = { iat: inSeconds(issued), exp: inSeconds(after(issued, TERM)) }
      return { kind: 'renewed', license: sign({ ...claimsOf(license), ...dates }) }
    },
  }
}
