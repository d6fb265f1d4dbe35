import type { RuntimeWord } from '../../model/runtime-word.ts'
import { answerOf, instantIn } from '../jwt/answer.ts'
import { textOf } from '../jwt/claims.ts'

/** What GET /api/admin/license says. Null for anything else. Never throws. */
export function readHealth(body: Uint8Array): RuntimeWord | null {
  const answer = answerOf(body)
  const license = answer?.inner('license') ?? null
  const status = textOf(license?.take('status')?.value)
  if (answer === null || license === null || status === null) return null
  const valid = license.take('valid')?.value
  return {
    shape: 'atlasai-license',
    healthy: null,
    version: textOf(answer.take('tpversion')?.value),
    tier: textOf(license.take('planid', 'planname')?.value),
    valid: typeof valid === 'boolean' ? valid : null,
    identity: textOf(license.take('tenantid')?.value),
    expires: instantIn(license.take('expiresat')?.value),
    nodes: null,
    maxNodes: null,
  }
}
