import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { visible } from '../../src/model/visible.ts'

describe('a foreign value made visible', () => {
  test.each([
    ['acme-prod', 'acme-prod'],
    ['a # b ## c', 'a # b ## c'],
    ['\u001b[2J', '\\u{1b}[2J'],
    ['a\r\nb', 'a\\u{d}\\u{a}b'],
    ['\\u{1b}', '\\u{5c}u{1b}'],
    ['\u202eevil\u2066', '\\u{202e}evil\\u{2066}'],
    ['##[error]x', '\\u{23}#[error]x'],
    ['x ##vso[task.setvariable]y', 'x \\u{23}#vso[task.setvariable]y'],
    ['##TeamCity[x]', '\\u{23}#TeamCity[x]'],
    ['###[x]', '#\\u{23}#[x]'],
    ['Zoë', 'Zoë'],
  ])('%j', (value, expected) => {
    expect(visible(value)).toBe(expected)
  })

  test('a long one is cut, and says so', () => {
    expect(visible('x'.repeat(401))).toBe(`${'x'.repeat(400)}… (401 characters)`)
  })

  test('whatever it was, it is one line that no terminal and no build server obeys', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const shown = visible(value)
        expect(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(shown)).toBe(false)
        expect(/##(\[|vso\[|teamcity\[)/i.test(shown)).toBe(false)
      }),
    )
  })
})
