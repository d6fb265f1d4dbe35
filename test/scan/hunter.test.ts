import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Hunter } from '../../src/input/hunt/hunter.ts'
import { holdsAny, needlesOf, probesOf } from '../../src/input/hunt/needles.ts'
import type { Hunt, Sighting } from '../../src/model/hunt.ts'
import { axonflow } from '../../src/products/axonflow/product.ts'
import { PRODUCTS } from '../../src/products/registry.ts'
import { sampleKey } from '../support/sample-keys.ts'

const needles = needlesOf(axonflow.hunts)
const key = sampleKey({ tier: 'Enterprise', org_id: 'acme', expires_at: '20271028' })
const other = sampleKey({ tier: 'Plus', org_id: 'other', expires_at: '20271028' })

/** What is found in a text that comes in pieces of these sizes, over and over. */
function hunt(
  bytes: Buffer,
  sizes: readonly number[] = [bytes.length],
  among = needles,
): readonly Sighting[] {
  const found: Sighting[] = []
  const hunter = new Hunter(among, (sighting) => found.push(sighting))
  let at = 0
  for (let round = 0; at < bytes.length; round++) {
    const size = Math.max(1, sizes[round % sizes.length] ?? 1)
    hunter.see(Buffer.from(bytes.subarray(at, at + size)), at + size >= bytes.length && round % 2 === 0)
    if (at + size >= bytes.length && round % 2 === 1) hunter.see(Buffer.alloc(0), true)
    at += size
  }
  return found
}

const text = (value: string) => Buffer.from(value, 'utf8')

/** Texts with keys, beginnings of keys and everything else in them. */
const pieces = fc
  .array(
    fc.oneof(
      fc.constantFrom(key, other, 'AXON-', 'AXON', 'AXON-...', key.slice(0, 90), ` ${key} `, '\n', '"\n  "'),
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constant(Buffer.from(key).toString('base64')),
    ),
    { maxLength: 12 },
  )
  .map((list) => text(list.join('')))

describe('keys in running text', () => {
  test('are found wherever the text is cut', () => {
    fc.assert(
      fc.property(pieces, fc.array(fc.nat(300), { minLength: 1, maxLength: 5 }), (bytes, sizes) => {
        expect(hunt(bytes, sizes)).toEqual(hunt(bytes))
      }),
    )
  })

  test.each(['le', 'be'])('are found in UTF-16, %s, wherever the text is cut', (order) => {
    const wide = Buffer.from(`\ufeff\u00e9\u{1f511}\r\nKEY=${key}\r\n`, 'utf16le')
    const bytes = order === 'le' ? wide : wide.swap16()
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 2, max: 90 }), { minLength: 1, maxLength: 5 }), (sizes) => {
        expect(hunt(bytes, sizes).map(({ text, line, column }) => [text, line, column])).toEqual([
          [key, 2, 5],
        ])
      }),
    )
  })

  test('stand where they are said to stand', () => {
    fc.assert(
      fc.property(pieces, (bytes) => {
        const lines = bytes.toString('utf8').split('\n')
        for (const { line, column, encoded, text } of hunt(bytes)) {
          const here = (lines[line - 1] ?? '').slice(column - 1)
          expect(here.startsWith(encoded ? 'QVhPTi' : text.slice(0, 'AXON-'.length))).toBe(true)
        }
      }),
    )
  })

  test('never throws, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void hunt(Buffer.from(bytes), [7])))
  })

  test('a whole key ends with its signature', () => {
    for (const [before, after] of [
      ['', ''],
      ['"', '"'],
      ['\\n', '\\n'],
      ['X', 'X'],
      ['=', '.'],
      ['', '-backup'],
    ])
      expect(hunt(text(`${before}${key}${after}`)).map((one) => one.text)).toEqual([key])
  })

  test('two keys glued together are two', () => {
    expect(hunt(text(key + other)).map((one) => one.text)).toEqual([key, other])
  })

  test.each([
    ['a prefix alone', 'the prefix AXON- and "AXON-"'],
    ['a word that ends so', 'TAXON-123456789'],
    ['another case', 'axon-eyJ0aWVyIjoiRW50'],
    ['base64 of something short', 'QVhPTi1hYmM='],
    ['base64 that goes on as no key', Buffer.from(`AXON-${' '.repeat(40)}`).toString('base64')],
  ])('%s is nothing', (_name, value) => {
    expect(hunt(text(value))).toEqual([])
  })

  test('in a line of 3 MiB, and after it', () => {
    const long = 'ä'.repeat(1.5 * 1024 * 1024)
    const found = hunt(text(`x\n${long}${key}\n${key}`), [65_536])
    expect(found.map(({ line, column }) => [line, column])).toEqual([
      [2, long.length + 1],
      [3, 1],
    ])
  })

  test('a prefix again and again takes no longer than that', () => {
    const steps = (count: number) => {
      let read = 0
      const counting: Hunt = {
        prefix: 'AXON-',
        shared: false,
        whole: [],
        other: Object.assign(/AXON-[\w-]*/y, {
          exec: (value: string) => {
            read += value.length
            return null
          },
        }),
      }
      hunt(text('AXON-'.repeat(count)), [1 << 20], needlesOf([counting]))
      return read
    }
    expect(steps(20_000)).toBe(2 * steps(10_000))
  })

  test('a vendor whose prefix stands in keys of another finds none there', () => {
    const token: Hunt = { prefix: 'eyJ', whole: [/eyJ[\w-]+/y], other: null, shared: true }
    const found = hunt(text(`${key} eyJhbGciOiJSUzI1NiJ9`), [50], needlesOf([...axonflow.hunts, token]))
    expect(found.map((one) => one.text)).toEqual([key, 'eyJhbGciOiJSUzI1NiJ9'])
  })
})

describe('what is looked for first', () => {
  const all = needlesOf(Object.values(PRODUCTS).flatMap(({ hunts }) => hunts))
  const probes = probesOf(all)

  test('is there wherever a needle is', () => {
    for (const { bytes } of all)
      expect(holdsAny(Buffer.concat([text('x '), bytes, text(' x')]), probes)).toBe(true)
    expect(holdsAny(text('nothing of the kind: axon-, AXON, eyj'), probes)).toBe(false)
  })

  test('is less than all needles', () => {
    expect(probes.length).toBeLessThan(all.length)
  })
})
