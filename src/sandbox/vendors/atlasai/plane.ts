import { DAY, type Instant } from '../../../model/instant.ts'
import type { Verdict } from '../../../model/verdict.ts'
import { claimsOf, type Held, heldOf } from '../held.ts'
import type { Surroundings } from '../vendor.ts'

const VERSION = '1.3.0'
/** As long as the hint of the documents: nothing but the beginning of the header. */
const HINT = 15

/** `active`, `grace`, `read-only`, `locked`, or `invalid` where the signature does not match the public key. */
export type Status = 'active' | 'grace' | 'read-only' | 'locked' | 'invalid'

export interface Plane {
  readonly log: string[]
  status(): Status
  /** What GET /api/admin/license answers. */
  view(): object
  /** False: it is no license that this public key verifies, and the one in force stays. */
  install(license: string): boolean
  restart(key: string | null): void
}

export function newPlane({ judge, now, ...given }: Surroundings): Plane {
  const log: string[] = []
  let environment = given.key
  let license = environment
  const loaded = (from: string) => {
    const verdict = judge(license)
    log.push(
      `[license] Loaded from ${from}: status=${statusOf(verdict)}, days_remaining=${daysLeft(heldOf(verdict), now())}`,
    )
  }
  loaded('env')
  return {
    log,
    status: () => statusOf(judge(license)),
    view: () => ({
      licensed_deployment: true,
      offline_mode: true,
      tp_version: VERSION,
      cp_license_public_key_configured: true,
      license: viewOf(license, judge(license), now()),
    }),
    install: (uploaded) => {
      if (heldOf(judge(uploaded)) === null) return false
      license = uploaded
      loaded('upload')
      return true
    },
    restart: (key) => {
      environment = key ?? environment
      license = environment
      loaded('env')
    },
  }
}

const statusOf = (verdict: Verdict): Status =>
  (heldOf(verdict)?.standing.phase.name as Status | undefined) ?? 'invalid'

/** Days until the state that holds now ends, begun ones included. */
function daysLeft(held: Held | null, now: Instant): number {
  const until = held?.standing.phase.until ?? 'forever'
  return until === 'forever' ? 0 : Math.ceil((until - now) / DAY)
}

function viewOf(license: string, verdict: Verdict, now: Instant): object {
  const held = heldOf(verdict)
  const claims = held === null ? {} : claimsOf(license)
  const status = statusOf(verdict)
  return {
    status,
    valid: status === 'active',
    plan_id: claims.plan_id ?? null,
    plan_name: claims.plan_name ?? null,
    deployment_mode: claims.deployment_mode ?? null,
    days_remaining: daysLeft(held, now),
    expires_at: dateOf(held?.key.expires),
    issued_at: dateOf(held?.key.issued),
    active_addons: claims.active_addons ?? [],
    last_phone_home: null,
    key_hint: license.startsWith('eyJ') ? `${license.slice(0, HINT)}...` : null,
  }
}

const dateOf = (when: Instant | null | undefined): string | null =>
  when === null || when === undefined ? null : new Date(when).toISOString()
