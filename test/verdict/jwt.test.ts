import { generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { jwtVerify } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ProductId } from '../../src/model/decoded.ts'
import { instantAt } from '../../src/model/instant.ts'
import { KeyText } from '../../src/model/key-text.ts'
import type { Anchor } from '../../src/model/trust.ts'
import { readyProducts } from '../../src/products/registry.ts'
import { type JudgeOptions, judge } from '../../src/verdict/judge.ts'
import { issuer, NOON, token } from '../products/samples.ts'
import { told } from './samples.ts'

beforeAll(() => readyProducts())

const anchor: Anchor = {
  usage: null,
  publicKey: { kind: 'rsa', spki: Uint8Array.from(issuer.publicKey.export({ format: 'der', type: 'spki' })) },
  id: 'x',
  name: 'public key',
  origin: 'given',
  from: '--public-key',
}
const NOW = NOON / 1000
const LATER = NOW + 90 * 86_400
const ATLAS = { plan_id: 'core', tenant_id: 't' }

const judged = (text: string, more: Partial<JudgeOptions> = {}) =>
  judge(new KeyText(text), {
    now: instantAt(NOON),
    rules: { platform: null },
    keyring: { anchors: [anchor], hmac: null },
    ...more,
  })
const signed = (claims: Record<string, unknown>, header?: object) => token(claims, issuer.privateKey, header)

describe('whose a JWT is', () => {
  const exp = LATER
  const table: readonly (readonly [
    string,
    Record<string, unknown>,
    ProductId | null,
    Partial<JudgeOptions>,
  ])[] = [
    ['the issuer says', { exp, iss: 'https://license.terragnos.com' }, 'terragnos', {}],
    ['the issuer says', { exp, iss: 'https://cp.atlastechlab.com' }, 'atlasai', {}],
    ['the issuer says, against the claims', { exp, iss: 'Terragnos', plan_id: 'x' }, 'terragnos', {}],
    ['the claims of one say', { exp, planName: 'core' }, 'atlasai', {}],
    ['the claims of one say', { exp, query_count: 1 }, 'terragnos', {}],
    ['claims of both say nothing', { exp, edition: 'x', plan_id: 'x' }, null, {}],
    ['claims of none say nothing', { exp, sub: 'acme' }, null, {}],
    ['the variable says', { exp, sub: 'acme' }, 'terragnos', { hint: 'terragnos' }],
    ['the variable says, against the claims', { exp, plan_id: 'x' }, 'terragnos', { hint: 'terragnos' }],
    ['a variable of another form says nothing', { exp, plan_id: 'x' }, 'atlasai', { hint: 'alphaagent' }],
    [
      '--product says, against all',
      { exp, iss: 'Terragnos' },
      'atlasai',
      { product: 'atlasai', hint: 'terragnos' },
    ],
  ]
  test.each(table)('%s: %o is of %s', (_why, claims, product, more) => {
    const verdict = judged(signed(claims), more)
    expect([verdict.product, verdict.exitCode]).toEqual([product, product === null ? 2 : 0])
  })

  test('one that is cut has a fault, whosever it is', () => {
    const text = signed({ exp: LATER })
    expect(told(judged(text.slice(0, -1)))).toEqual([
      'unreadable 44',
      'error key.signature-base64: cut short: the signature has 255 bytes, and an RSA key of 2048 bits makes 256',
    ])
    expect(judged(text.slice(0, -1)).product).toBeNull()
  })

  test('the issuer of another product than the variable is a warning', () => {
    const findings = judged(signed({ exp: LATER, iss: 'AtlasAI' }), { hint: 'terragnos' }).findings
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([['key.other-product', 'warning']])
  })
})

describe('a JWT is trusted', () => {
  const good = signed({ ...ATLAS, exp: LATER })

  test('by a public key for it, not by one for another product', () => {
    const by = (usage: string | null, more: Partial<Anchor> = {}) =>
      judged(good, { keyring: { anchors: [{ ...anchor, ...more, usage }], hmac: null } })
    expect(
      [by(null), by('atlasai'), by('terragnos'), by('enterprise')].map(({ exitCode }) => exitCode),
    ).toEqual([0, 0, 33, 33])
    const beside = by('atlasai', { sameDocument: true })
    expect([beside.kind, beside.exitCode, beside.findings[0]?.code]).toEqual([
      'unproved',
      33,
      'key.anchor-in-document',
    ])
  })

  test('never by a key that it brings along', () => {
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const jwk = stranger.publicKey.export({ format: 'jwk' })
    for (const header of [
      { jwk },
      { jku: 'https://example.com/keys' },
      { x5u: 'https://example.com/c' },
      { kid: '../../key' },
    ]) {
      const text = token({ ...ATLAS, exp: LATER }, stranger.privateKey, { alg: 'RS256', ...header })
      expect(judged(text).exitCode).toBe(49)
      expect(judged(signed({ ...ATLAS, exp: LATER }, { alg: 'RS256', ...header })).exitCode).toBe(0)
    }
    const codes = judged(signed({ ...ATLAS, exp: LATER }, { alg: 'RS256', jwk })).findings.map(
      ({ code }) => code,
    )
    expect(codes).toEqual(['key.embedded-key'])
  })

  test('never with another algorithm, whoever signed', () => {
    for (const alg of ['none', 'HS256', 'RS512', 'PS256', 'rs256', null])
      expect([alg, judged(signed({ ...ATLAS, exp: LATER }, { alg })).exitCode]).toEqual([alg, 46])
  })
})

describe('the dates of a JWT', () => {
  test.each<readonly [string, Record<string, unknown>, number, readonly string[]]>([
    ['an end', { exp: LATER }, 0, []],
    ['no end', {}, 46, ['key.expiry-format']],
    ['an end that is text', { exp: `${LATER}` }, 46, ['key.expiry-format']],
    ['an end in milliseconds', { exp: LATER * 1000 }, 46, ['key.expiry-format']],
    ['a fraction of a second', { exp: LATER + 0.5 }, 46, ['key.expiry-format']],
    ['before 1970', { exp: -5 }, 46, ['key.expiry-format']],
    ['too large to be exact', { exp: 2 ** 60 }, 46, ['key.expiry-format']],
    ['null', { exp: null }, 46, ['key.expiry-format']],
    ['a beginning that is text', { exp: LATER, nbf: 'now' }, 46, ['key.expiry-format']],
    ['a beginning that is to come', { exp: LATER, nbf: NOW + 1 }, 42, ['key.not-yet-valid']],
    ['a beginning that is now', { exp: LATER, nbf: NOW }, 0, []],
    ['issued tomorrow', { exp: LATER, iat: NOW + 86_400 }, 0, ['key.issue-date']],
    ['issued in milliseconds', { exp: LATER, iat: NOW * 1000 }, 0, ['key.issue-date']],
    ['ended this moment', { exp: NOW }, 40, ['key.grace']],
    ['ends in a second', { exp: NOW + 1 }, 0, ['key.expires-critical']],
    ['a beginning after its end', { exp: NOW + 5, nbf: NOW + 9 }, 42, ['key.not-yet-valid']],
  ])('%s', (_what, dates, exitCode, codes) => {
    const verdict = judged(signed({ ...ATLAS, ...dates }))
    expect([verdict.exitCode, verdict.findings.map(({ code }) => code)]).toEqual([exitCode, codes])
  })

  test('1e999 is no date', () => {
    const text = signed({ ...ATLAS, exp: 'HUGE' })
    const [header = '', payload = ''] = text.split('.')
    const huge = Buffer.from(
      Buffer.from(payload, 'base64url').toString().replace('"HUGE"', '1e999'),
    ).toString('base64url')
    expect(judged(`${header}.${huge}.${text.split('.')[2]}`).exitCode).toBe(49)
  })

  test('whatever is usable here, jose takes; what it refuses, is refused', async () => {
    const moment = fc.oneof(
      fc.integer({ min: NOW - 3, max: NOW + 3 }),
      fc.constantFrom<unknown>(undefined, null, 'soon', NOW * 1000, 1e300, -1, 0, NOW + 0.5, true, LATER),
    )
    await fc.assert(
      fc.asyncProperty(moment, moment, moment, async (exp, nbf, iat) => {
        const text = signed(JSON.parse(JSON.stringify({ ...ATLAS, exp, nbf, iat })))
        const theirs = await jwtVerify(text, issuer.publicKey, {
          algorithms: ['RS256'],
          requiredClaims: ['exp'],
          currentDate: new Date(NOON),
        }).then(
          () => true,
          () => false,
        )
        const { kind, findings } = judged(text)
        const stricter = findings.some(({ code }) => code === 'key.expiry-format')
        const laxer = findings.some(
          ({ code, says }) => code === 'key.issue-date' && !says.startsWith('issued'),
        )
        if (kind === 'usable') expect(theirs || laxer).toBe(true)
        else expect(theirs && !stricter).toBe(false)
      }),
      { numRuns: 300 },
    )
  })
})

describe('claims that are nested deep', () => {
  const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)])
  const factOf = (text: string) => {
    const verdict = judged(text)
    if (verdict.kind !== 'usable') throw new Error(verdict.kind)
    return verdict.key.facts.find(({ field }) => field === 'odd')?.values
  }

  test.each([
    [64, `${'['.repeat(64)}1${']'.repeat(64)}`],
    [65, '(nested more than 64 deep)'],
  ])('%i: shown as far as anybody reads', (depth, shown) => {
    expect(factOf(signed({ exp: LATER, ...ATLAS, odd: nested(depth) }))).toEqual([shown])
  })

  test.each([5_000, 20_000])('%i: never a fault', (depth) => {
    const part = (text: string) => Buffer.from(text).toString('base64url')
    const claims = `{"exp":${LATER},"plan_id":"core","odd":${'['.repeat(depth)}${']'.repeat(depth)}}`
    const message = `${part('{"alg":"RS256"}')}.${part(claims)}`
    const signature = sign('sha256', Buffer.from(message), issuer.privateKey)
    expect(factOf(`${message}.${signature.toString('base64url')}`)).toEqual(['(nested more than 64 deep)'])
  })
})
