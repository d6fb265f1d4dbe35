import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withoutAnyKey, withoutKeys } from '../../src/input/redact.ts'
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
    expect(withoutKeys('it was schlüssel-schlüssel', [key])).toBe('it was [key]')
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
