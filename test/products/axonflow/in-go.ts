import type { Code } from '../../../src/model/codes.ts'
import { DAY, toIso } from '../../../src/model/instant.ts'
import type { Verdict } from '../../../src/model/verdict.ts'
import { axonflow } from '../../../src/products/axonflow/product.ts'

/** A verdict in the words of the product's own validator. */
export interface GoVerdict {
  readonly verdict: string
  readonly reason: string
  readonly tier: string
  readonly identity: string
  /** with the old tenant_id as the last resort */
  readonly identity_tenant: string
  readonly expires: string
  /** the tier that counts */
  readonly entitled: string
  readonly days_left?: number
  readonly days_over?: number
  readonly permissions?: readonly string[]
  readonly service?: string
}

/** Our first code for each reason that Go gives. */
const CODES_FOR: Readonly<Record<string, readonly Code[]>> = {
  empty: ['key.absent'],
  prefix: ['key.prefix', 'key.unrecognized'],
  'v2-format': ['key.hmac-malformed', 'key.old-format'],
  'no-dot': ['key.v1-malformed', 'key.no-signature', 'key.old-format'],
  'empty-payload': ['key.empty-payload'],
  'payload-base64': ['key.payload-base64'],
  'payload-json': ['key.payload-json'],
  'signature-base64': ['key.signature-base64'],
  'signature-length': ['key.signature-length'],
  signature: ['key.signature-invalid', 'key.retired-anchor', 'key.saas-token'],
  tier: ['key.tier-unknown', 'key.saas-token'],
  audience: ['key.audience', 'key.saas-token'],
  'expiry-format': ['key.expiry-format'],
  grace: ['key.grace'],
  expired: ['key.expired'],
}

export function inGo(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'usable':
      return 'valid'
    case 'absent':
      return 'community'
    case 'out-of-term':
      return verdict.standing.phase.state === 'grace' ? 'grace' : 'expired'
    default:
      return 'invalid'
  }
}

/** Go's Duration holds at most 292 years. */
const LONGEST = Math.trunc(2 ** 63 / 1e6 / DAY)
const days = (milliseconds: number): number =>
  Math.max(-LONGEST, Math.min(LONGEST, Math.trunc(milliseconds / DAY))) || 0

/** @param reason the one expected: ours says the same if its first code stands for it */
export function described(verdict: Verdict, reason: string): GoVerdict {
  const go = inGo(verdict)
  const first = verdict.findings[0]?.code
  const right = reason === '' ? go === 'valid' : (CODES_FOR[reason] ?? []).some((code) => code === first)
  const said = { verdict: go, reason: right ? reason : `${first}` }
  if (verdict.kind === 'absent') return { ...said, ...NOTHING, tier: verdict.tier ?? '' }
  if (verdict.kind !== 'usable' && verdict.kind !== 'out-of-term') return { ...said, ...NOTHING }
  const { key, now, standing } = verdict
  const values = (field: string) => key.facts.find((fact) => fact.field === field)?.values
  const service = values('service_name')?.[0]
  const permissions = values('permissions')
  const left = (key.expires ?? now) - now
  return {
    ...said,
    tier: key.tier ?? '',
    identity: key.identity?.value ?? '',
    identity_tenant: key.identity?.value ?? values('tenant_id')?.[0] ?? '',
    expires: key.expires === null ? '' : toIso(key.expires).slice(0, 10),
    entitled: axonflow.tierInForce(key, standing.phase.state) ?? '',
    days_left: days(left),
    ...(go === 'valid' ? {} : { days_over: days(-left) }),
    ...(permissions === undefined ? {} : { permissions }),
    ...(service === undefined ? {} : { service }),
  }
}

const NOTHING = { tier: '', identity: '', identity_tenant: '', expires: '', entitled: 'Community' }
