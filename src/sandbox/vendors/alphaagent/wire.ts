import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * The channel between Studio and Console. That each message and each answer is signed with a secret that only these two
 * share, and that each message carries a one-time value and a timestamp, is published. Inferred, all of it: the paths,
 * the names of the fields, HMAC-SHA256 in hex, the header, and which bytes it is over.
 * Source: AlphaAgent docs, Licensing and telemetry.
 */
export const PATHS = {
  activation: '/console/api/activations',
  heartbeat: '/console/api/heartbeats',
  usage: '/console/api/usage',
} as const
export type MessageKind = keyof typeof PATHS

export const SIGNATURE_HEADER = 'x-aalk-signature'

export interface Message {
  readonly kind: MessageKind
  /** a JSON object */
  readonly body: string
  /** hex */
  readonly signature: string
}

/** What the Console answers; no signature where it does not know with which secret. */
export interface Answer {
  readonly status: number
  /** a JSON object with the one-time value of the message that it answers */
  readonly body: string
  readonly signature: string | null
}

const hmac = (secret: string, ...parts: readonly string[]): string =>
  createHmac('sha256', secret).update(parts.join('\n')).digest('hex')

export const signMessage = (secret: string, kind: MessageKind, body: string): string =>
  hmac(secret, 'message', PATHS[kind], body)

/** The status is signed with the body, so that a refusal cannot be made of a consent. */
export const signAnswer = (secret: string, kind: MessageKind, status: number, body: string): string =>
  hmac(secret, 'answer', PATHS[kind], String(status), body)

export function sameSignature(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** The members of a JSON object; null: it is none. */
export function objectIn(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}
