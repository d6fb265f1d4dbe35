import { describe, expect, test } from 'vitest'
import { colorPaint } from '../../src/present/paint.ts'
import { table } from '../../src/present/table.ts'

const rows = [['policies'], ['tenant', '20', 'unlimited'], ['organization', 'none', 'not published']]
const head = ['AxonFlow', 'Community', 'Enterprise']
const terminal = (width: number) => ({ terminal: true, color: false, width })

describe('a table', () => {
  test('not on a terminal: the same words in columns, whatever the width', async () => {
    const expected = [
      'AxonFlow      Community  Enterprise',
      'policies',
      'tenant        20         unlimited',
      'organization  none       not published',
      '',
    ].join('\n')
    expect(await table(rows, { terminal: false, color: false, width: 80 }, { head })).toBe(expected)
    expect(await table(rows, { terminal: false, color: false, width: 10 }, { head })).toBe(expected)
  })

  test('on a wide terminal it is drawn', async () => {
    expect(await table(rows, terminal(80), { head })).toBe(
      [
        '┌──────────────┬───────────┬───────────────┐',
        '│ AxonFlow     │ Community │ Enterprise    │',
        '├──────────────┼───────────┼───────────────┤',
        '│ policies     │           │               │',
        '│ tenant       │ 20        │ unlimited     │',
        '│ organization │ none      │ not published │',
        '└──────────────┴───────────┴───────────────┘',
        '',
      ].join('\n'),
    )
  })

  test('on a narrower one its cells are broken between words', async () => {
    const lines = [
      '┌──────────────┬───────────┬────────────┐',
      '│ AxonFlow     │ Community │ Enterprise │',
      '├──────────────┼───────────┼────────────┤',
      '│ policies     │           │            │',
      '│ tenant       │ 20        │ unlimited  │',
      '│ organization │ none      │ not        │',
      '│              │           │ published  │',
      '└──────────────┴───────────┴────────────┘',
      '',
    ]
    expect(await table(rows, terminal(41), { head })).toBe(lines.join('\n'))
  })

  test('where the words do not fit, headings with what belongs to them', async () => {
    expect(await table(rows, terminal(40), { head })).toBe(
      [
        'policies',
        'tenant',
        '  Community: 20',
        '  Enterprise: unlimited',
        'organization',
        '  Community: none',
        '  Enterprise: not published',
        '',
      ].join('\n'),
    )
  })

  test('no line is wider than the terminal, and no word is lost', async () => {
    const wide = [
      ['a b c d e', 'one two three four', 'x'.repeat(20)],
      ['heading of many words'],
      ['f', 'g', 'h i j k l'],
    ]
    for (let width = 20; width < 90; width++) {
      const drawn = await table(wide, terminal(width))
      const [longest] = drawn.split('\n').sort((one, other) => other.length - one.length)
      expect([width, (longest ?? '').length <= Math.max(width, 22)]).toEqual([width, true])
      const words = drawn.replace(/[^a-z]+/g, ' ')
      for (const word of wide.flat().flatMap((cell) => cell.split(' '))) expect(words).toContain(word)
    }
  })

  test('the head is painted, and nothing is where there is no head', async () => {
    const look = { terminal: false, color: true, width: 80 }
    expect(await table([['a', 'b']], look, { head: ['x', 'y'], paint: colorPaint })).toBe(
      '\u001b[1mx  y\u001b[22m\na  b\n',
    )
    expect(await table([['a', 'b']], look, { paint: colorPaint })).toBe('a  b\n')
  })

  test('no rows are no lines', async () => {
    expect(await table([], terminal(80))).toBe('')
    expect(await table([], { terminal: false, color: false, width: 80 })).toBe('')
  })
})
