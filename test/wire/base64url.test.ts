import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readBase64url } from '../../src/wire/base64url.ts'

const read = (text: string) => {
  const result = readBase64url(text)
  return result.ok ? result.bytes.toString('latin1') : result.fault
}

describe('base64url as the runtime reads it', () => {
  test.each([
    ['', ''],
    ['YQ', 'a'],
    ['YR', 'a'],
    ['YWI', 'ab'],
    ['YWJ', 'ab'],
    ['YWJj', 'abc'],
    ['_-8', '\xff\xef'],
    ['Y\nQ', 'a'],
    ['\r\nYQ\r\n', 'a'],
    ['\n', ''],
  ])('%j is bytes', (text, bytes) => {
    expect(read(text)).toBe(bytes)
  })

  test.each([
    ['YQ==', { kind: 'character', at: 2, code: 0x3d }],
    ['+-8', { kind: 'character', at: 0, code: 0x2b }],
    ['_/8', { kind: 'character', at: 1, code: 0x2f }],
    ['Y Q', { kind: 'character', at: 1, code: 0x20 }],
    ['YQ\0', { kind: 'character', at: 2, code: 0 }],
    ['YQ\xa0', { kind: 'character', at: 2, code: 0xa0 }],
    ['Y\u017f', { kind: 'character', at: 1, code: 0x17f }],
    ['Y', { kind: 'length', characters: 1 }],
    ['YWJjY\n', { kind: 'length', characters: 5 }],
  ])('%j is refused, and where', (text, fault) => {
    expect(read(text)).toEqual(fault)
  })

  test('whatever was encoded comes back, line breaks or not', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(), (bytes, at) => {
        const text = Buffer.from(bytes).toString('base64url')
        const cut = at % (text.length + 1)
        const wanted = Buffer.from(bytes).toString('latin1')
        expect(read(text)).toBe(wanted)
        expect(read(`${text.slice(0, cut)}\r\n${text.slice(cut)}`)).toBe(wanted)
      }),
    )
  })

  test('any text at all gets an answer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => ['string', 'object'].includes(typeof read(text))),
    )
  })
})
