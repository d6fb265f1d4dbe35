import type { DecodedKey } from '../../model/decoded.ts'
import { error, type Finding, note } from '../../model/finding.ts'
import { says } from '../../model/visible.ts'
import type { Rules } from '../product.ts'
import { isKeyTier, isSaasToken, SAAS_AUDIENCES, SELF_HOSTED_AUDIENCES, tierNamed } from './names.ts'
import { factOf } from './payload.ts'
import { type Platform, platformOf } from './platform.ts'

const NO_FINDINGS: readonly Finding[] = []

/** Why the runtime refuses a key that can be read, in the runtime's order. */
export function weigh(key: DecodedKey, rules: Rules): readonly Finding[] {
  const platform = platformOf(rules)
  if (key.form !== 'signed') return weighOld(key, platform)
  const audience = key.audience ?? ''
  const tier = key.tier ?? ''
  const fine =
    platform.readsSigned &&
    isKeyTier(tier) &&
    (audience === '' || SELF_HOSTED_AUDIENCES.includes(audience)) &&
    key.expires !== null &&
    (key.identity !== null || !platform.needsIdentity)
  return fine ? NO_FINDINGS : [...refusals(key, tier, audience, platform)]
}

function* refusals(key: DecodedKey, tier: string, audience: string, platform: Platform): Generator<Finding> {
  if (!platform.readsSigned)
    yield error(
      'key.new-format',
      says`AxonFlow ${platform.version} does not read signed keys yet: they came with 4.2`,
      says`upgrade the platform, or name the version that runs with --platform`,
    )
  const saas = isSaasToken(tier, key.audience)
  if (saas)
    yield error(
      'key.saas-token',
      says`this is a SaaS Plugin token (tier ${tier}), not a license for a self-hosted platform`,
      says`it belongs in the X-License-Token header of requests to the hosted service`,
    )
  else if (!isKeyTier(tier)) yield unknownTier(tier)
  if (!saas && audience !== '' && !SELF_HOSTED_AUDIENCES.includes(audience)) {
    yield error(
      'key.audience',
      SAAS_AUDIENCES.includes(audience)
        ? says`it was made for AxonFlow's hosted service (aud ${audience}): a SaaS token does not start a self-hosted agent`
        : says`its audience is none of a self-hosted agent: aud ${audience}`,
      says`a self-hosted key carries no audience, or ${SELF_HOSTED_AUDIENCES.join(', ')}`,
    )
    yield note('key.community-build', says`the community build has no audience check and would not mind`)
  }
  if (key.expires === null) yield unreadableDate(factOf(key, 'expires_at'))
  if (key.identity === null && platform.needsIdentity) yield noIdentity(factOf(key, 'tenant_id'))
}

function unknownTier(tier: string): Finding {
  const meant = tierNamed(tier)
  const wanted = says`a self-hosted key carries exactly one of Evaluation, Professional, Enterprise, Plus`
  if (tier === '') return error('key.tier-unknown', says`the key names no tier`, wanted)
  return meant === null
    ? error('key.tier-unknown', says`the runtime knows no tier ${tier}`, wanted)
    : error(
        'key.tier-unknown',
        says`the runtime knows no tier ${tier}, only its exact name: ${meant}`,
        wanted,
      )
}

function unreadableDate(text: string): Finding {
  const wanted = says`the runtime wants eight digits, YYYYMMDD, and a real day`
  if (text === '') return error('key.expiry-format', says`the key names no expiry date`, wanted)
  return /^[0-9]{8}$/.test(text)
    ? error('key.expiry-format', says`expires_at ${text} is no day of the calendar`, wanted)
    : error('key.expiry-format', says`expires_at ${text} is not eight digits`, wanted)
}

const noIdentity = (tenant: string): Finding =>
  error(
    'key.no-identity',
    tenant === ''
      ? says`the key names neither a deployment_id nor an org_id`
      : says`the key names only tenant_id ${tenant}, which this platform does not read as its identity`,
    says`since platform 11 the agent refuses to start without one; ask the vendor for a key with a deployment_id`,
  )

function weighOld(key: DecodedKey, platform: Platform): readonly Finding[] {
  const v1 = key.form === 'v1'
  if (v1 ? platform.readsV1 : platform.readsHmac)
    return key.expires === null ? [unreadableDate(factOf(key, 'expires_at'))] : []
  return [
    error(
      'key.old-format',
      v1
        ? says`AxonFlow ${platform.version} no longer reads V1 keys: they ended with 4.1`
        : says`AxonFlow ${platform.version} no longer reads HMAC keys (AXON-V2-): they ended with 4.2`,
      says`the enterprise build refuses to start with it; the community build runs as Community`,
      says`ask the vendor for a signed key, AXON-<payload>.<signature>; an evaluation is free at getaxonflow.com/evaluation-license`,
    ),
    ...(key.expires === null ? [unreadableDate(factOf(key, 'expires_at'))] : []),
  ]
}
