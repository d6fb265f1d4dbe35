import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parsePublicKey, vetEd25519 } from '../../src/wire/anchor.ts'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const spki = publicKey.export({ format: 'der', type: 'spki' })
const raw = Uint8Array.from(spki.subarray(12))
const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString()
const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'))
const b64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const why = (text: string) => {
  const read = parsePublicKey(text)
  return read.ok ? 'accepted' : read.why
}
const PRIVATE =
  'this is a private key: whoever saw it can make licenses, treat it as compromised; give the public key'

describe('a public key given to trust', () => {
  test.each([
    ['hex', Buffer.from(raw).toString('hex')],
    ['HEX', Buffer.from(raw).toString('hex').toUpperCase()],
    ['base64', b64(raw)],
    ['base64 without padding', b64(raw).replace('=', '')],
    ['base64url', Buffer.from(raw).toString('base64url')],
    ['base64 of the SPKI', b64(spki)],
    ['PEM', pem],
    ['PEM with CRLF', pem.replaceAll('\n', '\r\n')],
    ['PEM on one line', pem.replaceAll('\n', '\\n')],
    ['PEM with literal \\r\\n', pem.replaceAll('\n', '\\r\\n')],
    ['spaces around', `  ${b64(raw)}\n`],
  ])('is read as %s', (_form, text) => {
    expect(parsePublicKey(text)).toEqual({ ok: true, publicKey: raw })
  })

  test.each([
    ['nothing', '', 'it is neither hex, base64 nor PEM'],
    ['words', 'not a key!', 'it is neither hex, base64 nor PEM'],
    [
      '31 bytes',
      Buffer.from(raw.subarray(1)).toString('hex'),
      'an Ed25519 public key has 32 bytes, this one has 31',
    ],
    [
      'a byte after the SPKI',
      b64(Buffer.concat([spki, Buffer.of(0)])),
      'an Ed25519 public key has 32 bytes, this one has 45',
    ],
    ['a private PEM', privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), PRIVATE],
    ['a private DER', b64(privateKey.export({ format: 'der', type: 'pkcs8' })), PRIVATE],
    ['a private JWK', JSON.stringify(privateKey.export({ format: 'jwk' })), PRIVATE],
    ['seed and public key', Buffer.alloc(64, 7).toString('hex'), PRIVATE],
    ['two keys', pem + pem, 'there is more than one PEM block'],
    [
      'a certificate',
      '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----',
      'it is a certificate: give the public key in it',
    ],
    ['half a PEM', pem.slice(0, 60), 'it is not one whole PUBLIC KEY block'],
    ['a novel', 'A'.repeat(20_000), 'it is too long for a public key'],
    [
      'an RSA key',
      generateKeyPairSync('rsa', { modulusLength: 1024 })
        .publicKey.export({ format: 'pem', type: 'spki' })
        .toString(),
      'an Ed25519 public key has 32 bytes, this one has 162',
    ],
  ])('is refused: %s', (_what, text, reason) => {
    expect(why(text)).toBe(reason)
  })

  test.each([
    '0000000000000000000000000000000000000000000000000000000000000000',
    '0000000000000000000000000000000000000000000000000000000000000080',
    '0100000000000000000000000000000000000000000000000000000000000000',
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  ])('of small order is refused: %s', (text) => {
    expect(vetEd25519(hex(text))).toEqual({
      ok: false,
      why: 'it is a point of small order: signatures under it prove nothing',
    })
  })

  test.each([
    [
      'not canonical',
      'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
      'its encoding is not canonical',
    ],
    [
      'not canonical, with the sign of zero',
      '0100000000000000000000000000000000000000000000000000000000000080',
      'its encoding is not canonical',
    ],
    ['off the curve', `02${'00'.repeat(31)}`, 'it is not a point of the Ed25519 curve'],
  ])('that is %s is refused', (_what, text, reason) => {
    expect(vetEd25519(hex(text))).toEqual({ ok: false, why: reason })
  })

  test('the published keys pass', () => {
    for (const text of [
      '99bed4d7a250d8a08b2a79714f52f059d579a07af8163f3e854f4b5e7ff62a85',
      '48acd8d132af9d4fef3e6a9249b6db2fe8072145d2af2cfb42b8c7221e04a4b6',
    ])
      expect(parsePublicKey(text)).toEqual({ ok: true, publicKey: hex(text) })
  })

  test('any text at all gets an answer that quotes none of it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), (text) => {
        const read = parsePublicKey(text)
        return read.ok || !read.why.includes(text)
      }),
    )
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const read = parsePublicKey(b64(bytes))
        if (read.ok)
          createPublicKey({
            key: Buffer.concat([spki.subarray(0, 12), read.publicKey]),
            format: 'der',
            type: 'spki',
          })
        return read.ok ? Buffer.compare(read.publicKey, bytes) === 0 : read.why !== ''
      }),
    )
  })
})
