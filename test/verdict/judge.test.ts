import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { DecodedKey } from '../../src/model/decoded.ts'
import { DAY, instantAt } from '../../src/model/instant.ts'
import { KeyText } from '../../src/model/key-text.ts'
import type { Keyring } from '../../src/model/trust.ts'
import { axonflow } from '../../src/products/axonflow/product.ts'
import { prove } from '../../src/products/axonflow/trust.ts'
import { anchor, testKeyring } from '../products/axonflow/keyring.ts'
import { sampleKey } from '../support/sample-keys.ts'
import { GOOD, hmacKey, judged, NOW, told } from './samples.ts'

const NOBODY: Keyring = { anchors: [], hmac: null }
const V1 = 'AXON-ENT-acme-20271028-3c282532'
const HMAC = { tier: 'PRO', tenant_id: 'acme', expires_at: '20271231' }

const pair = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return { hex: publicKey.export({ format: 'der', type: 'spki' }).subarray(12).toString('hex'), privateKey }
}
const signedBy = (key: ReturnType<typeof pair>, payload: Record<string, unknown>): string => {
  const text = Buffer.from(JSON.stringify(payload)).toString('base64url')
  return `AXON-${text}.${sign(null, Buffer.from(text), key.privateKey).toString('base64url')}`
}

describe('a key that is verified', () => {
  test('and alive is usable, says by whose key, and nothing else', () => {
    const verdict = judged(GOOD)
    expect(told(verdict)).toEqual(['usable 0'])
    expect(verdict).toMatchObject({
      product: 'axonflow',
      rules: 'AxonFlow 11, enterprise build',
      trust: { kind: 'verified', by: 'the test enterprise key (--public-key)' },
      standing: { phase: { name: 'active' }, next: { name: 'grace' } },
      key: {
        form: 'signed',
        formName: 'signed key, payload with deployment_id',
        prefix: 'AXON-',
        tier: 'Enterprise',
        identity: { value: 'acme-prod', field: 'deployment_id' },
        audience: 'axonflow.self_hosted.full',
        issued: Date.UTC(2026, 9, 23),
        expires: Date.UTC(2027, 8, 18),
      },
    })
  })

  test.each([
    [-1, 'usable 0', 'active'],
    [0, 'usable 0', 'active'],
    [1, 'out-of-term 40', 'grace'],
    [8 * DAY - 1, 'out-of-term 40', 'grace'],
    [8 * DAY, 'out-of-term 41', 'after'],
    [3000 * DAY, 'out-of-term 41', 'after'],
  ])('stands %i ms after the printed day began: %s, %s', (offset, kind, phase) => {
    const verdict = judged(GOOD, { now: instantAt(Date.UTC(2027, 8, 18) + offset) })
    expect([told(verdict)[0], 'standing' in verdict && verdict.standing?.phase.name]).toEqual([kind, phase])
  })

  test.each([
    [30 * DAY + 1, []],
    [30 * DAY, ['warning key.expires-soon: expires in 30 d, at 2027-09-18T00:00:00Z']],
    [7 * DAY + 1, ['warning key.expires-soon: expires in 7 d, at 2027-09-18T00:00:00Z']],
    [7 * DAY, ['warning key.expires-critical: expires in 7 d, at 2027-09-18T00:00:00Z']],
    [0, ['warning key.expires-critical: expires now, at 2027-09-18T00:00:00Z']],
  ])('%i ms before its end is warned of, and stays usable', (left, warnings) => {
    expect(told(judged(GOOD, { now: instantAt(Date.UTC(2027, 8, 18) - left) }))).toEqual([
      'usable 0',
      ...warnings,
    ])
  })

  test('is warned of by other thresholds too', () => {
    const within = { warnWithin: 400 * DAY, critWithin: 300 * DAY }
    expect(told(judged(GOOD, { within }))[1]).toMatch(/^warning key.expires-critical: expires in 298 d/)
    expect(told(judged(GOOD, { within: { ...within, critWithin: 0 } }))[1]).toMatch(
      /^warning key.expires-soon/,
    )
  })

  test('tells what an expiry means, running and starting', () => {
    const hints = (day: string) =>
      judged(sampleKey({ tier: 'Plus', org_id: 'a', expires_at: day })).findings[0]?.hints
    expect(hints('20261120')).toEqual([
      'running: the limits of Community apply',
      'starting: starts with a warning, on the limits of Community',
    ])
    expect(hints('20261101')).toEqual([
      'running: the limits of Community apply',
      'starting: refuses to start: the grace is over',
    ])
  })

  test.each([
    [
      'differing identities',
      { deployment_id: 'a', org_id: 'b' },
      'warning key.identities-differ: deployment_id a and org_id b differ: the runtime goes by deployment_id',
    ],
    [
      'limits of its own',
      { org_id: 'a', limits: { max_plans: 3 } },
      'note key.limits-ignored: the key carries limits of its own: the runtime ignores them, its tier alone decides',
    ],
  ])('with %s is usable, and says so', (_what, fields, finding) => {
    expect(told(judged(sampleKey({ tier: 'Plus', expires_at: '20280101', ...fields })))).toEqual([
      'usable 0',
      finding,
    ])
  })

  test('an evaluation for more than 90 days is worth a note', () => {
    const evaluation = (issued: string) =>
      told(
        judged(
          sampleKey(
            { tier: 'Evaluation', org_id: 'a', issued_at: issued, expires_at: '20270101' },
            'evaluation',
          ),
        ),
      )
    expect(evaluation('20261003')).toEqual(['usable 0'])
    expect(evaluation('20261002')).toEqual([
      'usable 0',
      'note key.evaluation-term: issued for 91 days: evaluations are issued for at most 90',
    ])
  })

  test('line breaks are skipped as the runtime skips them, with a warning', () => {
    const broken = `${GOOD.slice(0, -10)}\r\n${GOOD.slice(-10)}\n`
    expect(told(judged(broken))).toEqual([
      'usable 0',
      'warning key.line-break: line breaks inside or after the signature: the runtime skips them, other readers will not',
    ])
    expect(told(judged(`${GOOD.slice(0, 30)}\n${GOOD.slice(30)}`))[0]).toBe('forgery 49')
  })

  test('has one fingerprint, however its signature is spelled', () => {
    const spellings = ['A', 'B', 'C', 'P'].map((last) => judged(GOOD.slice(0, -1) + last))
    const prints = spellings.flatMap((verdict) => ('key' in verdict ? [verdict.key.fingerprint] : []))
    expect(prints).toHaveLength(4)
    expect(new Set(prints).size).toBe(1)
    expect(prints[0]).toMatch(/^[0-9a-f]{12}$/)
  })
})

describe('a signature that is not right', () => {
  test('is a forgery, whatever else is wrong', () => {
    const forged = sampleKey({ tier: 'Gold', aud: 'x', expires_at: '2026' }, 'evaluation')
    expect(told(judged(forged))).toEqual([
      'forgery 49',
      "error key.signature-invalid: the signature is not by AxonFlow's enterprise key, nor by the public key that was given",
      'error key.tier-unknown: the runtime knows no tier Gold',
      'error key.audience: its audience is none of a self-hosted agent: aud x',
      'note key.community-build: the community build has no audience check and would not mind',
      'error key.expiry-format: expires_at 2026 is not eight digits',
      'error key.no-identity: the key names neither a deployment_id nor an org_id',
    ])
  })

  test('an evaluation key proves nothing for another tier, nor the other way round', () => {
    const fields = { org_id: 'a', expires_at: '20280101' }
    expect(judged(sampleKey({ tier: 'Evaluation', ...fields }, 'enterprise')).kind).toBe('forgery')
    expect(judged(sampleKey({ tier: 'Professional', ...fields }, 'evaluation')).kind).toBe('forgery')
    expect(judged(sampleKey({ tier: 'Evaluation', ...fields }, 'evaluation')).kind).toBe('usable')
  })

  test('without the test keys nothing of theirs verifies', () => {
    expect(told(judged(GOOD, { keyring: NOBODY }))[0]).toBe('forgery 49')
  })

  test('by the retired key is recognised as such', () => {
    const old = pair()
    const text = signedBy(old, {
      tier: 'Enterprise',
      org_id: 'a',
      issued_at: '20260301',
      expires_at: '20280101',
    })
    const decoding = axonflow.decode(new KeyText(text))
    const key = decoding.kind === 'decoded' ? decoding.key : ({} as DecodedKey)
    expect(prove(key, NOBODY, { ...anchor('enterprise', old.hex), origin: 'built in' })).toMatchObject({
      kind: 'forged',
      why: {
        code: 'key.retired-anchor',
        says: 'signed with the enterprise key that AxonFlow retired on 2026-04-09',
      },
    })
  })

  test('of a key from before the change says that the retired key did not make it either', () => {
    const hints = (issued: string) =>
      judged(
        sampleKey({ tier: 'Plus', org_id: 'a', issued_at: issued, expires_at: '20280101' }, 'evaluation'),
      ).findings[0]?.hints
    const hint =
      'the key says it was issued before 2026-04-09, when the enterprise key was replaced; the retired one did not make this signature either'
    expect(hints('20260408')?.includes(hint as never)).toBe(true)
    expect(hints('20260409')?.includes(hint as never)).toBe(false)
  })

  test('a key given for one use verifies no other, one given for any verifies all', () => {
    const issuer = pair()
    const fields = { org_id: 'a', expires_at: '20280101' }
    const keys = [
      signedBy(issuer, { tier: 'Evaluation', ...fields }),
      signedBy(issuer, { tier: 'Plus', ...fields }),
    ]
    const kinds = (usage: string | null) =>
      keys.map((key) => judged(key, { keyring: { anchors: [anchor(usage, issuer.hex)], hmac: null } }).kind)
    expect(kinds('evaluation')).toEqual(['usable', 'forgery'])
    expect(kinds('enterprise')).toEqual(['forgery', 'usable'])
    expect(kinds('plugin')).toEqual(['forgery', 'forgery'])
    expect(kinds(null)).toEqual(['usable', 'usable'])
  })
})

describe('a key its runtime refuses', () => {
  const plus = (fields: Record<string, unknown>) =>
    sampleKey({ tier: 'Plus', org_id: 'a', expires_at: '20280101', ...fields })

  test.each([
    [
      'PRO',
      { tier: 'PRO' },
      'key.tier-unknown: the runtime knows no tier PRO, only its exact name: Professional',
    ],
    ['no tier', { tier: undefined }, 'key.tier-unknown: the key names no tier'],
    ['no date', { expires_at: undefined }, 'key.expiry-format: the key names no expiry date'],
    [
      '30 February',
      { expires_at: '20260230' },
      'key.expiry-format: expires_at 20260230 is no day of the calendar',
    ],
    [
      'no identity',
      { org_id: undefined },
      'key.no-identity: the key names neither a deployment_id nor an org_id',
    ],
    [
      'only a tenant',
      { org_id: undefined, tenant_id: 'acme' },
      'key.no-identity: the key names only tenant_id acme, which this platform does not read as its identity',
    ],
    [
      'a hostile tier',
      { tier: '\u001b[31mX\u202e' },
      'key.tier-unknown: the runtime knows no tier \\u{1b}[31mX\\u{202e}',
    ],
  ])('for %s', (_what, fields, says) => {
    expect(told(judged(plus(fields)))).toEqual(['refused 46', `error ${says}`])
  })

  test('a SaaS audience is named, and the community build would not mind', () => {
    expect(told(judged(plus({ aud: 'axonflow.saas.full' })))).toEqual([
      'refused 46',
      "error key.audience: it was made for AxonFlow's hosted service (aud axonflow.saas.full): a SaaS token does not start a self-hosted agent",
      'note key.community-build: the community build has no audience check and would not mind',
    ])
  })

  test('platform 10 takes a key without identity', () => {
    expect(told(judged(plus({ org_id: undefined, tenant_id: 'acme' }), { platform: '10.3' }))).toEqual([
      'usable 0',
    ])
  })

  test('a SaaS Plugin token is named as one, verified or not', () => {
    const issuer = pair()
    const token = signedBy(issuer, {
      tier: 'Pro',
      tenant_id: 'cs_1',
      jti: 'j',
      org_id: 'x',
      aud: 'axonflow.saas.plugin',
      expires_at: '20280101',
    })
    const named =
      'error key.saas-token: this is a SaaS Plugin token (tier Pro), not a license for a self-hosted platform'
    expect(told(judged(token))).toEqual([
      'refused 46',
      named,
      'error key.no-anchor: no public key is known that could verify a SaaS Plugin token',
    ])
    expect(told(judged(token, { now: instantAt(Date.UTC(2028, 0, 2, 1)) })).at(-1)).toBe(
      'error key.expired: expired 1 d 1 h ago, at 2028-01-01T00:00:00Z',
    )
    const by = (hex: string): Keyring => ({ anchors: [anchor('plugin', hex)], hmac: null })
    expect(told(judged(token, { keyring: by(issuer.hex) }))).toEqual(['refused 46', named])
    expect(told(judged(token, { keyring: by(pair().hex) }))).toEqual([
      'forgery 49',
      'error key.signature-invalid: the signature is by none of the trusted plugin keys',
      named,
    ])
  })
})

describe('keys of old forms', () => {
  const unverifiable =
    'error key.unverifiable: the signature of a V1 key cannot be checked: it is 32 bits under a secret of the vendor'

  test('V1 is read from the right, and refused since 4.1', () => {
    const verdict = judged('AXON-PLUS-my-company-20271231-a7f3b2c9')
    expect(told(verdict)).toEqual([
      'refused 46',
      'error key.old-format: AxonFlow 11 no longer reads V1 keys: they ended with 4.1',
      unverifiable,
    ])
    expect(verdict).toMatchObject({
      key: {
        form: 'v1',
        tier: 'Plus',
        identity: { value: 'my-company', field: 'ORG' },
        expires: Date.UTC(2027, 11, 31),
      },
    })
  })

  test.each([
    ['4.1', 'refused 46'],
    ['v4.1.0', 'refused 46'],
    ['4.0.9', 'unproved 33'],
    ['3', 'unproved 33'],
  ])('V1 on platform %s is %s', (platform, kind) => {
    expect(told(judged(V1, { platform }))[0]).toBe(kind)
  })

  test('an expired key that cannot be proven is expired', () => {
    expect(told(judged('AXON-ENT-acme-20261028-3c282532', { platform: '4' }))).toEqual([
      'unproved 41',
      unverifiable,
      'error key.expired: expired 26 d 12 h ago, at 2026-10-28T00:00:00Z',
    ])
  })

  test('the fingerprint of a V1 key does not depend on its signature', () => {
    const print = (key: string) => {
      const verdict = judged(key)
      return 'key' in verdict ? verdict.key.fingerprint : ''
    }
    expect(print('AXON-ENT-acme-20271028-3c282532')).toBe(print('AXON-ENT-acme-20271028-00000000'))
    expect(print(hmacKey(HMAC, '00000000'))).toBe(print(hmacKey(HMAC, '11111111')))
  })

  test('HMAC keys are refused, and verified where their secret is given', () => {
    const old = 'error key.old-format: AxonFlow 11 no longer reads HMAC keys (AXON-V2-): they ended with 4.2'
    const text = Buffer.from(JSON.stringify(HMAC)).toString('base64url')
    const secret = Buffer.from('s3cret')
    const digits = createHmac('sha256', secret).update(text).digest('hex').slice(0, 8)
    const keyring: Keyring = { anchors: [], hmac: { bytes: secret, from: 'env:S' } }
    expect(told(judged(hmacKey(HMAC)))).toEqual([
      'refused 46',
      old,
      'error key.unverifiable: the signature of an HMAC key cannot be checked without its secret',
    ])
    expect(told(judged(hmacKey(HMAC, digits), { keyring }))).toEqual(['refused 46', old])
    expect(told(judged(hmacKey(HMAC, digits), { keyring, platform: '4.1' }))).toEqual(['usable 0'])
    expect(told(judged(hmacKey(HMAC, '00000000'), { keyring }))).toEqual([
      'forgery 49',
      old,
      'error key.signature-invalid: the signature was not made with the HMAC secret from env:S',
    ])
    expect(judged(hmacKey(HMAC))).toMatchObject({
      key: { form: 'hmac', tier: 'Professional', identity: { value: 'acme', field: 'tenant_id' } },
    })
  })
})

test('no key at all is Community', () => {
  expect(judged('')).toEqual({
    kind: 'absent',
    product: 'axonflow',
    tier: 'Community',
    now: NOW,
    findings: [
      {
        code: 'key.absent',
        severity: 'error',
        says: 'no key: AxonFlow runs as Community, with its limits',
        hints: [],
      },
    ],
    exitCode: 30,
  })
})

test.each(['', 'eleven', '11; rm', '1.2.3.4', '-1'])('platform %j makes no sense', (platform) => {
  expect(() => judged(GOOD, { platform })).toThrow('not a platform version')
})

test.each([
  [null, 'AxonFlow 11, enterprise build'],
  ['10.2', 'AxonFlow 10.2, enterprise build'],
  ['11.9.3', 'AxonFlow 11.9.3, enterprise build'],
  ['11.0.0-rc.1', 'AxonFlow 11.0.0-rc.1, enterprise build'],
  ['v12.0', 'AxonFlow 12.0 (by the rules of 11, the newest known), enterprise build'],
])('the rules of platform %j are named', (platform, name) => {
  const verdict = judged(GOOD, { platform })
  expect('rules' in verdict && verdict.rules).toBe(name)
})

test.each([
  ['4', 'refused 46'],
  ['4.1.9', 'refused 46'],
  ['4.2', 'usable 0'],
  ['10', 'usable 0'],
])('a signed key on platform %s is %s: they came with 4.2', (platform, verdict) => {
  const said = told(judged(GOOD, { platform }))
  expect(said[0]).toBe(verdict)
  expect(
    said.includes(
      `error key.new-format: AxonFlow ${platform} does not read signed keys yet: they came with 4.2`,
    ),
  ).toBe(verdict === 'refused 46')
})

test.each([
  ['4.1', 'unproved 33'],
  ['4.2', 'refused 46'],
])('an HMAC key on platform %s is %s: they ended with 4.2', (platform, verdict) => {
  expect(told(judged(hmacKey(HMAC, '0a1b2c3d'), { platform }))[0]).toBe(verdict)
})

test('the vendor keys are trusted besides those given', () => {
  expect(axonflow.builtInAnchors.map(({ usage, id, origin, from }) => [usage, id, origin, from])).toEqual([
    ['evaluation', expect.stringMatching(/^[0-9a-f]{16}$/), 'built in', 'since 2026-02-09'],
    ['enterprise', expect.stringMatching(/^[0-9a-f]{16}$/), 'built in', 'since 2026-04-09'],
  ])
  expect(
    axonflow.builtInAnchors.map(
      ({ publicKey }) =>
        publicKey.kind === 'ed25519' && Buffer.from(publicKey.raw).toString('hex').slice(0, 8),
    ),
  ).toEqual(['99bed4d7', '48acd8d1'])
  expect(testKeyring.anchors).toHaveLength(2)
})
