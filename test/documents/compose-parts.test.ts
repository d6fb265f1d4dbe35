import fc from 'fast-check'
import { expect, test } from 'vitest'
import { composeParts, isRemotePart } from '../../src/input/documents/compose-parts.ts'

test.each([
  ['include: [a.yaml]', [{ line: 1, remote: false }]],
  [
    'include:\n- ./a.yaml\n- path: b.yaml\n- path: [c.yaml, "oci://r/x"]',
    [2, 3, 4, 4].map((line, at) => ({ line, remote: at === 3 })),
  ],
  [
    'services:\n  a: {extends: {service: b}}\n  c: {extends: {file: git@github.com:x/y.git}}',
    [{ line: 3, remote: true }],
  ],
  ['services:\n  a: {extends: b}', []],
  ['include: not-a-list', []],
  ['include: [a', []],
  ['include: []', []],
  ['include: [""]', []],
  ['# nothing', []],
])('%j', (text, parts) => {
  expect(composeParts(text)).toEqual(parts)
})

test.each([
  ['https://github.com/acme/stack.git', true],
  ['github.com/acme/stack.git#main:deploy', true],
  ['ssh://git@host/x', true],
  ['git@host:x/y.git', true],
  ['OCI://registry/x', true],
  ['./github.com/x', false],
  ['/srv/compose.yaml', false],
  ['C:\\compose.yaml', false],
  ['httpd/compose.yaml', false],
])('%s is elsewhere: %j', (path, remote) => {
  expect(isRemotePart(path)).toBe(remote)
})

test('any text is read, or not', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(Array.isArray(composeParts(`include: ${text}`))).toBe(true)
    }),
  )
  expect(composeParts(`include: ${'['.repeat(50_000)}`)).toEqual([])
})
