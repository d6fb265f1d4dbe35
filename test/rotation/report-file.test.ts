import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { nodeFiles } from '../../src/host/node-files.ts'
import { run } from '../../src/run.ts'
import { sampleKey, testAnchors } from '../support/sample-keys.ts'
import { type Event, type Sandboxed, sandboxed } from '../support/sandboxed.ts'
import { NEW_KEY, rotate, withNewKey } from './lic.ts'

const INTO = ['--report-file', 'report.json']
const UNBOOTABLE = sampleKey({ tier: 'Enterprise', org_id: 'acme', expires_at: '20280101' })
const writes = (here: Sandboxed) => here.calls.filter((call) => /put|moveStage|force/.test(call))

describe('--report-file holds what --json prints, however it ends', () => {
  const failing = { told: { files: { [NEW_KEY]: UNBOOTABLE } } }
  const denied: Event = { call: 'secrets.describe', fails: 'denied' }
  test.each([
    ['done', withNewKey(), [], 0],
    ['a dry run', withNewKey(), ['--dry-run'], 0],
    ['refused by the plan', withNewKey({ wish: { org: 'globex' } }), [], 50],
    ['undone', sandboxed(failing), ['--public-key', testAnchors.enterprise], 51],
    ['unfinished', withNewKey({ timings: { boot: 600_000 } }), ['--timeout', '60s'], 54],
    ['not even looked at', withNewKey({ events: [denied] }), [], 32],
    ['a usage error', withNewKey(), ['--timeout', 'soon'], 2],
  ] as const)('%s', async (_name, made, argv, code) => {
    const here = await made
    const outcome = await rotate(here, ...INTO, ...argv)
    expect(here.host.kept.get('report.json')).toBe(here.host.out())
    expect(outcome.exitCode).toBe(code)
    expect(here.host.kept.get('report.json')).not.toContain(here.key())
  })

  test('where it cannot be written: a usage error before anything is written', async () => {
    const here = await sandboxed({
      told: (key) => ({ files: { [NEW_KEY]: key() }, unwritable: ['report.json'] }),
    })
    const { exitCode, error } = await rotate(here, ...INTO)
    expect([exitCode, error?.message]).toEqual([2, '--report-file cannot be written: it may not be written'])
    expect(here.calls).toEqual([])
  })

  test('a fault of ours: said, without its message', async () => {
    const here = await withNewKey()
    Object.assign(here.host, { aws: () => Promise.reject(new TypeError('a key in here')) })
    expect((await rotate(here, ...INTO)).exitCode).toBe(1)
    expect(JSON.parse(here.host.kept.get('report.json') ?? '')).toMatchObject({
      exitCode: 1,
      error: { code: 'lic.fault', message: 'a fault in lic itself' },
    })
  })

  test('where it cannot be written at the end: said, and it ends as it ended', async () => {
    const here = await sandboxed({
      told: (key) => ({ files: { [NEW_KEY]: key() }, fillsUp: ['report.json'] }),
    })
    const { exitCode, result } = await rotate(here, ...INTO)
    expect([exitCode, result.report?.ending]).toEqual([0, 'done'])
    expect(here.host.err()).toMatch(
      /warning: the report could not be written to the file of --report-file\n$/,
    )
    expect(writes(here).length).toBeGreaterThan(0)
  })

  test('a terminal that goes away before the answer to the question is no', async () => {
    const here = await sandboxed({
      told: (key) => ({ files: { [NEW_KEY]: key() }, terminal: true, typed: [null] }),
    })
    const code = await run(['rotate', `file:${NEW_KEY}`, ...INTO], here.host)
    expect([code, writes(here)]).toEqual([130, []])
    expect(JSON.parse(here.host.kept.get('report.json') ?? '').error.code).toBe('rotation.interrupted')
  })
})

describe('a file that is replaced', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lic-replace-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const files = nodeFiles(
    () => folder,
    () => folder,
  )

  test('is new, private, and alone', async () => {
    writeFileSync(join(folder, 'report.json'), 'old', { mode: 0o644 })
    await files.mayReplace('report.json')
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe('old')
    await files.replace('report.json', 'new')
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe('new')
    expect(statSync(join(folder, 'report.json')).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['report.json'])
  })

  test.each([
    ['nowhere/report.json', 'missing'],
    ['folder', 'not-a-file'],
    ['/dev/null', 'not-a-file'],
  ])('%s is refused: %s', async (path, reason) => {
    mkdirSync(join(folder, 'folder'))
    await expect(files.mayReplace(path)).rejects.toMatchObject({ name: 'FileTrouble', reason })
    expect(readdirSync(folder)).toEqual(['folder'])
  })

  test('that fails half-way leaves nothing behind', async () => {
    mkdirSync(join(folder, 'folder'))
    await expect(files.replace('folder', 'new')).rejects.toMatchObject({ name: 'FileTrouble' })
    expect(readdirSync(folder)).toEqual(['folder'])
  })
})
