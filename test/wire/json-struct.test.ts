import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { struct } from '../../src/wire/json-shape.ts'
import { readStruct } from '../../src/wire/json-struct.ts'

const THING = struct({
  tier: 'text',
  kids: 'texts',
  limits: { max_plans: 'integer', open: 'flag' },
  token: 'text',
})

const latin1 = (text: string) => Buffer.from(text).toString('latin1')
const read = (text: string) => {
  const result = readStruct(THING, latin1(text))
  return result.ok ? { ...result.value } : result.fault
}
const value = (text: string) => {
  const result = read(text)
  return 'kind' in result ? `no: ${JSON.stringify(result)}` : result
}
const fault = (text: string) => {
  const result = read(text)
  return 'kind' in result ? result : `yes: ${JSON.stringify(result)}`
}

describe('JSON read into a struct as Go reads it', () => {
  test.each([
    ['null', {}],
    [' \t\r\n{}\n', {}],
    ['{"tier":"a"}', { tier: 'a' }],
    ['{"TIER":"a","Tier":"b"}', { tier: 'b' }],
    ['{"tier":"a","tier":null}', { tier: 'a' }],
    ['{"ti\\u0065r":"a"}', { tier: 'a' }],
    ['{"kid\u017f":["a"]}', { kids: ['a'] }],
    ['{"to\u212aen":"a"}', { token: 'a' }],
    ['{"tier ":"a","ti_er":"b","t\u0131er":"c"}', {}],
    ['{"kids":["a","b"],"kids":[null]}', { kids: ['a'] }],
    ['{"kids":["a","b","c"],"kids":["x"],"kids":[null,null]}', { kids: ['x', 'b'] }],
    ['{"kids":["a","b"],"kids":[null,null,null]}', { kids: ['a', 'b', ''] }],
    ['{"kids":["a"],"kids":null}', {}],
    ['{"kids":["a"],"kids":null,"kids":[null]}', { kids: [''] }],
    ['{"kids":["a"],"kids":[],"kids":[null]}', { kids: [''] }],
    ['{"__proto__":{"tier":"a"},"constructor":1,"toString":[]}', {}],
    ['{"tier":"\\ud83d\\ude00\\ud83d\\u0041\\ude00"}', { tier: '\u{1f600}\ufffdA\ufffd' }],
    ['{"tier":"\\ud83d\\ud83d\\ude00"}', { tier: '\ufffd\u{1f600}' }],
    ['{"tier":"\\"\\\\\\/\\b\\f\\n\\r\\t\u007f"}', { tier: '"\\/\b\f\n\r\t\u007f' }],
    ['{"x":[1,-0.5e+3,[],{},{"tier":9}],"tier":"a"}', { tier: 'a' }],
  ])('%s is read', (text, wanted) => {
    expect(value(text)).toEqual(wanted)
  })

  test.each([
    [
      '{"limits":{"max_plans":9223372036854775807,"open":true,"other":{}}}',
      { max_plans: 2 ** 63, open: true },
    ],
    ['{"limits":{"max_plans":-9223372036854775808}}', { max_plans: -(2 ** 63) }],
    ['{"limits":{"max_plans":1},"LIMITS":{"open":false}}', { max_plans: 1, open: false }],
    ['{"limits":{"max_plans":null}}', {}],
  ])('%s is read, one level down', (text, wanted) => {
    const result = readStruct(THING, text)
    expect(result.ok ? { ...result.value.limits } : result.fault).toEqual(wanted)
  })

  test.each([
    ['[]', 'the payload', 'an object', 'a list'],
    ['"a"', 'the payload', 'an object', 'text'],
    ['7', 'the payload', 'an object', 'a number'],
    ['{"tier":1,"tier":"a"}', 'tier', 'text', 'a number'],
    ['{"TIER":{"a":[1,{"b":2}]}}', 'tier', 'text', 'an object'],
    ['{"tier":true}', 'tier', 'text', 'true'],
    ['{"kids":"a"}', 'kids', 'a list', 'text'],
    ['{"kids":["a",1]}', 'kids[1]', 'text', 'a number'],
    ['{"kids":[[]]}', 'kids[0]', 'text', 'a list'],
    ['{"limits":[]}', 'limits', 'an object', 'a list'],
    ['{"limits":{"MAX_PLANS":"1"}}', 'limits.max_plans', 'a whole number', 'text'],
    ['{"limits":{"max_plans":1.5}}', 'limits.max_plans', 'a whole number', 'another number'],
    ['{"limits":{"max_plans":1e2}}', 'limits.max_plans', 'a whole number', 'another number'],
    ['{"limits":{"max_plans":9223372036854775808}}', 'limits.max_plans', 'a whole number', 'another number'],
    ['{"limits":{"open":0}}', 'limits.open', 'true or false', 'a number'],
  ])('%s has a wrong type, and says where', (text, field, wanted, found) => {
    expect(fault(text)).toEqual({ kind: 'type', field, wanted, found })
  })

  test.each([
    ['', 0, 'it ends too early'],
    ['{', 1, 'it ends too early'],
    ['{"tier":1', 9, 'it ends too early'],
    ['{"tier":"a",}', 12, 'a field name was expected'],
    ['{"tier" "a"}', 8, "':' was expected"],
    ['{"tier":"a" "b"}', 12, "',' or '}' was expected"],
    ['{"x":[1 2]}', 8, "',' or ']' was expected"],
    ['{"x":{"a":1]}', 11, "',' or '}' was expected"],
    ['{"x":01}', 6, "',' or '}' was expected"],
    ['{"x":+1}', 5, 'a value was expected'],
    ['{"x":NaN}', 5, 'a value was expected'],
    ['{"x":nul}', 5, 'a value was expected'],
    ['{"tier":"a\u0001"}', 10, 'a control character in a string'],
    ['{"tier":"\\x"}', 10, 'an unknown escape in a string'],
    ['{"tier":"\\u12g4"}', 10, 'an unfinished \\u escape in a string'],
    ['{} {}', 3, 'text after the end'],
    ['null null', 5, 'text after the end'],
    ['\u00a0{}', 0, 'a value was expected'],
    ['\ufeff{}', 0, 'a value was expected'],
  ])('%j is no JSON, and says where', (text, at, why) => {
    expect(fault(text)).toEqual({ kind: 'syntax', at, why })
  })

  test('a syntax error further on comes before a wrong type', () => {
    expect(fault('{"tier":1,')).toMatchObject({ kind: 'syntax' })
  })

  test('ten thousand levels are read, one more is not, and a hundred thousand do no harm', () => {
    const nested = (levels: number) => `{"x":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`
    const objects = (levels: number) => `${'{"x":'.repeat(levels)}1${'}'.repeat(levels)}`
    const mistyped = (levels: number) => `{"tier":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`
    for (const text of [nested, objects]) {
      expect(value(text(10_000))).toEqual({})
      expect(fault(text(10_001))).toMatchObject({ kind: 'syntax', why: 'nested deeper than 10,000' })
      expect(fault(text(100_000))).toMatchObject({ kind: 'syntax', why: 'nested deeper than 10,000' })
    }
    expect(fault(mistyped(10_000))).toMatchObject({ kind: 'type' })
    expect(fault(mistyped(10_001))).toMatchObject({ kind: 'syntax' })
  })

  test('what it takes for an unknown field is what JSON is', () => {
    const bits = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"a"',
      '1',
      '-',
      '0',
      '.5',
      'e1',
      'true',
      'null',
      ' ',
      '\n',
      '\\',
      '\\u0041',
    )
    const parses = (text: string) => {
      try {
        JSON.parse(text)
        return true
      } catch {
        return false
      }
    }
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 12 }), (list) => {
        const text = `{"unknown":${list.join('')}}`
        expect([text, readStruct(THING, text).ok]).toEqual([text, parses(text)])
      }),
      { numRuns: 3000 },
    )
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(value(`{"unknown":${json}}`)).toEqual({})
      }),
    )
  })

  test('what was read before changes nothing: the order of fields is a guess that is checked', () => {
    const name = fc.constantFrom(
      'tier',
      'TIER',
      'kids',
      'limits',
      'max_plans',
      'open',
      'token',
      'ti\\u0065r',
      'x',
    )
    const inner = fc.constantFrom(
      '"a"',
      'null',
      '["b",null]',
      '{"max_plans":1}',
      '{"open":true,"max_plans":2}',
      '7',
    )
    const gap = fc.constantFrom('', ' ', '\n')
    const payload = fc
      .array(fc.tuple(gap, name, gap, inner), { maxLength: 6 })
      .map(
        (list) =>
          `{${list.map(([before, field, after, held]) => `${before}"${field}"${after}:${held}`).join()}}`,
      )
    const cut = fc.tuple(payload, fc.nat(80)).map(([text, at]) => text.slice(0, at))
    fc.assert(
      fc.property(fc.array(fc.oneof(payload, cut), { minLength: 1, maxLength: 8 }), (texts) => {
        const fresh = texts.map((text) => readStruct(struct(THING.shape), text))
        expect(texts.map((text) => readStruct(THING, text))).toEqual(fresh)
        expect(texts.map((text) => readStruct(THING, text))).toEqual(fresh)
      }),
      { numRuns: 2000 },
    )
  })

  test('a record inherits nothing, and holds its own', () => {
    const result = readStruct(THING, '{"limits":{"open":true},"tier":"a"}')
    if (!result.ok) throw new Error('not read')
    const { value } = result
    for (const record of [value, value.limits as object])
      for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty'])
        expect([name, name in record, Reflect.get(record, name)]).toEqual([name, false, undefined])
    expect(Object.entries(value).map(([name]) => name)).toEqual(['limits', 'tier'])
  })

  test('any bytes at all get an answer', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const result = readStruct(THING, `{"tier":${Buffer.from(bytes).toString('latin1')}`)
        return typeof result.ok === 'boolean'
      }),
    )
  })
})
