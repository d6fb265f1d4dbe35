import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts'
import { ROWS, traces } from './every-verb.ts'

const BIN = resolve(import.meta.dirname, '..', '..', 'bin', 'lic.js')
const SPOIL = join(import.meta.dirname, 'spoil.cjs')

let sandbox: Sandbox
let key: string
let folder: string
beforeAll(async () => {
  sandbox = await startSandbox({ speed: 60 })
  key = sandbox.issue({ days: 400 })
})
afterAll(() => sandbox.close())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lic-hard-'))
  mkdirSync(join(folder, 'reports'))
  writeFileSync(join(folder, 'new.key'), key, { mode: 0o600 })
})
afterEach(() => rmSync(folder, { recursive: true }))

interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly out: string
  readonly err: string
}

interface How {
  /** options of Node itself */
  readonly node?: readonly string[]
  readonly env?: Record<string, string>
  /** null: input stays open */
  readonly typed?: string | null
}

/** The built program in that folder. */
function start(argv: readonly string[], { node = [], env = {}, typed = '' }: How = {}) {
  const words = argv.map((word) => word.replace('{key}', key).replace('{url}', sandbox.healthUrls.agent))
  const child = spawn(process.execPath, [...node, BIN, ...words], {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      TMPDIR: folder,
      ...sandbox.env,
      AXONFLOW_LICENSE_KEY: key,
      NEW_KEY: key,
      ...env,
    },
  })
  const text = { out: '', err: '' }
  child.stdout.on('data', (part) => {
    text.out += part
  })
  child.stderr.on('data', (part) => {
    text.err += part
  })
  child.stdin.on('error', () => {})
  if (typed !== null) child.stdin.end(typed)
  const ended = new Promise<Ended>((done) =>
    child.on('close', (code, signal) => done({ code, signal, ...text })),
  )
  return { child, ended, text }
}

const TALKATIVE = [
  '--report-uncaught-exception',
  '--report-on-fatalerror',
  '--report-on-signal',
  '--report-directory=reports',
  '--heapsnapshot-signal=SIGUSR2',
  '--trace-warnings',
  '--trace-uncaught',
  '--unhandled-rejections=warn-with-error-code',
]

/** What a command line itself has written. */
const ASKED_FOR = ['license.ics', 'lic.prom']

const written = () =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => !['new.key', 'reports', ...ASKED_FOR].includes(path),
  )

describe('told to tell all that it can, Node tells no key', () => {
  const lines: readonly (readonly [string[]])[] = Object.entries(ROWS)
    .filter(([verb]) => verb !== 'demo')
    .flatMap(([verb, rows]) => rows.slice(0, 2).map((row) => [[verb, ...row]] as [string[]]))

  const more: readonly (readonly [string[]])[] = [
    [['check', '--lines', '-']],
    [['rotate', 'env:NEW_KEY', '--yes', '--health-url', '{url}']],
  ]

  test.each([...lines, ...more])('lic %j', async (argv) => {
    const { out, err, code } = await start([...argv, '--debug'], {
      env: { NODE_DEBUG: '*', NODE_OPTIONS: TALKATIVE.join(' ') },
      typed: key,
    }).ended
    expect(traces(out + err, [key])).toEqual([])
    expect(written()).toEqual([])
    expect(code).not.toBe(1)
    expect(err).not.toMatch(/^(?!MODULE )\S+ \d+: /m)
  })
})

describe('what is thrown past every catch', () => {
  const spoilt = (how: string, where: 'main' | 'worker') => [
    `--require=${SPOIL}`,
    `--conditions=${how}-${where}`,
    ...TALKATIVE,
  ]

  test.each([
    ['thrown', 'Error'],
    ['rejected', 'Error'],
    ['text', 'string'],
    ['stack', 'RangeError'],
  ])('%s', async (how, kind) => {
    const plain = await start(['check', '--lines', '-'], { node: spoilt(how, 'main'), typed: null }).ended
    expect(plain).toEqual({
      code: 1,
      signal: null,
      out: '',
      err: `error: a fault in lic itself (${kind}) [lic.fault]\nhint: run it again with --debug and report what it prints\n`,
    })
    const json = await start(['check', '--lines', '-', '--json', '--debug'], {
      node: spoilt(how, 'main'),
      typed: null,
    }).ended
    expect(JSON.parse(json.out)).toMatchObject({ ok: false, exitCode: 1, error: { code: 'lic.fault' } })
    expect([json.code, ...traces(json.out + json.err, [key])]).toEqual([1])
    expect(written()).toEqual([])
  })

  test('no memory left: Node ends it, and writes no report', async () => {
    const node = [...spoilt('memory', 'main'), '--max-old-space-size=40']
    const { out, err, code } = await start(['check', '--lines', '-'], { node, typed: null }).ended
    expect(err).toContain('heap out of memory')
    expect([code === 0, ...traces(out + err, [key])]).toEqual([false])
    expect(written()).toEqual([])
  })

  const many = () => `${key}\n`.repeat(20_000)

  test('an option of V8 is none of a worker, and stops none', async () => {
    const node = ['--max-semi-space-size=4']
    const typed = `${key}\n`.repeat(500)
    expect(await start(['check', '--lines', '-', '--quiet'], { node, typed }).ended).toEqual({
      code: 0,
      signal: null,
      out: '',
      err: '',
    })
  })

  test.each([['thrown'], ['rejected'], ['stack'], ['memory']])('%s in a worker', async (how) => {
    const { code, out, err } = await start(['check', '--lines', '-'], {
      node: spoilt(how, 'worker'),
      typed: many(),
    }).ended
    expect(err).toContain(' [lic.fault]\n')
    expect([code, ...traces(out + err, [key])]).toEqual([1])
    expect(written()).toEqual([])
  })
})

describe('what the system tells it to do', () => {
  /** The sandbox runs until it is told to end, and says when it is there. */
  async function serving(node: readonly string[] = []) {
    const started = start(['sandbox', '--json'], { node, typed: null })
    await once(started.child.stdout, 'data')
    return started
  }

  test('SIGUSR1 opens no port for a debugger', async () => {
    const { child, ended, text } = await serving()
    child.kill('SIGUSR1')
    await fetch(JSON.parse(text.out).result.endpoint)
    child.kill('SIGTERM')
    expect(await ended).toMatchObject({ code: 0, signal: null, err: '' })
  })

  test('SIGUSR2 writes neither report nor heap', async () => {
    const { child, ended } = await serving(TALKATIVE)
    child.kill('SIGUSR2')
    child.kill('SIGTERM')
    expect(await ended).toMatchObject({ code: 0, signal: null, err: '' })
    expect(written()).toEqual([])
  })
})

test('commands that AWS credentials come from get no license', async () => {
  const tell = join(folder, 'tell.sh')
  writeFileSync(tell, 'env > told.txt; exit 1\n')
  writeFileSync(join(folder, 'config'), `[profile told]\ncredential_process = sh ${tell}\n`)
  const env = { AWS_CONFIG_FILE: join(folder, 'config'), LICENSE_KEY: key, SOME_TOKEN: 'theirs' }
  const argv = ['check', 'env:NEW_KEY', 'secret:axonflow/license-key', '--profile', 'told']
  const { code } = await start(argv, { env }).ended
  const told = readFileSync(join(folder, 'told.txt'), 'utf8')
  expect([code, ...traces(told, [key])]).toEqual([32])
  expect(told).toContain('SOME_TOKEN=theirs\n')
  expect(told).not.toMatch(/LICENSE|NEW_KEY|^LIC_/m)
})
