import { expect, test } from 'vitest'
import { fingerprintOf, hmacBegins, publicKeyHash } from '../../src/wire/digest.ts'

const bytes = (text: string) => Uint8Array.from(Buffer.from(text))

test('fingerprints are the beginning of SHA-256', () => {
  expect(fingerprintOf(bytes('abc'))).toBe('ba7816bf8f01')
  expect(publicKeyHash({ kind: 'ed25519', raw: bytes('abc') })).toMatch(/^ba7816bf8f01cfea/)
  expect(publicKeyHash({ kind: 'rsa', spki: bytes('abc') })).toMatch(/^ba7816bf8f01cfea/)
})

test('an HMAC is recognised by its first digits, in lower case, and by nothing else', () => {
  const secret = bytes('Jefe')
  const message = bytes('what do ya want for nothing?')
  const matches = (digits: string) => hmacBegins(secret, message, digits)
  expect(['5bdcc146', '5bdcc146bf60754e', '5BDCC146', '5bdcc147', '', '5bdcc14 '].map(matches)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ])
  expect(matches('x'.repeat(80))).toBe(false)
})
