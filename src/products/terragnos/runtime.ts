import type { RuntimeWord } from '../../model/runtime-word.ts'
import { isObject } from '../../wire/strict-json.ts'
import { answerOf, instantIn } from '../jwt/answer.ts'
import { textOf } from '../jwt/claims.ts'
import { apart, grantsOf } from '../jwt/grants.ts'

const STATUSES = ['valid', 'expiring_soon', 'expired']

/** What GET /v1/license says: status, edition, features, limits, metadata. Null for anything else. Never throws. */
export function readHealth(body: Uint8Array): RuntimeWord | null {
  const answer = answerOf(body)
  const status = textOf(answer?.take('status')?.value)
  if (answer === null || status === null || !STATUSES.includes(status)) return null
  const limits = answer.take('limits')?.value
  return {
    shape: 'terragnos-license',
    healthy: null,
    version: null,
    tier: textOf(answer.take('edition')?.value),
    valid: status !== 'expired',
    identity: null,
    expires: instantIn(answer.take('expiresat', 'expires', 'expiration')?.value),
    nodes: null,
    maxNodes: null,
    ...(isObject(limits) ? { limits: apart(grantsOf(limits, 'limits', 'limits')) } : {}),
  }
}
