import type { DecodedKey } from '../../src/model/decoded.ts'
import { error, type Finding, warning } from '../../src/model/finding.ts'
import { type Instant, instantAt } from '../../src/model/instant.ts'
import { standing, type Timeline } from '../../src/model/timeline.ts'
import type { Anchor, Verified } from '../../src/model/trust.ts'
import type {
  Absent,
  Forgery,
  OutOfTerm,
  Refused,
  Unproved,
  Unreadable,
  Usable,
} from '../../src/model/verdict.ts'
import { says } from '../../src/model/visible.ts'

export const NOW = instantAt(Date.UTC(2026, 10, 23, 12))
const EXPIRES = instantAt(Date.UTC(2026, 11, 20))
const GRACE_ENDS = instantAt(Date.UTC(2026, 11, 28))

/** Values that try to move the cursor, forge a line, turn the text around and hide. */
export const HOSTILE = '::warning::\u001b[31mevil\r\n<3>\u202efoo\u200b\u0007\u2028end\\u{1b}'

export const timeline: Timeline = [
  {
    name: 'active',
    from: 'always',
    until: EXPIRES,
    state: 'alive',
    effect: { running: 'full', starting: 'full' },
    says: { running: says`Enterprise limits`, starting: says`boots` },
  },
  {
    name: 'grace',
    from: EXPIRES,
    until: GRACE_ENDS,
    state: 'grace',
    effect: { running: 'reduced', starting: 'reduced' },
    says: { running: says`Community limits`, starting: says`boots as Community` },
  },
  {
    name: 'after',
    from: GRACE_ENDS,
    until: 'forever',
    state: 'over',
    effect: { running: 'reduced', starting: 'refused' },
    says: { running: says`Community limits`, starting: says`refused` },
  },
]

const anchor: Anchor = {
  usage: 'enterprise',
  publicKey: { kind: 'ed25519', raw: new Uint8Array(32) },
  id: '0123456789abcdef',
  name: 'AxonFlow enterprise key',
  origin: 'built in',
  from: 'since 2026-04-09',
}

const verified: Verified = { kind: 'verified', by: 'AxonFlow enterprise key', anchor }

export const key: DecodedKey = {
  product: 'axonflow',
  form: 'signed',
  formName: 'signed key, payload with deployment_id',
  prefix: 'AXON-',
  fingerprint: '3f2a0c11d2aa',
  tier: 'Enterprise',
  identity: { value: 'acme-prod', field: 'deployment_id' },
  issued: instantAt(Date.UTC(2025, 11, 20)),
  expires: EXPIRES,
  audience: 'axonflow.self_hosted.full',
  facts: [{ label: 'permissions', field: 'permissions', values: ['mcp:*:*', 'llm:*:*'] }],
  proof: { kind: 'none' },
  findings: [],
}

export const hostileKey: DecodedKey = {
  ...key,
  tier: HOSTILE,
  identity: { value: HOSTILE, field: 'org_id' },
  audience: HOSTILE,
  facts: [{ label: 'permissions', field: 'permissions', values: [HOSTILE, HOSTILE], note: HOSTILE }],
}

const judged = { product: 'axonflow', key, rules: 'AxonFlow 11, enterprise build' } as const

export const soon: Finding = warning(
  'key.expires-soon',
  says`the key expires in 26 d 12 h`,
  says`lic rotate file:new-key.txt`,
)

export function usable(overrides: Partial<Usable> = {}): Usable {
  const now = overrides.now ?? NOW
  return {
    ...judged,
    kind: 'usable',
    trust: verified,
    timeline,
    standing: standing(timeline, now),
    now,
    findings: [],
    exitCode: 0,
    ...overrides,
  }
}

const finding = {
  grace: error('key.grace', says`expired, in grace`),
  expired: error('key.expired', says`expired`),
  unverifiable: error('key.unverifiable', says`the secret that signs HMAC keys is not known`),
  forged: error('key.signature-invalid', says`the signature does not fit the payload`),
  audience: error('key.audience', says`the audience axonflow.saas.plugin is not for self-hosted agents`),
  unreadable: error(
    'key.signature-length',
    says`cut short: the signature has 61 of 64 bytes`,
    says`copy it again`,
  ),
  absent: error('key.absent', says`no key was given`),
}

export function outOfTerm(now: Instant): OutOfTerm {
  const where = standing(timeline, now)
  const grace = where.phase.state === 'grace'
  return {
    ...judged,
    kind: 'out-of-term',
    trust: verified,
    timeline,
    standing: where,
    now,
    findings: [grace ? finding.grace : finding.expired],
    exitCode: grace ? 40 : 41,
  }
}

export const unproved = (): Unproved => ({
  ...judged,
  kind: 'unproved',
  trust: { kind: 'unproven', why: finding.unverifiable },
  timeline,
  standing: standing(timeline, NOW),
  now: NOW,
  findings: [finding.unverifiable],
  exitCode: 33,
})

export const refused = (): Refused => ({
  ...judged,
  kind: 'refused',
  trust: verified,
  timeline,
  standing: standing(timeline, NOW),
  now: NOW,
  findings: [finding.audience, soon],
  refusals: [finding.audience],
  exitCode: 46,
})

export const forgery = (): Forgery => ({
  ...judged,
  kind: 'forgery',
  trust: { kind: 'forged', why: finding.forged },
  timeline: null,
  standing: null,
  now: NOW,
  findings: [finding.forged],
  exitCode: 49,
})

const unreadable = (): Unreadable => ({
  kind: 'unreadable',
  product: 'axonflow',
  form: 'signed',
  now: NOW,
  findings: [finding.unreadable],
  exitCode: 44,
})

const absent = (): Absent => ({
  kind: 'absent',
  product: 'axonflow',
  tier: 'Community',
  now: NOW,
  findings: [finding.absent],
  exitCode: 30,
})

export const everyVerdict = () => [
  usable(),
  usable({ findings: [soon] }),
  outOfTerm(EXPIRES),
  outOfTerm(GRACE_ENDS),
  unproved(),
  refused(),
  forgery(),
  unreadable(),
  absent(),
]
