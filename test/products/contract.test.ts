import { beforeAll, describe, expect, test } from 'vitest'
import { readKeyring } from '../../src/input/keyring.ts'
import type { ProductId } from '../../src/model/decoded.ts'
import { type Instant, instantAt } from '../../src/model/instant.ts'
import { KeyText } from '../../src/model/key-text.ts'
import { standing, type Timeline } from '../../src/model/timeline.ts'
import type { Keyring } from '../../src/model/trust.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { verdictJson } from '../../src/present/verdict-json.ts'
import { PRODUCTS, readyProducts } from '../../src/products/registry.ts'
import { run } from '../../src/run.ts'
import { judge } from '../../src/verdict/judge.ts'
import { fakeHost, type World } from '../support/host.ts'
import { NOON, SAMPLES, type Sample } from './samples.ts'

beforeAll(() => readyProducts())

const EMPTY: Keyring = { anchors: [], hmac: null }
const HOSTILE = 'a\n::error::b\r\u001b[31m\u202e##vso[x]`$(id)`=\u0000'
const ids = Object.keys(SAMPLES) as readonly ProductId[]

const keyringOf = (publicKey: string | undefined): Promise<Keyring> =>
  publicKey === undefined
    ? Promise.resolve(EMPTY)
    : readKeyring(
        {
          publicKeys: [{ text: publicKey, from: '--public-key' }],
          pin: null,
          hmacSecret: null,
          region: null,
          profile: null,
        },
        fakeHost(),
      )

describe.each(ids)('%s', (id) => {
  const sample: Sample = SAMPLES[id]
  const key = sample.key('acme')
  const heartbeat = sample.heartbeat === undefined ? {} : { heartbeat: sample.heartbeat }
  let keyring = EMPTY
  beforeAll(async () => {
    keyring = await keyringOf(sample.anchor?.right)
  })

  const judged = (text: string, by = keyring, now: Instant = instantAt(NOON)): Verdict =>
    judge(new KeyText(Buffer.from(text, 'utf8').toString('latin1')), {
      now,
      rules: { platform: null, ...heartbeat },
      keyring: by,
    })

  const timelineOf = (): Timeline => {
    const verdict = judged(key)
    if (!('timeline' in verdict) || verdict.timeline === null) throw new Error('no time line')
    return verdict.timeline
  }

  const asked = async (argv: readonly string[], world: World) => {
    const host = fakeHost({ now: instantAt(NOON), ...world })
    const anchor = sample.anchor === null ? [] : ['--public-key', sample.anchor.right]
    const code = await run([...argv, ...anchor, '--json'], host)
    return { code, out: host.out(), all: host.out() + host.err() }
  }

  test('a good key is good, as far as that can be told', () => {
    const { kind, exitCode, product } = judged(key)
    expect([kind, exitCode, product]).toEqual(
      sample.anchor === null ? ['unproved', 33, id] : ['usable', 0, id],
    )
  })

  test('is known wherever it comes from', async () => {
    const dotenv = `OTHER=1\n${sample.variable}=${key}\n`
    const worlds: readonly (readonly [readonly string[], World])[] = [
      [[], { env: { [sample.variable]: key } }],
      [[`env:${sample.variable}`], { env: { [sample.variable]: key } }],
      [['-'], { stdin: key }],
      [['file:k'], { files: { k: key } }],
      [[`dotenv:.env#${sample.variable}`], { files: { '.env': dotenv } }],
      [['-', '--product', id], { stdin: key }],
      [[key], {}],
    ]
    for (const [source, world] of worlds) {
      const { out, code } = await asked(['check', ...source], world)
      expect([source.length, JSON.parse(out).result.product, code]).toEqual([
        source.length,
        id,
        judged(key).exitCode,
      ])
    }
  })

  test('nothing at all is an answer, also in its own variable', async () => {
    const { out, code } = await asked(['check'], { env: { [sample.variable]: '' } })
    expect([JSON.parse(out).result.verdict, JSON.parse(out).result.product, code]).toEqual(['absent', id, 30])
  })

  test('cut anywhere or changed anywhere, it is never good and never a fault', () => {
    for (let at = 0; at < key.length; at++) {
      const other = key[at] === 'A' ? 'B' : 'A'
      for (const text of [
        key.slice(0, at),
        key.slice(0, at) + other + key.slice(at + 1),
        `${key.slice(0, at)}\u0000${key.slice(at)}`,
      ]) {
        const { kind, exitCode } = judged(text)
        expect([at, kind === 'usable' || exitCode === 0]).toEqual([at, false])
      }
    }
    for (const text of [
      ` ${key}`,
      `"${key}"`,
      `\ufeff${key}`,
      ...(sample.skipsLineBreaks ? [] : [`${key}\n`]),
      `${key}${key}`,
      `${sample.variable}=${key}`,
    ])
      expect(judged(text).kind).not.toBe('usable')
  })

  test('trust: the right public key, another one, none', async () => {
    const { anchor } = sample
    const [none, wrong] = [judged(key, EMPTY), judged(key, await keyringOf(anchor?.wrong))]
    expect([none.kind, wrong.kind]).not.toContain('usable')
    expect([33, 49]).toContain(none.exitCode)
    expect(wrong.exitCode).toBe(anchor === null ? 33 : 49)
  })

  test('its time line has no gaps, and each boundary is exact to the millisecond', () => {
    const timeline = timelineOf()
    expect(timeline[0].from).toBe('always')
    expect(timeline.at(-1)?.until).toBe('forever')
    for (const [index, phase] of timeline.entries()) {
      const next = timeline[index + 1]
      if (next === undefined) break
      expect(next.from).toBe(phase.until)
      if (phase.until === 'forever') throw new Error('a phase after for ever')
      const names = [-1, 0, 1].map((by) => standing(timeline, instantAt(Number(phase.until) + by)).phase.name)
      expect(names).toEqual([phase.name, next.name, next.name])
      for (const [by, at] of [
        [-1, phase],
        [0, next],
      ] as const) {
        const verdict = judged(key, keyring, instantAt(Number(phase.until) + by))
        const good = at.state === 'alive' && sample.anchor !== null
        expect([by, verdict.kind === 'usable', verdict.exitCode === 0]).toEqual([by, good, good])
      }
    }
  })

  test('its verdict has the documented fields, in plain text', () => {
    const json = verdictJson(judged(sample.key(HOSTILE)))
    expect(Object.keys(json)).toEqual([
      ...[
        'verdict',
        'exitCode',
        'product',
        'at',
        'rules',
        'key',
        'signature',
        'timeline',
        'standing',
        'findings',
      ],
    ])
    expect(JSON.stringify(json)).not.toMatch(/[\u0000-\u001f\u007f\u202e]|\\[nr]|\\u00/)
  })

  test('hostile text adds no line, obeys nobody, and gives no secret away', async () => {
    for (const argv of [['inspect'], ['check'], ['limits']]) {
      const lines: number[] = []
      for (const text of ['acme', HOSTILE]) {
        const host = fakeHost({ now: instantAt(NOON), env: { [sample.variable]: sample.key(text) } })
        const anchor = sample.anchor === null ? [] : ['--public-key', sample.anchor.right]
        await run([...argv, ...(argv[0] === 'limits' ? [`env:${sample.variable}`] : []), ...anchor], host)
        const said = host.out() + host.err()
        lines.push(said.split('\n').length)
        expect(said).not.toMatch(/^::|[\u0000-\u0009\u000b-\u001f\u202e]/m)
        expect(said).not.toContain(sample.secret.slice(0, 12))
        expect(said).not.toContain(sample.secret.slice(-12))
      }
      expect([argv, new Set(lines).size]).toEqual([argv, 1])
    }
  })

  test('a body of any kind at its health endpoint is read or refused, never a fault', async () => {
    for (const body of [
      '',
      '{',
      '[]',
      'null',
      '{"license":null}',
      '{"status":"valid","edition":7}',
      '{"license":{"status":"active"}}',
    ])
      await expect(PRODUCTS[id].readHealth(Buffer.from(body))).resolves.toBeDefined()
  })
})
