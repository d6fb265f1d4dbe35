import { describe, expect, test } from 'vitest'
import { FlagList } from '../../src/cli/flag-list.ts'
import { addCommonOptions } from '../../src/cli/settings.ts'
import { VERBS } from '../../src/cli/verbs.ts'
import { everyLine, playLine, ROWS, traces } from './every-verb.ts'

test('every verb has a row', () => {
  expect(Object.keys(ROWS).sort()).toEqual(Object.keys(VERBS).sort())
})

describe.each(everyLine())('%s', (_name, argv) => {
  test.each([[['--debug']], [['--json']]])('shows no key %j', async (more) => {
    const { code, out, err, keys } = await playLine([...argv, ...more])
    expect(traces(out + err, keys)).toEqual([])
    expect(code).not.toBe(1)
  })
})

describe('lic render --with-value, which alone prints a key', () => {
  test.each([
    ['dotenv', 'file:new.key'],
    ['compose', 'env:NEW_KEY'],
    ['dotenv', '-'],
    ['compose', 'secret:axonflow/license-key'],
  ])('--as %s, %s', async (form, source) => {
    for (const more of [[], ['--debug'], ['--json']]) {
      const argv = ['render', '--as', form, '--product', 'axonflow', '--with-value', source, ...more]
      const { out, err, keys, code } = await playLine(argv)
      const held = [...new Set(keys)].filter((key) => out.includes(key))
      expect([code, held.length]).toEqual([0, 1])
      expect(traces(held.reduce((text, key) => text.replaceAll(key, ''), out) + err, keys)).toEqual([])
    }
  })
})

/** Each option that takes a value, of each verb. */
const OPTIONS = await Promise.all(
  Object.entries(VERBS).map(async ([name, entry]) => {
    const verb = await entry.load()
    const flags = new FlagList()
    verb.define(flags)
    addCommonOptions(flags, verb.uses)
    return [name, flags.options] as const
  }),
)

describe.each(OPTIONS)('lic %s with a key in the wrong place', (verb, options) => {
  const [first = []] = ROWS[verb] ?? []
  test.each(options.filter(({ takesValue }) => takesValue).map(({ name }) => [name]))(
    '--%s',
    async (name) => {
      for (const more of [[], ['--json']])
        for (const value of ['{key}', 'http://{key}/', 'enterprise={key}']) {
          const { out, err, keys, code } = await playLine([verb, ...first, `--${name}=${value}`, ...more])
          expect([value, ...traces(out + err, keys)]).toEqual([value])
          expect([value, code]).not.toEqual([value, 1])
        }
    },
  )

  test('an option that there is not', async () => {
    for (const word of ['--{key}', '--no-{key}', '-{key}', '--jsn={key}', '--json={key}', '--quiet={key}']) {
      const { out, err, keys, code } = await playLine([verb, ...first, word])
      expect([word, ...traces(out + err, keys), code]).toEqual([word, 2])
    }
  })
})
