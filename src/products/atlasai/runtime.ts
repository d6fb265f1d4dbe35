import { toIso } from '../../model/instant.ts'
import type { RuntimeWord } from '../../model/runtime-word.ts'
import { says } from '../../model/visible.ts'
import { answerOf, instantIn } from '../jwt/answer.ts'
import { type Claims, textOf } from '../jwt/claims.ts'

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
    ...renewalOf(answer, license),
  }
}

/** That a deployment which is not offline and names no phone-home has had none yet is inferred. */
function renewalOf(answer: Claims, license: Claims): Pick<RuntimeWord, 'renewal'> {
  const offline = answer.take('offlinemode')?.value
  const last = instantIn(license.take('lastphonehome')?.value)
  const mode = textOf(license.take('deploymentmode')?.value)?.toLowerCase() ?? ''
  if (offline === true)
    return { renewal: { on: false, says: says`none, it is in offline mode: its date is final` } }
  if (last !== null)
    return { renewal: { on: true, says: says`by phone-home, the last one at ${toIso(last)}` } }
  if (/prem/.test(mode))
    return { renewal: { on: false, says: says`none, it is on premises: its date is final` } }
  return /byoc/.test(mode)
    ? {
        renewal: {
          on: true,
          says: says`by phone-home, and none has succeeded yet: if none does, its date stands`,
        },
      }
    : {}
}
