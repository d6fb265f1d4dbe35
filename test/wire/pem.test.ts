import { execFileSync } from 'node:child_process'
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readPublicKey } from '../../src/wire/pem.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ed = generateKeyPairSync('ed25519')
/** Of a key of 2048 bits, the PKCS#1 form stands behind the header of its SPKI; Node 24 does not encode it by itself. */
const HEADER = 24
const der = (key: KeyObject, type: 'spki' | 'pkcs1' = 'spki') => {
  const whole = key.export({ format: 'der', type: 'spki' })
  return type === 'spki' ? whole : whole.subarray(HEADER)
}
const pemOf = (key: KeyObject, type: 'spki' | 'pkcs1' = 'spki') => {
  const name = type === 'spki' ? 'PUBLIC KEY' : 'RSA PUBLIC KEY'
  const lines =
    der(key, type)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${name}-----\n${lines.join('\n')}\n-----END ${name}-----\n`
}
const pem = pemOf(publicKey)
const NOW = Date.UTC(2026, 10, 23)
const read = (text: string, now = NOW) => readPublicKey(text, now)
const spki = Uint8Array.from(der(publicKey))
const why = (text: string) => {
  const found = read(text)
  return found.ok ? 'accepted' : found.why
}
const PRIVATE =
  'this is a private key: whoever saw it can make licenses, treat it as compromised; give the public key'

/** An RSA key of any numbers, whether it makes sense or not. */
const rsa = (n: Buffer, e: number[]) =>
  JSON.stringify({ kty: 'RSA', n: n.toString('base64url'), e: Buffer.from(e).toString('base64url') })
const modulus = Buffer.from(publicKey.export({ format: 'jwk' }).n ?? '', 'base64url')

describe('an RSA public key given to trust', () => {
  test.each([
    ['PEM', pem, []],
    ['PKCS#1 PEM', pemOf(publicKey, 'pkcs1'), []],
    ['CRLF', pem.replaceAll('\n', '\r\n'), []],
    ['quotes around', `"${pem.trimEnd()}"`, []],
    ['spaces for line breaks', pem.trimEnd().replaceAll('\n', ' '), []],
    ['literal \\n', pem.replaceAll('\n', '\\n'), ['line-breaks']],
    ['literal \\r\\n', pem.replaceAll('\n', '\\r\\n'), ['line-breaks']],
    ['base64 of the PEM', Buffer.from(pem).toString('base64'), ['base64-of-pem']],
    ['base64 without armour', der(publicKey).toString('base64'), ['no-armour']],
    ['base64 of PKCS#1', der(publicKey, 'pkcs1').toString('base64'), ['no-armour']],
    ['a JWK', JSON.stringify(publicKey.export({ format: 'jwk' })), []],
  ])('is read as %s', (_form, text, oddities) => {
    expect(read(text)).toEqual({ ok: true, publicKey: { kind: 'rsa', spki }, oddities })
  })

  test('an Ed25519 key is read in the same places', () => {
    const raw = Uint8Array.from(der(ed.publicKey).subarray(12))
    for (const text of [
      pemOf(ed.publicKey),
      Buffer.from(raw).toString('hex'),
      JSON.stringify(ed.publicKey.export({ format: 'jwk' })),
    ])
      expect(read(text)).toEqual({ ok: true, publicKey: { kind: 'ed25519', raw }, oddities: [] })
  })

  test.each([
    ['a private PEM', privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), PRIVATE],
    ['a private PKCS#1 PEM', privateKey.export({ format: 'pem', type: 'pkcs1' }).toString(), PRIVATE],
    [
      'a private PEM in base64',
      Buffer.from(privateKey.export({ format: 'pem', type: 'pkcs8' })).toString('base64'),
      PRIVATE,
    ],
    [
      'a private key without armour',
      privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
      PRIVATE,
    ],
    [
      'a private PKCS#1 key without armour',
      privateKey.export({ format: 'der', type: 'pkcs1' }).toString('base64'),
      PRIVATE,
    ],
    ['a private JWK', JSON.stringify(privateKey.export({ format: 'jwk' })), PRIVATE],
    ['half a private PEM', '-----BEGIN RSA PRIVATE KEY-----\nMIIE', PRIVATE],
    [
      'a private key in public armour',
      pem.replace(
        /\n[^-]*\n/,
        `\n${privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')}\n`,
      ),
      PRIVATE,
    ],
    ['two keys', pem + pem, 'there is more than one PEM block'],
    ['half a PEM', pem.slice(0, 90), 'it is not one whole PEM block'],
    ['words around', `key: ${pem}`, 'it is not one whole PEM block'],
    [
      'another kind of block',
      pem.replaceAll('PUBLIC KEY', 'DH PARAMETERS'),
      'it is a PEM block of another kind: give a PUBLIC KEY',
    ],
    [
      'a byte after the key',
      Buffer.concat([der(publicKey), Buffer.of(0)]).toString('base64'),
      'something follows the key inside its encoding',
    ],
    [
      '1024 bits',
      pemOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey),
      'an RSA key has 2048 to 8192 bits, this one has 1024',
    ],
    [
      '8200 bits',
      rsa(Buffer.concat([Buffer.of(0x81), Buffer.alloc(1024, 0xff)]), [1, 0, 1]),
      'an RSA key has 2048 to 8192 bits, this one has 8200',
    ],
    [
      'an exponent of 1',
      rsa(modulus, [1]),
      'its public exponent is not an odd number of at least 65537: signatures under it prove nothing',
    ],
    [
      'an exponent of 3',
      rsa(modulus, [3]),
      'its public exponent is not an odd number of at least 65537: signatures under it prove nothing',
    ],
    [
      'an even exponent',
      rsa(modulus, [1, 0, 2]),
      'its public exponent is not an odd number of at least 65537: signatures under it prove nothing',
    ],
    [
      'an even modulus',
      rsa(Buffer.concat([modulus.subarray(0, -1), Buffer.of(0xfe)]), [1, 0, 1]),
      'its modulus is even: signatures under it prove nothing',
    ],
    [
      'an EC key',
      pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey),
      'it is neither an RSA nor an Ed25519 key, but ec',
    ],
    [
      'RSA-PSS',
      pemOf(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey),
      'it is neither an RSA nor an Ed25519 key, but rsa-pss',
    ],
    ['JSON', '{"kty":"RSA"}', 'it is JSON, and no JWK of a public key'],
    ['words', 'not a key!', 'it is neither hex, base64 nor PEM'],
    ['a novel', 'A'.repeat(20_000), 'it is too long for a public key'],
  ])('is refused: %s', (_what, text, says) => {
    expect(why(text)).toBe(says)
  })

  test('a certificate gives its key, and says so once it has expired', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lic-pem-'))
    try {
      const args = [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '10',
        '-subj',
        '/CN=x',
        '-keyout',
        '/dev/null',
      ]
      execFileSync('openssl', [...args, '-out', join(folder, 'c.pem')], { stdio: 'ignore' })
      const certificate = readFileSync(join(folder, 'c.pem'), 'utf8')
      const inside = Uint8Array.from(der(createPublicKey(certificate)))
      const found = { ok: true, publicKey: { kind: 'rsa', spki: inside } }
      expect(read(certificate, Date.now())).toEqual({ ...found, oddities: [] })
      expect(read(certificate, Date.now() + 11 * 86_400_000)).toEqual({
        ...found,
        oddities: ['certificate-expired'],
      })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
