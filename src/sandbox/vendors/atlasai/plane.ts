import { after, DAY, type Instant, toIso } from '../../../model/instant.ts'
import type { Verdict } from '../../../model/verdict.ts'
import { claimsOf, type Held, heldOf } from '../held.ts'
import type { Surroundings } from '../vendor.ts'
import { type Answer, type ControlPlane, INTERVAL } from './control-plane.ts'

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
  /** Lives on until now: phone-homes that were due in between have been. */
  live(): void
}

/**
 * @param control null: offline mode
 *
 * Inferred: the first phone-home is an interval after the start, and a restart reads the license of the environment again.
 */
export function newPlane({ judge, now, ...given }: Surroundings, control: ControlPlane | null): Plane {
  const log: string[] = []
  let environment = given.key
  let license = environment
  let due = after(now(), INTERVAL)
  let renewed: Instant | null = null
  let before: Answer['kind'] = 'renewed'
  const standing = () => {
    const verdict = judge(license)
    return `status=${statusOf(verdict)}, days_remaining=${daysLeft(heldOf(verdict), now())}`
  }
  const loaded = (from: string) => log.push(`[license] Loaded from ${from}: ${standing()}`)
  const start = () => {
    license = environment
    due = after(now(), INTERVAL)
    loaded('env')
  }
  const phoneHome = (to: ControlPlane, at: Instant) => {
    const answer = to.renew(license, at)
    if (answer.kind === 'renewed') {
      license = answer.license
      renewed = at
      log.push(`[license] Phone-home at ${toIso(at)}: ${standing()}`)
    } else if (answer.kind !== before)
      log.push(`[license] Phone-home at ${toIso(at)} failed (${answer.kind}): ${standing()}`)
    before = answer.kind
  }
  /** Nothing changes between two questions, so that of many phone-homes the last stands for all. */
  const live = () => {
    const until = now()
    if (control === null || due > until) return
    const latest = after(due, Math.floor((until - due) / INTERVAL) * INTERVAL)
    phoneHome(control, latest)
    due = after(latest, INTERVAL)
  }
  start()
  return {
    log,
    live,
    status: () => statusOf(judge(license)),
    view: () => ({
      licensed_deployment: true,
      offline_mode: control === null,
      tp_version: VERSION,
      cp_license_public_key_configured: true,
      license: viewOf(license, judge(license), now(), renewed),
    }),
    install: (uploaded) => {
      if (heldOf(judge(uploaded)) === null) return false
      license = uploaded
      loaded('upload')
      return true
    },
    restart: (key) => {
      environment = key ?? environment
      start()
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

function viewOf(license: string, verdict: Verdict, now: Instant, renewed: Instant | null): object {
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
    last_phone_home: dateOf(renewed),
    key_hint: license.startsWith('eyJ') ? `${license.slice(0, HINT)}...` : null,
  }
}

const dateOf = (when: Instant | null | undefined): string | null =>
  when === null || when === undefined ? null : new Date(when).toISOString()
