import { describe, expect, test } from 'vitest'
import type { DecodedKey } from '../../../src/model/decoded.ts'
import { KeyText } from '../../../src/model/key-text.ts'
import { axonflow } from '../../../src/products/axonflow/product.ts'
import { sampleKey } from '../../support/sample-keys.ts'

function decoded(text: string): DecodedKey {
  const decoding = axonflow.decode(new KeyText(text))
  if (decoding.kind !== 'decoded') throw new Error(decoding.kind)
  return decoding.key
}

const lines = (text: string) =>
  axonflow.explain(decoded(text), { platform: null }).map(({ label, says }) => `${label}: ${says}`)

describe('what inspect explains', () => {
  test('the three identifiers, and where the pages and the software differ about expiry', () => {
    expect(lines(sampleKey({ tier: 'Plus', deployment_id: 'acme', expires_at: '20261028' }))).toEqual([
      'deployment identity: acme (deployment_id): names the installation, must equal ORG_ID of the agent, compared at start',
      "org_id in requests and rows: the customer's account, as in the X-Org-ID header and row-level security; not taken from the license",
      'client_id: the API credential of one request, as in Basic auth and X-Client-ID; one license serves many',
      'after expiry, In-VPC page: "7-day grace period", days 1-7 "system continues working", from day 8 "agents reject new requests"',
      'after expiry, tiers page: "does not stop working", it "degrades gracefully to Community limits"',
      "after expiry, the software: both, on two clocks: limits are Community's from 2026-10-28T00:00:00Z on, grace or not; a restart is refused from 2026-11-05T00:00:00Z on",
      expect.stringMatching(/^community build: judged as the enterprise build does;/),
    ])
  })

  test('a key without identity, and one of an old form', () => {
    expect(lines(sampleKey({ tier: 'Plus', tenant_id: 'acme', expires_at: 'x' }))[0]).toBe(
      'deployment identity: the key names none; it would have to equal ORG_ID of the agent, which is compared at start',
    )
    expect(lines('AXON-ENT-acme-20271028-3c282532')[0]).toBe(
      'organization: acme (ORG): for whom the key was issued',
    )
  })
})

test('a SaaS Plugin token lives by other rules', () => {
  const token = { tier: 'Pro', aud: 'axonflow.saas.plugin', org_id: 'x', expires_at: '20271028' }
  expect(lines(sampleKey(token))).toEqual([
    'SaaS Plugin token: made with another key than licenses, for one tenant of the hosted service, which takes it for 24 hours after its expiry',
  ])
})

describe('what a key says', () => {
  test('field by field, limits marked as ignored, empty ones left out', () => {
    const key = decoded(
      sampleKey({
        id: 'lic-1',
        tier: 'Plus',
        org_id: 'acme',
        tenant_id: '',
        service_name: 'trips',
        service_type: 'client-application',
        permissions: ['mcp:a:*', 'llm:*:*'],
        email: 'a@example.test',
        limits: { max_plans: 3 },
        kid: 'k1',
        more: 1,
      }),
    )
    expect(key.facts).toEqual([
      { label: 'license', field: 'id', values: ['lic-1'] },
      { label: 'organization', field: 'org_id', values: ['acme'] },
      { label: 'service', field: 'service_name', values: ['trips'] },
      { label: 'service type', field: 'service_type', values: ['client-application'] },
      { label: 'permissions', field: 'permissions', values: ['mcp:a:*', 'llm:*:*'] },
      { label: 'email', field: 'email', values: ['a@example.test'] },
      { label: 'signing key', field: 'kid', values: ['k1'] },
      { label: 'limits', field: 'limits', values: ['max_plans 3'], note: 'ignored: the tier alone decides' },
    ])
    expect(key.formName).toBe('signed key, payload with org_id')
  })

  test.each([
    ['alive', 'Plus'],
    ['grace', 'Community'],
    ['over', 'Community'],
    ['pending', 'Community'],
  ] as const)('grants, while %s, the tier %s', (state, tier) => {
    expect(axonflow.tierInForce(decoded(sampleKey({ tier: 'Plus', org_id: 'a' })), state)).toBe(tier)
  })

  test('grants no tier that is none', () => {
    expect(axonflow.tierInForce(decoded(sampleKey({ tier: 'Gold' })), 'alive')).toBe('Community')
  })
})
