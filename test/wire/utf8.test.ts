import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readUtf8 } from '../../src/wire/utf8.ts'

test.each([
  ['plain', 'plain'],
  ['\xc3\xa9', '\u00e9'],
  ['\xf0\x9f\x98\x80', '\u{1f600}'],
  ['\xef\xbb\xbfx', '\ufeffx'],
  ['\xff', '\ufffd'],
  ['\xe2\x82', '\ufffd\ufffd'],
  ['\xe2\x82A', '\ufffd\ufffdA'],
  ['\xed\xa0\x80', '\ufffd\ufffd\ufffd'],
  ['\xc0\xaf', '\ufffd\ufffd'],
  ['\xe0\x80\xaf', '\ufffd\ufffd\ufffd'],
  ['\xf4\x90\x80\x80', '\ufffd\ufffd\ufffd\ufffd'],
  ['\xf0\x9f\x98', '\ufffd\ufffd\ufffd'],
  ['\xc3\xa9\xc3', '\u00e9\ufffd'],
])('%j reads as %j: one U+FFFD for each byte that begins nothing', (bytes, text) => {
  expect(readUtf8(bytes)).toBe(text)
})

test('text comes back as it was, and repaired text is stable', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(readUtf8(Buffer.from(text).toString('latin1'))).toBe(Buffer.from(text).toString())
    }),
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const once = readUtf8(Buffer.from(bytes).toString('latin1'))
      expect(readUtf8(Buffer.from(once).toString('latin1'))).toBe(once)
    }),
  )
})
