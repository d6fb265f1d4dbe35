import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { compactVerify, importJWK } from 'jose'
import { describe, expect, test } from 'vitest'
import { readCompact, readJws } from '../../src/wire/jws.ts'
import { readPublicKey } from '../../src/wire/pem.ts'
import { verifyRs256 } from '../../src/wire/rs256.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
const spkiOf = (key: KeyObject) => Uint8Array.from(key.export({ format: 'der', type: 'spki' }))
const spki = spkiOf(publicKey)
const b64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64url')

function signed(header: string | Uint8Array, payload: string | Uint8Array, key = privateKey): string {
  const message = `${b64(header)}.${b64(payload)}`
  return `${message}.${sign('sha256', Buffer.from(message), key).toString('base64url')}`
}

const RS256 = '{"alg":"RS256"}'
const good = signed(RS256, '{"exp":1900000000,"a":{"b":["c","d"]}}')

/** Ours: read strictly, then verified by the platform. */
function ours(token: string, key = spki): boolean {
  const read = readJws(token)
  return read.ok && verifyRs256(key, read.jws.message, read.jws.signature)
}

/** jose's own opinion of the signature, whatever the payload holds. */
const jose = (token: string, key: Parameters<typeof compactVerify>[1] = publicKey) =>
  compactVerify(token, key, { algorithms: ['RS256'] }).then(
    () => true,
    () => false,
  )

const faultOf = (token: string) => {
  const read = readJws(token)
  return read.ok ? 'read' : read.fault
}

describe('a compact JWS, read strictly', () => {
  test('gives header, claims, and what was signed', () => {
    const read = readJws(good)
    expect(read.ok && [read.jws.header, read.jws.claims, read.jws.signature.length]).toEqual([
      { alg: 'RS256' },
      { exp: 1900000000, a: { b: ['c', 'd'] } },
      256,
    ])
    expect(ours(good)).toBe(true)
    expect(ours(good, spkiOf(other.publicKey))).toBe(false)
  })

  const [header = '', payload = '', signature = ''] = good.split('.')
  const base64 = (part: string, at: number | null, size: number) => ({ kind: 'base64', part, at, size })
  const json = (part: string, fault: unknown) => ({ kind: 'json', part, fault })
  test.each([
    ['two parts', `${header}.${payload}`, { kind: 'parts', dots: 1 }],
    ['four parts', `${good}.x`, { kind: 'parts', dots: 3 }],
    ['no signature', `${header}.${payload}.`, { kind: 'empty', part: 'signature' }],
    ['no payload (detached)', `${header}..${signature}`, { kind: 'empty', part: 'payload' }],
    ['padding', `${good}==`, base64('signature', good.length, 256)],
    ['a line break after', `${good}\n`, base64('signature', good.length, 256)],
    ['a space before', ` ${good}`, base64('header', 0, 15)],
    [
      'standard base64',
      `${header}.${payload}.+${signature.slice(1)}`,
      base64('signature', header.length + payload.length + 2, 256),
    ],
    ['left-over bits', `${good.slice(0, -1)}${nextBits(good)}`, base64('signature', null, 256)],
    ['a JSON list', signed(RS256, '[1]'), json('payload', { kind: 'not-an-object' })],
    ['no JSON', signed(RS256, '{"exp":1'), json('payload', { kind: 'syntax' })],
    ['a byte-order mark', signed(RS256, '\ufeff{"exp":1}'), json('payload', { kind: 'bom' })],
    ['no UTF-8', signed(RS256, Buffer.from('{"a":"\xff"}', 'latin1')), json('payload', { kind: 'utf8' })],
    [
      'a claim twice',
      signed(RS256, '{"exp":1,"exp":2}'),
      json('payload', { kind: 'duplicate', name: 'exp' }),
    ],
    [
      'a claim twice, escaped',
      signed(RS256, '{"exp":1,"\\u0065xp":2}'),
      json('payload', { kind: 'duplicate', name: 'exp' }),
    ],
    [
      'a claim twice, beside escaped quotes',
      signed(RS256, '{"a":"\\"","exp":1,"exp":2}'),
      json('payload', { kind: 'duplicate', name: 'exp' }),
    ],
    [
      'a claim twice, inside',
      signed(RS256, '{"l":[{"a":1,"b":{},"a":1}]}'),
      json('payload', { kind: 'duplicate', name: 'a' }),
    ],
    [
      'alg twice',
      signed('{"alg":"none","alg":"RS256"}', '{}'),
      json('header', { kind: 'duplicate', name: 'alg' }),
    ],
    ['alg none', signed('{"alg":"none"}', '{}'), { kind: 'algorithm', name: 'none' }],
    ['alg HS256', signed('{"alg":"HS256"}', '{}'), { kind: 'algorithm', name: 'HS256' }],
    ['alg in small letters', signed('{"alg":"rs256"}', '{}'), { kind: 'algorithm', name: 'rs256' }],
    ['no alg', signed('{"typ":"JWT"}', '{}'), { kind: 'algorithm', name: null }],
    ['alg inherited', signed('{"__proto__":{"alg":"RS256"}}', '{}'), { kind: 'algorithm', name: null }],
    ['crit', signed('{"alg":"RS256","crit":["b64"],"b64":false}', '{}'), { kind: 'critical' }],
  ])('refuses %s', (_name, token, fault) => {
    expect(faultOf(token)).toEqual(fault)
    expect(ours(token)).toBe(false)
  })

  test('reads escaped quotes, escapes before quotes, and the same name in two objects', () => {
    const text = '{"a\\"b":"\\"","c\\\\":"\\\\","d":{"d":"d"},"e":["e",{"d":"\\u0022"}]}'
    expect(faultOf(signed(RS256, text))).toBe('read')
  })

  test('deep payloads neither throw nor hang', () => {
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    expect(faultOf(signed(RS256, deep))).toBe('read')
  })

  test('is never right about what jose refuses, and agrees on what it reads', async () => {
    const part = fc.oneof(
      fc.constantFrom(
        RS256,
        '{"alg":"none"}',
        '{"alg":"RS256","crit":[]}',
        '{}',
        '{"exp":1}',
        '{"exp":1,"exp":2}',
        '\ufeff{}',
      ),
      fc.json(),
      fc.dictionary(fc.string(), fc.jsonValue()).map((value) => JSON.stringify(value)),
    )
    const mangle = fc.constantFrom<(token: string) => string>(
      (token) => token,
      (token) => `${token} `,
      (token) => `${token}=`,
      (token) => token.replace('.', '..'),
      (token) => token.slice(0, -3),
    )
    await fc.assert(
      fc.asyncProperty(part, part, fc.boolean(), mangle, async (one, two, right, how) => {
        const token = how(signed(one, two, right ? privateKey : other.privateKey))
        const [mine, theirs] = [ours(token), await jose(token)]
        if (mine) expect(theirs).toBe(true)
        if (readJws(token).ok) expect(mine).toBe(theirs)
      }),
    )
  })

  test('every truncation and every changed character fails', () => {
    for (let at = 0; at < good.length; at++) {
      expect([at, ours(good.slice(0, at))]).toEqual([at, false])
      const changed = good[at] === 'A' ? 'B' : 'A'
      expect([at, ours(good.slice(0, at) + changed + good.slice(at + 1))]).toEqual([at, false])
    }
  })
})

/** The same byte, written with another last character. */
function nextBits(token: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return alphabet[alphabet.indexOf(token.at(-1) ?? '') + 1] ?? ''
}

const SHARED = join(import.meta.dirname, '..', '..', '..', 'shared', 'vectors')
const JWS_VECTORS = join(SHARED, 'json_web_signature_test.json')
const RSA_VECTORS = join(SHARED, 'rsa_signature_2048_sha256_test.json')

interface Group {
  readonly public?: Record<string, unknown> & { readonly kty: string }
  readonly tests: readonly { readonly tcId: number; readonly jws: string; readonly result: string }[]
}

describe('Wycheproof', () => {
  test.skipIf(!existsSync(JWS_VECTORS))(
    'JWS vectors: passes what jose and the vectors pass, empty payloads apart, and nothing else (skipped where they are absent)',
    async () => {
      const { testGroups } = JSON.parse(readFileSync(JWS_VECTORS, 'utf8')) as { testGroups: readonly Group[] }
      let agreed = 0
      for (const group of testGroups) {
        const jwk = group.public
        if (jwk?.kty !== 'RSA') continue
        const read = readPublicKey(JSON.stringify(jwk), 0)
        const theirKey = await importJWK({ ...jwk, alg: 'RS256' }).catch(() => null)
        for (const { tcId, jws, result } of group.tests) {
          const token = typeof jws === 'string' ? jws : JSON.stringify(jws)
          const theirs = theirKey !== null && (await jose(token, theirKey))
          const strict = readCompact(token)
          const mine =
            read.ok && read.publicKey.kind === 'rsa' && strict.ok
              ? verifyRs256(read.publicKey.spki, strict.message, strict.signature)
              : false
          const stricter = token.includes('..') || result === 'invalid'
          expect([tcId, mine]).toEqual([tcId, theirs && !stricter])
          if (mine) agreed++
        }
      }
      expect(agreed).toBeGreaterThanOrEqual(2)
    },
  )

  test.skipIf(!existsSync(RSA_VECTORS))(
    'RSA signatures: the platform decides as the vectors say (skipped where they are absent)',
    () => {
      const { testGroups } = JSON.parse(readFileSync(RSA_VECTORS, 'utf8')) as {
        testGroups: readonly {
          readonly publicKeyPem: string
          readonly tests: readonly { tcId: number; msg: string; sig: string; result: string }[]
        }[]
      }
      const hex = (text: string) => Buffer.from(text, 'hex')
      for (const { publicKeyPem, tests } of testGroups) {
        const key = spkiOf(createPublicKey(publicKeyPem))
        for (const { tcId, msg, sig, result } of tests)
          if (result !== 'acceptable')
            expect([tcId, verifyRs256(key, hex(msg), hex(sig))]).toEqual([tcId, result === 'valid'])
      }
    },
  )
})
