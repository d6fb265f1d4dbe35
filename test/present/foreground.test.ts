import { expect, test } from 'vitest'
import { ownsTerminal } from '../../src/host/node-foreground.ts'

const stat = (group: number, foreground: number, name = 'node') =>
  `4242 (${name}) R 4000 ${group} 3999 34816 ${foreground} 4194304 100 0 0 0 1 2 0 0 20 0 11 0`

test.each([
  ['its own group', stat(4242, 4242), true],
  ["somebody else's", stat(4242, 3999), false],
  ['none at all', stat(4242, -1), false],
  ['whatever its name', stat(4242, 4242, 'a) S 1 2 (b'), true],
  ['nothing that can be read', 'garbage', true],
])('the terminal listens to %s', (_what, text, expected) => {
  expect(ownsTerminal(text)).toBe(expected)
})
