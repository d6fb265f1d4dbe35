import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonField } from '../../src/input/secret-value.ts'

describe('a field of a JSON document', () => {
  test('is found with its span, so that nothing else need change', () => {
    const document = '{ "a" : {"key":"no"},\n "b":["key","x"], "key"\t: "one\\n\\"two\\"" , "c": 1e3 }'
    const start = document.indexOf('"one')
    const found = jsonField(document, 'key')
    expect(found).toEqual({ kind: 'found', value: 'one\n"two"', start, end: start + 14 })
    if (found.kind !== 'found') throw new Error('not found')
    expect(document.slice(0, found.start) + JSON.stringify('new') + document.slice(found.end)).toBe(
      '{ "a" : {"key":"no"},\n "b":["key","x"], "key"\t: "new" , "c": 1e3 }',
    )
  })

  test.each([
    ['AXON-e30.AAAA', 'key', 'not-json'],
    ['["key","x"]', 'key', 'not-json'],
    ['null', 'key', 'not-json'],
    ['{"a":{"key":"x"}}', 'key', 'missing'],
    ['{"a":"key"}', 'key', 'missing'],
    ['{"key":null}', 'key', 'not-text'],
    ['{"key":{"key":"x"}}', 'key', 'not-text'],
    ['{"key":"x","k\\u0065y":"y"}', 'key', 'twice'],
    ['{}', '__proto__', 'missing'],
    ['{}', 'toString', 'missing'],
  ])('%s', (document, field, kind) => {
    expect(jsonField(document, field)).toEqual({ kind })
  })

  test('of any document is what JSON.parse says it is', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.constantFrom(undefined, 1, '\t'),
        (object, indent) => {
          const document = JSON.stringify(object, null, indent)
          for (const [name, value] of Object.entries(object)) {
            const found = jsonField(document, name)
            if (typeof value !== 'string') expect(found).toEqual({ kind: 'not-text' })
            else if (found.kind !== 'found') expect(found.kind).toBe('found')
            else {
              expect(found.value).toBe(value)
              expect(JSON.parse(document.slice(found.start, found.end))).toBe(value)
            }
          }
        },
      ),
    )
  })

  test('of any text never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (document, field) => {
        expect(typeof jsonField(document, field).kind).toBe('string')
      }),
    )
  })
})
