import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { VERDICT_CODES } from '../../src/model/codes/verdict.ts'
import { CODES } from '../../src/model/codes.ts'

const SOURCES = join(import.meta.dirname, '..', '..', 'src')

test('judging has the exit code of whatever a product or a verdict may find', () => {
  const found = ['products', 'verdict'].flatMap((room) =>
    readdirSync(join(SOURCES, room), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .flatMap(
        (path) => readFileSync(join(SOURCES, room, path), 'utf8').match(/(?<=')key\.[a-z0-9-]+(?=')/g) ?? [],
      ),
  )
  expect(found.length).toBeGreaterThan(60)
  expect(found.filter((code) => !Object.hasOwn(VERDICT_CODES, code))).toEqual([])
  expect(
    Object.keys(CODES).filter((code) => code.startsWith('key.') && !Object.hasOwn(VERDICT_CODES, code)),
  ).toEqual([])
})
