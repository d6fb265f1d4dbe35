import { spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { run } from '../../src/run.ts'
import { fakeHost } from '../support/host.ts'
import { sampleKey, testAnchors } from '../support/sample-keys.ts'

const PROGRAM = join(import.meta.dirname, '../../bin/lic.js')
const key = sampleKey({ tier: 'Enterprise', org_id: 'acme', expires_at: '20991231' })
const env = { PATH: process.env.PATH, LIC_PUBLIC_KEY: testAnchors.enterprise }
const fullDiskIsThere = existsSync('/dev/full')

function lic(argv: string[], stdio: (number | 'pipe' | 'ignore')[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...argv], {
    env,
    input,
    stdio,
    encoding: 'utf8',
  })
  return { code: status, out: stdout ?? '', err: stderr ?? '' }
}

const LOST = [
  'error: the answer could not be written to standard output: no space is left [lic.output]',
  'hint: make room or write elsewhere, then run it again',
  '',
].join('\n')

describe.skipIf(!fullDiskIsThere)('a disk that is full (skipped where there is no /dev/full)', () => {
  test.each([
    [['check', '-'], '1 key checked: 1 passed\n'],
    [['inspect', '-', '--json'], ''],
    [['--version'], ''],
    [['check', '--lines', '-'], ''],
  ] as const)('loses the answer of %j, and says so without a stack', (argv, before) => {
    const full = openSync('/dev/full', 'w')
    const { code, err } = lic([...argv], ['pipe', full, 'pipe'], key)
    closeSync(full)
    expect({ code, err }).toEqual({ code: 1, err: before + LOST })
  })

  test('under the conversation changes no verdict', () => {
    const full = openSync('/dev/full', 'w')
    const { code, out } = lic(['check', '-'], ['pipe', 'pipe', full], `${key}\n`)
    closeSync(full)
    expect(code).toBe(0)
    expect(out).toMatch(/^ok {4}usable: Enterprise for acme, .* \[source\.newline\], from standard input\n$/)
  })
})

describe('standard input', () => {
  test('that is a folder is named', () => {
    const folder = openSync('.', 'r')
    const { code, err } = lic(['inspect', '-'], [folder, 'pipe', 'pipe'])
    closeSync(folder)
    expect(code).toBe(2)
    expect(err.split('\n')[0]).toBe(
      'error: cannot read standard input: it is not a regular file [source.unreadable]',
    )
  })

  test('that is a folder is no list that passes', () => {
    const folder = openSync('.', 'r')
    const { code, err } = lic(['check', '--lines', '-'], [folder, 'pipe', 'pipe'])
    closeSync(folder)
    expect({ code, err }).toEqual({
      code: 30,
      err: 'error: no key was found: nothing was checked [source.empty]\n',
    })
  })

  test('that comes in pieces is waited for, where reading does not block', async () => {
    const script = `
      const { spawn } = require('node:child_process')
      process.stdin.on('data', () => {})
      spawn(process.execPath, process.argv.slice(1), { stdio: [0, 1, 2] }).on('exit', (code) => process.exit(code))
      process.stdin.pause()`
    const child = spawn(process.execPath, ['-e', script, PROGRAM, 'check', '-'], { env })
    child.stdin.write(key.slice(0, 100))
    setTimeout(() => child.stdin.end(key.slice(100)), 500)
    const ended = new Promise((resolve) => child.once('exit', resolve))
    expect(await text(child.stderr)).toBe('1 key checked: 1 passed\n')
    expect(await ended).toBe(0)
  })
})

test('a list that breaks off is not a list that ends', async () => {
  const host = fakeHost({ env: { LIC_PUBLIC_KEY: testAnchors.enterprise } })
  const stdin = {
    ...host.stdin,
    chunks: async function* () {
      yield Buffer.from(`${key}\n`)
      throw new Error(`EIO ${key}`)
    },
  }
  expect(await run(['check', '--lines', '-'], { ...host, stdin })).toBe(2)
  expect(host.err()).toBe(
    [
      'error: standard input could not be read to its end: what came before is judged, the rest is not [source.unreadable]',
      'hint: check the list again, from a file if it came through a pipe',
      '',
    ].join('\n'),
  )
})

test('a reader that pauses is waited for, and nothing else is said', async () => {
  const child = spawn(process.execPath, [PROGRAM, 'check', '--lines', '-'], { env })
  child.stdin.end('AXON-rubbish\n'.repeat(40_000))
  const err = text(child.stderr)
  await new Promise((resolve) => setTimeout(resolve, 700))
  const out = await text(child.stdout)
  expect(out.split('\n').length).toBe(40_001)
  expect(await err).toBe('40000 keys checked: 0 passed, 40000 did not (40000 with exit 44)\n')
})
