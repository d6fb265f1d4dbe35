import { parse } from 'dotenv'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { KeyText } from '../../../src/model/key-text.ts'
import { assignments } from '../../../src/targets/env-file/assignments.ts'
import { edited, valueIn } from '../../../src/targets/env-file/perform/edit.ts'

const write = (file: string, changes: Record<string, string>) => {
  const list = Object.entries(changes).map(([name, value]) => ({ name, value: new KeyText(value) }))
  const made = edited(new KeyText(Buffer.from(file, 'utf8').toString('latin1')), list)
  return 'why' in made ? made : Buffer.from(made.reveal(), 'latin1').toString('utf8')
}

describe('one value is replaced, and nothing else', () => {
  test.each<readonly [string, string, string]>([
    ['a plain one', 'A=1\nKEY=old\nB=2\n', 'A=1\nKEY=new.key_1\nB=2\n'],
    ['behind export', 'export KEY=old\n', 'export KEY=new.key_1\n'],
    ['in double quotes', 'KEY="old"\n', 'KEY="new.key_1"\n'],
    ['in single quotes', "KEY='old' # why\n", "KEY='new.key_1' # why\n"],
    ['before a comment', 'KEY=old # why\n', 'KEY=new.key_1 # why\n'],
    ['with spaces around it', '  KEY = old  \n', '  KEY = new.key_1  \n'],
    ['that is empty', 'KEY=\nB=2\n', 'KEY=new.key_1\nB=2\n'],
    ['with carriage returns', 'A=1\r\nKEY=old\r\nB=2\r\n', 'A=1\r\nKEY=new.key_1\r\nB=2\r\n'],
    ['at the end without a line feed', 'A=1\nKEY=old', 'A=1\nKEY=new.key_1'],
    ['over several lines', 'KEY="old\nolder"\nB=2\n', 'KEY="new.key_1"\nB=2\n'],
    ['that is not there', 'A=1\n', 'A=1\nKEY=new.key_1\n'],
    ['that is not there, without a line feed', 'A=1', 'A=1\nKEY=new.key_1\n'],
    ['that is not there, with carriage returns', 'A=1\r\n', 'A=1\r\nKEY=new.key_1\r\n'],
    ['in an empty file', '', 'KEY=new.key_1\n'],
    ['beside a comment that names it', '# KEY=old\nKEY=old\n', '# KEY=old\nKEY=new.key_1\n'],
    ['beside longer names', 'MY_KEY=a\nKEY_2=b\nKEY=old\n', 'MY_KEY=a\nKEY_2=b\nKEY=new.key_1\n'],
    ['inside the quotes of another', 'A="x\nKEY=inner\n"\nKEY=old\n', 'A="x\nKEY=inner\n"\nKEY=new.key_1\n'],
    ['beside letters that are not ASCII', 'A=grün\nKEY=old\n', 'A=grün\nKEY=new.key_1\n'],
  ])('%s', (_what, before, after) => {
    expect(write(before, { KEY: 'new.key_1' })).toBe(after)
  })

  test('a public key in PEM stands on one line, with a key beside it', () => {
    const pem = '-----BEGIN PUBLIC KEY-----\nMIIB+/=\n-----END PUBLIC KEY-----\n'
    const made = write('KEY=old\nPUBLIC="x"\n', { KEY: 'new', PUBLIC: pem })
    expect(made).toBe(
      'KEY=new\nPUBLIC="-----BEGIN PUBLIC KEY-----\\nMIIB+/=\\n-----END PUBLIC KEY-----\\n"\n',
    )
    expect(parse(made as string)).toEqual({ KEY: 'new', PUBLIC: pem })
  })
})

describe('what readers would take in different ways is not written', () => {
  test('a variable that is set twice', () => {
    expect(write('KEY=a\nB=1\nKEY=b\n', { KEY: 'new' })).toEqual({ why: 'twice', lines: [1, 3] })
  })

  test.each(['it"s', "it's", 'a$b', 'a\\b', 'a`b', 'a\rb'])('a value with %j in it', (value) => {
    expect(write('KEY=old\n', { KEY: value })).toEqual({ why: 'unwritable' })
  })

  test('a variable that dotenv knows in a way of its own', () => {
    expect(write('KEY: old\n', { KEY: 'new' })).toBe('KEY: old\nKEY=new\n')
    expect(parse('KEY: old\nKEY=new\n')).toEqual({ KEY: 'new' })
  })
})

const name = fc.constantFrom('A', 'B_2', 'LONG_NAME', 'x')
const value = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('"', "'", '`', '#', ' ', '=', '\\', 'a', '$'), maxLength: 8 }),
)
const line = fc.oneof(
  fc.tuple(name, value).map(([one, two]) => `${one}=${two}`),
  fc.constantFrom(
    '',
    '# note',
    'export C=1',
    'KEY=old',
    "KEY='old'",
    'KEY="old" # x',
    '#KEY=old',
    'KEY="two\nlines"',
  ),
)
const file = fc
  .tuple(fc.array(line, { maxLength: 8 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, end, closed]) => lines.join(end) + (closed ? end : ''))

describe('whatever the file', () => {
  test('what is made says the new value and everything else as before, or nothing is made', () => {
    fc.assert(
      fc.property(file, (text) => {
        const made = write(text, { KEY: 'AXON-new.key' })
        if (typeof made !== 'string') return
        expect(parse(made)).toEqual({ ...parse(text), KEY: 'AXON-new.key' })
        const bytes = Buffer.from(text, 'utf8').toString('latin1')
        const [place] = assignments(bytes).filter((one) => one.name === 'KEY')
        if (place === undefined) expect(made.startsWith(text)).toBe(true)
        else {
          const latin = Buffer.from(made, 'utf8').toString('latin1')
          expect(latin.startsWith(bytes.slice(0, place.start))).toBe(true)
          expect(latin.endsWith(bytes.slice(place.end))).toBe(true)
        }
      }),
    )
  })

  test('a file of plain lines is always written', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom('A=1', '# x', '', 'KEY=old', 'B="2 3"')), (lines) => {
        expect(typeof write(lines.join('\n'), { KEY: 'new' })).toBe('string')
      }),
    )
  })

  test('nothing throws, and positions are those of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const latin = Buffer.from(text, 'utf8').toString('latin1')
        for (const { start, end, line: at } of assignments(latin)) {
          expect(start).toBeLessThanOrEqual(end)
          expect(at).toBe((latin.slice(0, start).match(/\r\n|\n|\r/g)?.length ?? 0) + 1)
        }
        valueIn(new KeyText(latin), 'KEY')
      }),
    )
  })
})
