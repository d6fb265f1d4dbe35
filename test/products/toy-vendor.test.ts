import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
const BIN = join(ROOT, 'node_modules', '.bin')
let copy = ''

/** Inside this folder, so that packages are found; it is no part of the project. */
beforeAll(() => {
  mkdirSync(join(ROOT, '.cache'), { recursive: true })
  copy = mkdtempSync(join(ROOT, '.cache', 'toy-'))
  for (const path of [
    'src',
    'test/products',
    'test/support',
    'test/vectors',
    'package.json',
    'tsconfig.json',
  ])
    cpSync(join(ROOT, path), join(copy, path), { recursive: true })
  rmSync(join(copy, 'test/products/toy-vendor.test.ts'))
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

function edit(path: string, before: string, after: string): void {
  const text = readFileSync(join(copy, path), 'utf8')
  if (!text.includes(before)) throw new Error(`${path} no longer says ${before}`)
  writeFileSync(join(copy, path), text.replace(before, after))
}

const run = (program: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(join(BIN, program), args, {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, CI: '1' },
  })
  return { status, said: stdout + stderr }
}

const compiles = () => run('tsc', '-p', '.', '--incremental', 'false')

test('a fifth vendor is a folder and three lines: none can be forgotten, and the contract holds for it', () => {
  edit('src/model/decoded.ts', "'alphaagent'] as const", "'alphaagent', 'toy'] as const")
  const forgotten = compiles().said
  for (const file of [
    'src/products/registry.ts',
    'src/input/product-variables.ts',
    'test/products/samples.ts',
  ])
    expect([file, forgotten.includes(file)]).toEqual([file, true])

  const folder = join(copy, 'src/products/toy')
  mkdirSync(folder)
  for (const name of ['front', 'product'])
    cpSync(join(copy, `test/products/toy/${name}.txt`), join(folder, `${name}.ts`))
  edit(
    'src/products/registry.ts',
    '} as const satisfies { [P',
    "  toy: deferred(toy, async () => (await import('./toy/product.ts')).body),\n} as const satisfies { [P",
  )
  edit(
    'src/products/registry.ts',
    'const waiting',
    "import { front as toy } from './toy/front.ts'\n\nconst waiting",
  )
  edit(
    'src/input/product-variables.ts',
    '} as const satisfies Record',
    "  toy: { licenses: ['TOY_KEY'], anchors: [], usages: [], algorithm: null },\n} as const satisfies Record",
  )
  edit(
    'test/products/samples.ts',
    '} as const satisfies Record',
    "  toy: { variable: 'TOY_KEY', key: () => 'TOY-acme.2027-06-01.'.padEnd(44, 'x'), anchor: null, secret: 'x'.repeat(24) },\n} as const satisfies Record",
  )
  expect(compiles()).toEqual({ status: 0, said: '' })

  const { status, said } = run('vitest', 'run', '--root', copy, 'test/products/contract.test.ts', '-t', 'toy')
  expect(said).toMatch(/Tests\s.*9 passed/)
  expect(status).toBe(0)
})
