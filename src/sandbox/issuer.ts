import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { after, DAY, type Instant, toIso } from '../model/instant.ts'

/** What a key is to say. Dates are days as the key prints them, `YYYYMMDD`. */
export interface KeyWish {
  readonly tier: string
  readonly org: string
  /** days from now to expiry; may be negative */
  readonly days?: number
  /** YYYYMMDD, instead of `days` */
  readonly expires?: string
  /** days from issue to now; default 0, of an expired key its whole term and as long as it is over */
  readonly issuedDaysAgo?: number
  readonly deployment?: string
  readonly audience?: string
  /** signed by nobody's key */
  readonly forged?: boolean
  /** signed with the enterprise key that comes next: the runtimes of this sandbox do not know it yet */
  readonly early?: boolean
}

/** Throw-away issuer keys: nothing outside trusts them, and they are gone with the process. */
export interface Issuer {
  /** raw public keys in hex */
  readonly anchors: Readonly<Record<'evaluation' | 'enterprise', string>>
  /** the enterprise key that comes next, in hex */
  readonly nextEnterprise: string
  issue(wish: KeyWish, now: Instant): string
}

const RAW_KEY_AT = 12

const publicHex = (key: KeyObject): string =>
  key.export({ format: 'der', type: 'spki' }).subarray(RAW_KEY_AT).toString('hex')

export function newIssuer(): Issuer {
  const evaluation = generateKeyPairSync('ed25519')
  const enterprise = generateKeyPairSync('ed25519')
  const next = generateKeyPairSync('ed25519')
  const stranger = generateKeyPairSync('ed25519')
  return {
    anchors: { evaluation: publicHex(evaluation.publicKey), enterprise: publicHex(enterprise.publicKey) },
    nextEnterprise: publicHex(next.publicKey),
    issue: (wish, now) => {
      const rightful = wish.tier === 'Evaluation' ? evaluation : enterprise
      const signer = wish.forged === true ? stranger : wish.early === true ? next : rightful
      return signed(payload(wish, now), signer.privateKey)
    },
  }
}

function signed(fields: object, key: KeyObject): string {
  const text = Buffer.from(JSON.stringify(fields)).toString('base64url')
  return `AXON-${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`
}

function payload(wish: KeyWish, now: Instant): object {
  const expires = wish.expires ?? day(after(now, (wish.days ?? 365) * DAY))
  const deployment = wish.deployment ?? wish.org
  const id = createHash('sha256')
    .update([wish.tier, wish.org, expires, now].join())
    .digest('hex')
    .slice(0, 12)
  return {
    id: `sandbox-${id}`,
    tier: wish.tier,
    deployment_id: deployment,
    org_id: wish.org,
    service_name: 'platform',
    service_type: 'backend-service',
    permissions: ['mcp:*:*', 'llm:*:*'],
    issued_at: day(after(now, -(wish.issuedDaysAgo ?? expiredSince(wish)) * DAY)),
    expires_at: expires,
    aud: wish.audience ?? 'axonflow.self_hosted.full',
    jti: `sandbox-${id}`,
    kid: 'sandbox',
    origin: 'lic sandbox',
  }
}

/** Days a key of this tier is sold for. */
export const termOf = (tier: string): number => (tier === 'Evaluation' ? 90 : 365)

const expiredSince = ({ tier, days = 0 }: KeyWish): number => (days < 0 ? termOf(tier) - days : 0)

const day = (when: Instant): string => toIso(when).slice(0, 10).replaceAll('-', '')
