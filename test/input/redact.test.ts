import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withoutAnyKey } from '../../src/input/redact.ts'
import { KeyText } from '../../src/model/key-text.ts'
import { traces } from '../hard/every-verb.ts'
import { LICENSE_TOKEN, sampleKey, sampleToken } from '../support/sample-keys.ts'

const SIGNED = sampleKey({ tier: 'Enterprise', org_id: 'acme', expires_at: '20271028' })
const KEYS = [
  SIGNED,
  sampleToken('atlasai', 'operations'),
  sampleToken('terragnos', 'enterprise'),
  LICENSE_TOKEN,
  'AXON-ENT-acme-20261028-3c282532',
  'AXON-V2-eyJ0aWVyIjoiRU5UIiwidGVuYW50X2lkIjoiYWNtZSJ9-3c282532',
]
const plain = fc.stringMatching(/^[ a-z:,"'(){}[\]]{0,60}$/)

describe('a line of somebody else', () => {
  test.each(KEYS)('shows no key that nobody knows of: %#', (key) => {
    fc.assert(
      fc.property(plain, plain, (before, behind) => {
        const said = withoutAnyKey(`${before} ${key}${behind}`, [])
        expect(traces(said, [key])).toEqual([])
        expect(said).toContain('[key]')
      }),
    )
  })

  test.each(KEYS)('nor a part of one: %#', (key) => {
    for (const part of [key.slice(0, 44), key.slice(-86), key.slice(5), Buffer.from(key).toString('hex')])
      if (part.length > 40) expect(traces(withoutAnyKey(`bad: ${part}`, []), [key])).toEqual([])
  })

  const every = (size: number, between: string) => (key: string) =>
    (key.match(new RegExp(`.{1,${size}}`, 'gs')) ?? []).join(between)
  const hex = (before: string) => (key: string) =>
    key.replace(/[\s\S]/g, (one) => `${before}${one.charCodeAt(0).toString(16).padStart(2, '0')}`)
  const signsOnly = (sign: (code: string) => string) => (key: string) =>
    key.replace(/[-._+/=]/g, (one) => sign(one.charCodeAt(0).toString(16)))

  describe.each([
    ['percent signs', signsOnly((code) => `%${code.toUpperCase()}`)],
    ['escapes of JSON', signsOnly((code) => `\\u00${code}`)],
    ['escapes of HTML', signsOnly((code) => `&#x${code};`)],
    ['all in escapes of JSON', hex('\\u00')],
    ['all in escapes of a program', hex('\\x')],
    ['colours', every(9, '\u001b[0m')],
    ['what is not seen', every(5, '\u200b')],
  ])('whether it is known or not, written with %s', (_, write) => {
    test.each(KEYS)('%#', (key) => {
      for (const known of [[], [new KeyText(key)]])
        expect(withoutAnyKey(`bad: ${write(key.slice(0, 300))} yes`, known)).toBe('bad: [key] yes')
    })
  })

  const pieces = (key: string, said: string) =>
    (key.match(/.{8}/g) ?? []).filter(
      (part) => /[a-z]/.test(part) && /[A-Z]/.test(part) && said.includes(part),
    )

  test.each([10, 20, 31, 64, 76])('nor one cut into pieces of %i', (size) => {
    for (const between of [' ', '" "', '\\n', ', ']) {
      const said = withoutAnyKey(`bad: ${every(size, between)(SIGNED)}`, [])
      expect(pieces(SIGNED, said)).toEqual([])
    }
  })

  test.each([1, 2, 5, 7, 12])('nor one that is known, cut into pieces of %i, from anywhere in it', (size) => {
    for (const between of [' ', '|', '" "', ' \u{7}'])
      for (const from of [0, 9, SIGNED.length - 30])
        expect(
          withoutAnyKey(`bad: ${every(size, between)(SIGNED.slice(from))}, yes`, [new KeyText(SIGNED)]),
        ).toBe('bad: [key], yes')
  })

  test('nor what is called a secret, nor the password of an address', () => {
    expect(
      withoutAnyKey('hmac_secret=correct-horse {"password": "correct"} db://agent:hunter2@db:5432/x', []),
    ).toBe('hmac_secret=[key] {"password": "[key]"} db://agent:[key]@db:5432/x')
  })

  test('and says what comes after one', () => {
    const said = `License validation failed: key ${SIGNED} of acme-eu-1: AxonFlow says tier=Enterprise expired on 2026-10-28T00:00:00Z`
    expect(withoutAnyKey(said, [])).toBe(said.replace(SIGNED, '[key]'))
    expect(withoutAnyKey(said, [new KeyText(SIGNED)])).toBe(said.replace(SIGNED, '[key]'))
  })

  test('nor a secret that looks like none, where it is known', () => {
    const odd = new KeyText('hunter2-hunter2')
    expect(withoutAnyKey('License validation failed: no key in "hunter2-hunter2"', [odd])).toBe(
      'License validation failed: no key in "[key]"',
    )
    expect(withoutAnyKey('half of it: hunter2', [odd])).toBe('half of it: hunter2')
    expect(withoutAnyKey('half of it: hunter2-h', [odd])).toBe('half of it: [key]h')
  })

  test('nor one in bytes that are no ASCII', () => {
    const key = new KeyText(Buffer.from('schlüssel-schlüssel').toString('latin1'))
    expect(withoutAnyKey('it was schlüssel-schlüssel', [key])).toBe('it was [key]')
  })

  test('nor what stands in a PEM', () => {
    expect(withoutAnyKey('key -----BEGIN RSA PRIVATE KEY-----\\nabc', [])).toBe('key [key]')
  })

  test.each([
    'License validation failed: license identity does not match ORG_ID acme-production-eu',
    'panic: /usr/local/lib/axonflow/platform/agent/license/validation.go:118 +0x1c',
    'request 0d6ed8a5-4771-b4f2-bfc0-bfe733c278eb failed',
  ])('says all the rest: %s', (line) => {
    expect(withoutAnyKey(line, [])).toBe(line)
  })

  test('of a very long one the beginning, up to a word', () => {
    const said = withoutAnyKey(`${'word '.repeat(500)}${SIGNED}`, [])
    expect(said).toBe(`${'word '.repeat(400)}…`)
    expect(withoutAnyKey(`${'x'.repeat(1990)} ${SIGNED}`, [])).toBe(`${'x'.repeat(1990)} …`)
  })
})
