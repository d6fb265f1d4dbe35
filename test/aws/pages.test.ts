import { expect, test } from 'vitest'
import { pages } from '../../src/host/aws/pages.ts'

test('every page is read, each with the token of the one before', async () => {
  const asked: (string | undefined)[] = []
  const all = await pages(async (token) => {
    asked.push(token)
    return { items: [asked.length], next: asked.length === 3 ? undefined : `t${asked.length}` }
  })
  expect(all).toEqual([1, 2, 3])
  expect(asked).toEqual([undefined, 't1', 't2'])
})

test.each([
  ['an empty token', () => '', 1],
  ['the same token again', () => 'again', 2],
  ['always another token', (count: number) => `t${count}`, 1001],
])('%s ends the list', async (_name, next, expected) => {
  let count = 0
  const all = await pages(async () => ({ items: [++count], next: next(count) }))
  expect(all.length).toBe(expected)
})
