import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Code } from '../../../src/model/codes.ts'
import { DAY, instantAt, toIso } from '../../../src/model/instant.ts'
import { KeyText } from '../../../src/model/key-text.ts'
import type { Verdict } from '../../../src/model/verdict.ts'
import { axonflow } from '../../../src/products/axonflow/product.ts'
import { judge } from '../../../src/verdict/judge.ts'
import { testKeyring, VECTORS_NOW } from './keyring.ts'

interface Vector {
  readonly category: string
  readonly note: string
  readonly key?: string
  readonly keyBase64?: string
  readonly expect: {
    readonly verdict: string
    readonly reason: string
    readonly tier: string
    readonly identity: string
    readonly identity_tenant: string
    readonly expires: string
    readonly entitled: string
    readonly days_left?: number
    readonly days_over?: number
    readonly permissions?: readonly string[]
    readonly service?: string
  }
}

const FILE = join(import.meta.dirname, '..', '..', 'vectors', 'axonflow', 'axonflow.jsonl')
const vectors: readonly Vector[] = readFileSync(FILE, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line))

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

/** Go's words for one of our verdicts. */
function inGo(verdict: Verdict): string {
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

function described(vector: Vector, verdict: Verdict): Vector['expect'] {
  const go = inGo(verdict)
  const accepted = verdict.kind === 'usable' || verdict.kind === 'out-of-term'
  const key = accepted ? verdict.key : null
  const values = (field: string) => key?.facts.find((fact) => fact.field === field)?.values
  const first =
    accepted || verdict.kind === 'absent' || verdict.findings[0]?.severity === 'error'
      ? verdict.findings[0]
      : undefined
  const codes = CODES_FOR[vector.expect.reason] ?? []
  const right = vector.expect.reason === '' ? go === 'valid' : codes.some((code) => code === first?.code)
  const tier = verdict.kind === 'absent' ? verdict.tier : (key?.tier ?? '')
  const service = values('service_name')?.[0]
  const permissions = values('permissions')
  return {
    verdict: go,
    reason: right ? vector.expect.reason : `${first?.code}`,
    tier: tier ?? '',
    identity: key?.identity?.value ?? '',
    identity_tenant: key?.identity?.value ?? values('tenant_id')?.[0] ?? '',
    expires: key?.expires == null ? '' : toIso(key.expires).slice(0, 10),
    ...(key?.expires == null ? {} : { days_left: days(key.expires - VECTORS_NOW) }),
    ...(go === 'expired' && key?.expires != null ? { days_over: days(VECTORS_NOW - key.expires) } : {}),
    ...(go === 'grace' && key?.expires != null ? { days_over: days(VECTORS_NOW - key.expires) } : {}),
    entitled: key && accepted ? (axonflow.tierInForce(key, verdict.standing.phase.state) ?? '') : 'Community',
    ...(permissions === undefined ? {} : { permissions }),
    ...(service === undefined ? {} : { service }),
  }
}

const textOf = ({ key, keyBase64 }: Vector): KeyText =>
  new KeyText(Buffer.from(key ?? keyBase64 ?? '', key === undefined ? 'base64' : 'utf8').toString('latin1'))

describe("the product's own verdict on 1,371 keys", () => {
  test.each(vectors.map((vector, index) => [index + 1, vector.category, vector] as const))(
    'line %i: %s',
    (_line, _category, vector) => {
      const options = { now: instantAt(VECTORS_NOW), keyring: testKeyring, rules: { platform: '10' } }
      expect(described(vector, judge(textOf(vector), options))).toEqual(vector.expect)
    },
  )

  test('platform 11 refuses exactly those among them that name no identity', () => {
    const options = { now: instantAt(VECTORS_NOW), keyring: testKeyring, rules: { platform: null } }
    for (const vector of vectors) {
      const accepted = ['valid', 'grace', 'expired'].includes(vector.expect.verdict)
      const verdict = judge(textOf(vector), options)
      const nameless = accepted && vector.expect.identity === ''
      expect([
        vector.note,
        verdict.findings.some(({ code, severity }) => code === 'key.no-identity' && severity === 'error'),
      ]).toEqual([
        vector.note,
        nameless ||
          (verdict.kind !== 'usable' &&
            verdict.kind !== 'out-of-term' &&
            'key' in verdict &&
            verdict.key.identity === null &&
            verdict.key.form === 'signed'),
      ])
      if (accepted && !nameless) expect(inGo(verdict)).toBe(vector.expect.verdict)
      if (nameless) expect([verdict.kind, verdict.exitCode]).toEqual(['refused', 46])
    }
  })
})
