import { describe, expect, test } from 'vitest'
import { run } from '../../src/run.ts'
import { fakeHost, type World } from '../support/host.ts'
import { fillIn, sampleKey } from '../support/sample-keys.ts'
import { HOSTILE } from './verdicts.ts'

const ANCHORS = { LIC_PUBLIC_KEY: fillIn('{{anchors}}') }

async function lic(argv: readonly string[], world: World) {
  const host = fakeHost({ ...world, env: { ...ANCHORS, ...world.env } })
  const code = await run(argv, host)
  return { code, out: host.out(), err: host.err(), all: host.out() + host.err() }
}

const payload = (value: string) => ({
  id: value,
  tier: 'Enterprise',
  deployment_id: value,
  org_id: value,
  service_name: value,
  permissions: [value, value],
  issued_at: '20251028',
  expires_at: '20271028',
  email: value,
  jti: value,
  origin: value,
})

const VARIANTS = [
  ['--json'],
  [],
  ['--platform', '10'],
  ['--at', '2027-10-30'],
  ['--at', '2028-01-01'],
] as const
const LOOKS: readonly World[] = [
  {},
  { terminal: true, width: 120, env: { NO_COLOR: '1' } },
  { terminal: true, width: 40, env: { NO_COLOR: '1' } },
]

describe('a key whose every field is hostile', () => {
  const values = [
    HOSTILE,
    '::error::x',
    '<0>x',
    '##[error]x',
    '%s%d',
    '\u0000',
    '\ud800',
    `${'a\u0301'.repeat(3)}${'\u0301'.repeat(50)}`,
    'x'.repeat(5000),
    '',
  ]

  test.each(LOOKS)(
    'prints the lines that a tame key prints, and nothing that a terminal obeys: %j',
    async (look) => {
      for (const argv of VARIANTS) {
        const tame = await lic(['inspect', 'env:K', ...argv], {
          ...look,
          env: { ...look.env, K: sampleKey(payload('acme')) },
        })
        for (const value of values.filter((each) => each !== '')) {
          const { out, err, code } = await lic(['inspect', 'env:K', ...argv], {
            ...look,
            env: { ...look.env, K: sampleKey(payload(value)) },
          })
          expect(code).toBe(tame.code)
          expect(err).toBe('')
          expect(out.split('\n').length).toBe(tame.out.split('\n').length)
          expect(out.split('\n').filter((line) => /^\s*(::|<\d>)/.test(line))).toEqual([])
          expect(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]/.test(out)).toBe(false)
        }
      }
    },
  )

  test('limits too prints the lines that a tame key has', async () => {
    const at = (value: string) => ({ env: { K: sampleKey(payload(value)) } })
    const tame = await lic(['limits', 'env:K'], at('acme'))
    for (const value of values.filter((each) => each !== '')) {
      const { out, code } = await lic(['limits', 'env:K'], at(value))
      expect([code, out.split('\n').length]).toEqual([0, tame.out.split('\n').length])
      expect(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]/.test(out)).toBe(false)
    }
  })

  test('an empty value changes nothing but its own line', async () => {
    const { code } = await lic(['inspect', '-', '--json'], { stdin: sampleKey(payload('')) })
    expect(code).toBe(46)
  })
})

describe('the key itself', () => {
  const key = sampleKey({ tier: 'Enterprise', org_id: 'acme', issued_at: '20251028', expires_at: '20271028' })
  const parts = [
    key,
    key.slice(5, key.indexOf('.')),
    key.slice(key.indexOf('.') + 1),
    key.slice(-30),
    key.slice(20, 50),
  ]
  const broken = (spoil: (text: string) => string) => [spoil(key), ...parts.map(spoil)]
  const worlds: readonly (readonly [readonly string[], World])[] = [
    [['-'], { stdin: key }],
    [['-'], { stdin: ` ${key}` }],
    [['-'], { stdin: `"${key}"` }],
    [['-'], { stdin: key + key }],
    [['-'], { stdin: key.slice(0, -5) }],
    [['-'], { stdin: key.replace('.', '=') }],
    [['-'], { stdin: `AXONFLOW_LICENSE_KEY=${key}\n` }],
    [['-'], { stdin: Buffer.from(`\ufeff${key}`) }],
    [['-'], { stdin: Buffer.from(key, 'utf16le') }],
    [['file:k'], { files: { k: `${key}\n\n` } }],
    [['env:K'], { env: { K: key } }],
    [['dotenv:.env#K'], { files: { '.env': `K='${key}'` } }],
    [[], { env: { AXONFLOW_LICENSE_KEY: key } }],
    [[], { terminal: true, typed: [key] }],
    [[key], {}],
    [[`file:${key}`], {}],
    [[`env:${key}`], {}],
    [[`dotenv:${key}#${key}`], {}],
    [[`@${key}`], {}],
    [['-', '--public-key', key], { stdin: key }],
    [['-', '--hmac-secret', key], { stdin: key }],
    [['-', '--platform', key], { stdin: key }],
    [['-', '--at', key], { stdin: key }],
    [['-', '--pin', key], { stdin: key }],
    [['-', `--${key}`], { stdin: key }],
    [[key, key], {}],
  ]

  test.each(['inspect', 'limits', 'help'])(
    'lic %s shows no part of it, however it was given',
    async (verb) => {
      const shown: string[] = []
      for (const [argv, world] of worlds)
        for (const flags of [[], ['--json'], ['--debug']]) {
          const host = { ...world, terminal: world.terminal ?? false }
          const { all } = await lic(
            [verb, ...argv, ...flags],
            verb === 'help' ? { ...host, typed: [] } : host,
          )
          shown.push(...broken((text) => text).filter((part) => all.includes(part)))
        }
      expect(shown).toEqual([])
    },
  )
})
