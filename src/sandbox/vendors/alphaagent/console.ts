import { after, type Instant, MINUTE, parseInstant, toIso } from '../../../model/instant.ts'
import { INTERVAL, type License, newLicense } from './ledger.ts'
import {
  type Answer,
  type Message,
  type MessageKind,
  objectIn,
  sameSignature,
  signAnswer,
  signMessage,
} from './wire.ts'

/** How far the timestamp of a message may be from the Console's clock, either way. Inferred. */
export const FRESH = 5 * MINUTE

/** The vendor's side: it makes licenses, and answers what their deployments send. */
export interface Console {
  /** a new one, inactive until a deployment activates it */
  create(): License
  find(id: string): License | null
  all(): readonly License[]
  /** Whatever is wrong with a message, it counts for nothing. */
  answer(message: Message, at: Instant): Answer
}

export function newConsole(): Console {
  const licenses = new Map<string, License>()
  return {
    create: () => {
      const license = newLicense()
      licenses.set(license.id, license)
      return license
    },
    find: (id) => licenses.get(id) ?? null,
    all: () => [...licenses.values()],
    answer: (message, at) => {
      const fields = objectIn(message.body)
      const license = licenses.get(textOf(fields, 'license_id'))
      if (fields === null || license === undefined || !authentic(license, message)) return STRANGER
      const said = freshness(license, fields, at) ?? DESK[message.kind](license, fields, at)
      const body = JSON.stringify({ nonce: textOf(fields, 'nonce'), ...said.fields })
      return {
        status: said.status,
        body,
        signature: signAnswer(license.secret, message.kind, said.status, body),
      }
    },
  }
}

type Fields = Readonly<Record<string, unknown>>
interface Said {
  readonly status: number
  readonly fields: object
}

const refuse = (status: number, error: string): Said => ({ status, fields: { valid: false, error } })

/** Unsigned: nobody proved to share a secret. */
const STRANGER: Answer = {
  status: 401,
  body: JSON.stringify({ valid: false, error: 'not_authentic' }),
  signature: null,
}

const textOf = (fields: Fields | null, name: string): string => {
  const value = fields?.[name]
  return typeof value === 'string' ? value : ''
}

const authentic = ({ secret }: License, { kind, body, signature }: Message): boolean =>
  sameSignature(signMessage(secret, kind, body), signature)

/** A one-time value is remembered as long as its timestamp would pass, so that none is ever taken twice. */
function freshness({ nonces }: License, fields: Fields, at: Instant): Said | null {
  const sent = parseInstant(textOf(fields, 'timestamp'))
  const nonce = textOf(fields, 'nonce')
  if (sent === undefined || !/^[\w-]{16,64}$/.test(nonce)) return refuse(400, 'malformed')
  if (Math.abs(at - sent) > FRESH) return refuse(400, 'stale')
  for (const [old, until] of nonces) if (until < at) nonces.delete(old)
  if (nonces.has(nonce)) return refuse(409, 'replayed')
  nonces.set(nonce, after(sent, FRESH))
  return null
}

type Clerk = (license: License, fields: Fields, at: Instant) => Said

/** The first host is recorded, and no other may follow. */
const activation: Clerk = (license, fields, at) => {
  const fingerprint = textOf(fields, 'host_fingerprint')
  if (license.revoked) return refuse(403, 'revoked')
  if (fingerprint === '') return refuse(400, 'malformed')
  if (license.activation !== null && license.activation.fingerprint !== fingerprint)
    return refuse(409, 'other_host')
  license.activation = {
    at,
    fingerprint,
    runtimeVersion: textOf(fields, 'runtime_version'),
    deploymentKind: textOf(fields, 'deployment_kind'),
  }
  return { status: 200, fields: { valid: true, status: 'active' } }
}

/** Delinquency lies over it, and refuses nothing. That a license must be active for it is inferred. */
const heartbeat: Clerk = (license, _fields, at) => {
  if (license.revoked) return refuse(403, 'revoked')
  if (license.activation === null) return refuse(409, 'not_activated')
  license.lastHeartbeat = at
  return {
    status: 200,
    fields: {
      valid: true,
      billing: { delinquent: license.delinquent },
      next_heartbeat_expected: toIso(after(at, INTERVAL)),
    },
  }
}

/** An event counts once, however often it is sent. That a billing period closes with its month, by UTC, is inferred. */
const usage: Clerk = (license, fields, at) => {
  const key = textOf(fields, 'idempotency_key')
  if (license.revoked) return refuse(403, 'revoked')
  if (license.activation === null) return refuse(409, 'not_activated')
  if (key === '') return refuse(400, 'malformed')
  const counted = license.usage.has(key)
  if (!counted && textOf(fields, 'billing_period') !== periodOf(at)) return refuse(410, 'period_closed')
  if (!counted && license.delinquent) return refuse(402, 'delinquent')
  license.usage.add(key)
  return { status: 200, fields: { valid: true, counted: !counted } }
}

const DESK: Readonly<Record<MessageKind, Clerk>> = { activation, heartbeat, usage }

/** The month: `2026-11`. */
export const periodOf = (at: Instant): string => toIso(at).slice(0, 7)
