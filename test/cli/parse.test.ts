import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FlagList } from '../../src/cli/flag-list.ts'
import { parse } from '../../src/cli/parse.ts'

test('a command line without options is read as it is beside one', () => {
  const flags = new FlagList()
  flags.argument('[source...]', 'any').option('--json', 'any')
  const word = fc.oneof(
    fc.constantFrom('-', '', '=', 'json', 'a=b', ' --json', '5'),
    fc.string().filter((text) => !text.startsWith('-')),
  )
  fc.assert(
    fc.property(fc.array(word), (words) => {
      expect(parse('check', flags, words)).toEqual({ operands: words, options: {} })
      expect(parse('check', flags, ['--json', ...words])).toEqual({
        operands: words,
        options: { json: true },
      })
    }),
  )
})
