import { randomBytes } from 'node:crypto'
import { type Instant, MINUTE, toIso } from '../../../model/instant.ts'

/** Heartbeats come about every five minutes. */
export const INTERVAL = 5 * MINUTE
/** A couple of misses are a warning, as published; that three are more than a couple is inferred. */
const COUPLE = 2

/** What the Console knows of a license. */
export interface License {
  /** public */
  readonly id: string
  readonly secret: string
  /** null: inactive, no deployment has activated it */
  activation: Activation | null
  lastHeartbeat: Instant | null
  revoked: boolean
  delinquent: boolean
  /** one-time values, and until when each would still be fresh */
  readonly nonces: Map<string, Instant>
  /** usage events by their idempotency keys */
  readonly usage: Set<string>
}

interface Activation {
  readonly at: Instant
  readonly fingerprint: string
  readonly runtimeVersion: string
  readonly deploymentKind: string
}

/** As one that was just made: inactive, and its secret will be shown once, in its token. */
export const newLicense = (): License => ({
  id: `aalk_${randomBytes(8).toString('hex')}`,
  secret: randomBytes(32).toString('hex'),
  activation: null,
  lastHeartbeat: null,
  revoked: false,
  delinquent: false,
  nonces: new Map(),
  usage: new Set(),
})

/** As `tokenOf` makes them. */
export const TOKEN = /^aalk_[\da-f]{16}\.[\da-f]{64}$/

/** ID and secret in one; that a full stop joins them is inferred. */
export const tokenOf = ({ id, secret }: License): string => `${id}.${secret}`

/** The two halves of a License Token; null: it is none. */
export function halvesOf(token: string): { readonly id: string; readonly secret: string } | null {
  const [, id, secret] = /^(aalk_[A-Za-z0-9]+)\.(\S+)$/.exec(token) ?? []
  return id === undefined || secret === undefined ? null : { id, secret }
}

/** What an administrator sees of a license; never its secret. */
export function rowOf(license: License, at: Instant): object {
  const { id, activation, lastHeartbeat, revoked, delinquent, usage } = license
  const missed = missedOf(license, at)
  return {
    license_id: id,
    status: revoked ? 'revoked' : activation === null ? 'inactive' : 'active',
    delinquent,
    health: missed === null ? null : missed === 0 ? 'Healthy' : missed <= COUPLE ? 'Warning' : 'Unhealthy',
    missed_heartbeats: missed,
    last_heartbeat: lastHeartbeat === null ? null : toIso(lastHeartbeat),
    activated_at: activation === null ? null : toIso(activation.at),
    host_fingerprint: activation?.fingerprint ?? null,
    runtime_version: activation?.runtimeVersion ?? null,
    deployment_kind: activation?.deploymentKind ?? null,
    usage_events: usage.size,
  }
}

/** How many were due since the last one; null: none is expected. */
function missedOf({ activation, lastHeartbeat }: License, at: Instant): number | null {
  const last = lastHeartbeat ?? activation?.at
  return last === undefined ? null : Math.floor((at - last) / INTERVAL)
}
