import { randomBytes } from 'node:crypto'
import { type Instant, toIso } from '../../../model/instant.ts'
import { halvesOf } from './ledger.ts'
import {
  type Answer,
  type Message,
  type MessageKind,
  objectIn,
  sameSignature,
  signAnswer,
  signMessage,
} from './wire.ts'

/** The refusals that trip the kill-switch at once. That another host's is among them is inferred. */
export type Refusal = 'revoked' | 'not_authentic' | 'other_host'

/** What is verified to be the answer of the Console, to this very message. */
export interface Heard {
  readonly status: number
  readonly fields: Readonly<Record<string, unknown>>
  readonly refusal: Refusal | null
}

const REFUSALS: readonly Refusal[] = ['revoked', 'other_host', 'not_authentic']

/**
 * A refusal for want of a shared secret cannot be signed with one, and is believed as it is: the kill-switch trips where
 * the Console answers so, as published.
 */
function verified(
  { status, body, signature }: Answer,
  kind: MessageKind,
  secret: string,
  nonce: string,
): Heard | null {
  const fields = objectIn(body) ?? {}
  if (status === 401) return { status, fields, refusal: 'not_authentic' }
  const signed = signature !== null && sameSignature(signAnswer(secret, kind, status, body), signature)
  if (!signed || fields.nonce !== nonce) return null
  return { status, fields, refusal: REFUSALS.find((refusal) => refusal === fields.error) ?? null }
}

/** Studio's end of the channel. Null: no answer, or none that is verified. */
export const newChannel =
  (send: (message: Message, at: Instant) => Answer | null) =>
  (token: string, kind: MessageKind, fields: object, at: Instant): Heard | null => {
    const halves = halvesOf(token)
    if (halves === null) return null
    const nonce = randomBytes(16).toString('hex')
    const body = JSON.stringify({ license_id: halves.id, timestamp: toIso(at), nonce, ...fields })
    const answer = send({ kind, body, signature: signMessage(halves.secret, kind, body) }, at)
    return answer === null ? null : verified(answer, kind, halves.secret, nonce)
  }
