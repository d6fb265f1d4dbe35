import { expect, test } from 'vitest'
import { aroundKey } from '../../src/input/around.ts'
import { KeyText } from '../../src/model/key-text.ts'

const latin1 = (text: string) => new KeyText(Buffer.from(text, 'utf8').toString('latin1'))
const told = (text: string) => {
  const around = aroundKey(latin1(text))
  return around && [around.says, around.bare.equals(new KeyText('key'))]
}

test.each([
  ['key', null],
  ['', null],
  ['   ', null],
  ['k e y', null],
  [' key', ['before it stands a space', true]],
  ['key\n', ['after it stands a line break', true]],
  ['key\r\n', ['after it stands a carriage return, a line break', true]],
  ['"key"', ['before it stands a double quote, after it a double quote', true]],
  ['\ufeffkey   \t', ['before it stands a byte-order mark, after it a space (3 times), a tab', true]],
  [
    '\u200b\u00a0key\u201d',
    ['before it stands a zero-width space, a no-break space, after it a curly quote', true],
  ],
  ['key \t \t \t', ['after it stands a space, a tab, a space, a tab, and more', true]],
])('what stands around %j', (text, expected) => {
  expect(told(text)).toEqual(expected)
})

test('long runs take no time to speak of', () => {
  const around = aroundKey(latin1(`key${' '.repeat(1 << 20)}x${' '.repeat(1 << 20)}`))
  expect(around?.says).toBe('after it stands a space (1048576 times)')
})
