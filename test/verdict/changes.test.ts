import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GOOD, hmacKey, judged } from './samples.ts'

const KEYS = [
  GOOD,
  'AXON-PLUS-my-company-20271231-a7f3b2c9',
  hmacKey({ tier: 'PRO', expires_at: '20271231' }),
]
/** The last signature character holds four bits that the runtime does not look at. */
const EQUAL_ENDINGS = 16

describe('a key that was changed', () => {
  test('is never usable when it was cut, at either end', () => {
    for (const key of KEYS)
      for (let size = 0; size < key.length; size++) {
        expect(judged(key.slice(0, size)).kind).not.toBe('usable')
        expect(judged(key.slice(key.length - size)).kind).not.toBe('usable')
      }
  })

  test('is never usable with one character changed, but for the bits nobody reads and line breaks', () => {
    const usable: string[] = []
    const signatureAt = GOOD.lastIndexOf('.') + 1
    const others = [
      'A',
      'B',
      'z',
      '0',
      '-',
      '_',
      '.',
      '=',
      '+',
      ' ',
      '\n',
      '\r',
      '\0',
      '\x7f',
      '\xff',
      '"',
      'Q',
      'g',
      'w',
    ]
    for (let at = 0; at < GOOD.length; at++)
      for (const other of others) {
        if (GOOD[at] === other) continue
        const changed = GOOD.slice(0, at) + other + GOOD.slice(at + 1)
        if (judged(changed).kind === 'usable') usable.push(changed)
      }
    expect(usable.filter((key) => key.slice(0, -1) !== GOOD.slice(0, -1))).toEqual([])
    expect(usable.every((key) => key.lastIndexOf('.') + 1 === signatureAt)).toBe(true)
  })

  test('every last character is usable sixteen ways, and no more', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const usable = [...alphabet].filter((last) => judged(GOOD.slice(0, -1) + last).kind === 'usable')
    expect(usable).toHaveLength(EQUAL_ENDINGS)
  })

  test('is never usable with a character put in, but for line breaks in the signature', () => {
    for (let at = 0; at <= GOOD.length; at++)
      for (const more of ['A', '=', ' ', '\n', '\xa0']) {
        const verdict = judged(GOOD.slice(0, at) + more + GOOD.slice(at))
        const harmless = more === '\n' && at > GOOD.lastIndexOf('.')
        expect([at, more, verdict.kind === 'usable']).toEqual([at, more, harmless])
      }
  })

  test('or is any bytes at all, always gets a verdict', () => {
    const bytes = fc.uint8Array({ maxLength: 300 }).map((list) => Buffer.from(list).toString('latin1'))
    const prefixes = fc.constantFrom('', 'AXON-', 'AXON-V2-', 'AXON-ENT-', 'AXON-eyJ', 'axon-', ' AXON-')
    fc.assert(
      fc.property(prefixes, bytes, fc.constantFrom('', '.', '-'), bytes, (prefix, head, joint, tail) => {
        expect(judged(prefix + head + joint + tail).kind).toMatch(/^(unreadable|absent|refused|forgery)$/)
      }),
      { numRuns: 2000 },
    )
  })

  test('or is any payload at all, always gets a verdict', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const text = Buffer.from(json).toString('base64url')
        expect(judged(`AXON-${text}.${'A'.repeat(86)}`).kind).toMatch(/^(unreadable|forgery)$/)
        expect(judged(`AXON-V2-${text}-00000000`).kind).toMatch(/^(unreadable|refused)$/)
      }),
    )
  })
})
