import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type OutputOptions, type RolldownOptions, rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { VERBS } from '../../src/cli/verbs.ts'
import { issuerAnchors, sampleKey, testAnchors } from '../support/sample-keys.ts'
import { type Installed, install } from './installed.ts'

const ROOT = resolve(import.meta.dirname, '..', '..')
const CONFIG = pathToFileURL(join(ROOT, 'rolldown.config.mjs')).href

let lic: Installed
beforeAll(() => {
  lic = install()
})
afterAll(() => lic.remove())

const key = sampleKey({ tier: 'Enterprise', org_id: 'acme', deployment_id: 'acme', expires_at: '20991231' })
const ANCHOR = ['--public-key', testAnchors.enterprise]
const AT = [...ANCHOR, '--at', '2026-11-23']

interface Case {
  readonly argv: readonly string[]
  readonly code: number
  readonly says: RegExp
}

/** What each verb does wherever it is, without AWS. A verb without a row fails. */
const ROWS: Readonly<Record<string, Case>> = {
  inspect: { argv: ['inspect', '-', ...AT], code: 0, says: /^usable: Enterprise for acme/m },
  check: { argv: ['check', '-', ...AT], code: 0, says: /^ok {4}usable: Enterprise for acme/m },
  limits: { argv: ['limits', 'Enterprise'], code: 0, says: /Enterprise/ },
  rotate: { argv: ['rotate', '-', '--dry-run', ...ANCHOR], code: 2, says: /\[aws\.region\]/ },
  redeploy: { argv: ['redeploy', '--dry-run'], code: 2, says: /\[aws\.region\]/ },
  rollback: { argv: ['rollback', '--dry-run'], code: 2, says: /\[aws\.region\]/ },
  history: { argv: ['history'], code: 2, says: /\[aws\.region\]/ },
  status: { argv: ['status'], code: 2, says: /\[aws\.region\]/ },
  watch: { argv: ['watch'], code: 2, says: /\[aws\.region\]/ },
  scale: { argv: ['scale', 'agent', '3', '--dry-run'], code: 2, says: /\[aws\.region\]/ },
  reminders: { argv: ['reminders', '-', ...AT], code: 0, says: /2099/ },
  diff: { argv: ['diff', '-', 'env:NOT_SET'], code: 30, says: /\[source\.unset\]/ },
  init: { argv: ['init'], code: 30, says: /\[init\.nothing\]/ },
  scan: { argv: ['scan', '-', ...ANCHOR], code: 43, says: /\[scan\.live-key\]/ },
  doctor: { argv: ['doctor', '--at', '2026-11-23'], code: 30, says: /^failed .*\[source\.unset\]/m },
  render: {
    argv: ['render', '--as', 'dotenv', '--product', 'axonflow'],
    code: 0,
    says: /AXONFLOW_LICENSE_KEY=/,
  },
  completion: { argv: ['completion', 'bash'], code: 0, says: /complete/ },
  sandbox: { argv: ['sandbox', 'issue'], code: 2, says: /\[sandbox\.no-endpoint\]/ },
  demo: { argv: ['demo', '--pause', 'x'], code: 2, says: /\[usage\.argument\]/ },
  help: { argv: ['help', 'exit-codes'], code: 0, says: /^ *54 /m },
}

test('every verb has a row', () => {
  expect(Object.keys(ROWS).sort()).toEqual(Object.keys(VERBS).sort())
})

const known = new Map<string, unknown>()
/** What it says where nothing is odd. */
function usual(verb: string): unknown {
  const { argv = [] } = ROWS[verb] ?? {}
  if (!known.has(verb)) known.set(verb, lic.lic(argv, { input: key }))
  return known.get(verb)
}

const works = (script: string): boolean => spawnSync('sh', ['-c', script]).status === 0
const READ_ONLY = 'mount -o remount,ro,bind / && exec "$@"'
const unshare = (kind: string, script: string) => `exec unshare ${kind} sh -c '${script}' sh "$@"`
const readOnly = works(`unshare -m sh -c 'mount -o remount,ro,bind /'`)
const offline = works('unshare -n true')
const loopback = works(`unshare -n sh -c 'ip link set lo up'`)

type Place = Parameters<Installed['lic']>[1]

const PLACES: readonly (readonly [string, boolean, Place])[] = [
  ['a path with spaces and other letters', true, {}],
  ['an environment without HOME', true, { env: { HOME: undefined } }],
  ['a HOME that is not there', true, { env: { HOME: '/nowhere/at/all' } }],
  ['the locale C', true, { env: { LC_ALL: 'C' } }],
  ['the locale POSIX', true, { env: { LC_ALL: 'POSIX', LANG: 'POSIX' } }],
  ['a Latin-1 locale', true, { env: { LC_ALL: 'de_DE.ISO-8859-1', LANG: 'de_DE.ISO-8859-1' } }],
  ['a terminal without a name', true, { env: { TERM: undefined } }],
  ['a dumb terminal', true, { env: { TERM: 'dumb' } }],
  ['a read-only system', readOnly, { within: unshare('-m', READ_ONLY) }],
  ['a machine without a network', offline, { within: unshare('-n', 'exec "$@"') }],
]

describe.each(PLACES)('in %s (skipped where that cannot be made: %j means it can)', (_name, can, place) => {
  test.skipIf(!can).each(Object.entries(ROWS))('%s', (verb, { argv, code, says }) => {
    const ran = lic.lic(argv, { ...place, input: key })
    expect(ran.stdout + ran.stderr).toMatch(says)
    expect([ran.code, ran]).toEqual([code, usual(verb)])
  })
})

test.skipIf(!loopback)('the demo needs no network but loopback (skipped where that cannot be had)', () => {
  const { code } = lic.lic(['demo', '--json'], { within: unshare('-n', 'ip link set lo up && exec "$@"') })
  expect(code).toBe(0)
})

test('the demo needs a folder to write in, and says so', () => {
  expect(lic.lic(['demo'], { env: { TMPDIR: '/nowhere/at/all' } })).toEqual({
    code: 2,
    stdout: '',
    stderr:
      'error: the demo needs a folder for its throw-away keys, and none can be made [sandbox.scratch]\nhint: name one that you may write in: TMPDIR=/path lic demo\n',
  })
})

/** What stands in the tarball, by file. */
const texts = () =>
  lic.files.map((path) => [path, readFileSync(join(lic.folder, 'node_modules/lic', path), 'utf8')] as const)

describe('the tarball', () => {
  test('is small', () => {
    expect(lic.size.packed).toBeLessThan(620_000)
    expect(lic.size.unpacked).toBeLessThan(2_100_000)
  })

  test.each([
    ['no path of the machine that built it', new RegExp([ROOT, homedir(), '/node_modules/'].join('|'))],
    ['no registry', /https?:\/\/registry\.|npmjs\.|\bverdaccio\b/],
    ['no source maps', /sourceMappingURL/],
    ['no tests', /from 'vitest'|require\(.vitest|fc\.assert/],
    ['no private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----\s*[A-Za-z0-9+/]{20}/],
    ['no issuer of the tests', new RegExp(Object.values(issuerAnchors).join('|'))],
  ])('holds %s', (_what, pattern) => {
    const found = texts().flatMap(([path, text]) => {
      const at = pattern.exec(text)?.[0]
      return at === undefined ? [] : [`${path}: ${at}`]
    })
    expect(found).toEqual([])
  })

  test('has the licence of each package that is bundled', async () => {
    const { default: config }: { default: RolldownOptions } = await import(CONFIG)
    const bundle = await rolldown(config)
    const { output } = await bundle.generate(config.output as OutputOptions)
    await bundle.close()
    const modules = output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
    const bundled = new Set(
      modules.flatMap((id) => /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] ?? []),
    )
    const [, own = ''] = texts().find(([path]) => path === 'dist/THIRD-PARTY.txt') ?? []
    const sections = own.split(`${'-'.repeat(72)}\n\n`)
    const named = sections.map((text) => /^(\S+) \d+\.\d+\.\d+\S* \([^)]+\)\n\n/.exec(text)?.[1])
    expect(bundled.size).toBeGreaterThan(10)
    expect([...bundled].filter((name) => !named.includes(name))).toEqual([])
    for (const text of sections)
      expect(text).toMatch(/permission|redistribution|Apache License|word for word that of|the text is with/i)
  })
})
