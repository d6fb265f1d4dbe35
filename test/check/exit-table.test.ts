import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Aws, AwsTrouble } from '../../src/host/aws-api.ts'
import { EXIT } from '../../src/model/exit.ts'
import { run } from '../../src/run.ts'
import { fakeHost, type World } from '../support/host.ts'
import { sampleKey, testAnchors, tokensOf } from '../support/sample-keys.ts'

const LIC_PUBLIC_KEY = `${testAnchors.evaluation},${testAnchors.enterprise}`
const until = (expires_at: string, more: object = {}) =>
  sampleKey({ tier: 'Enterprise', org_id: 'acme', expires_at, ...more })
const GOOD = until('20990101')
/** The whole hash of the text that the fingerprint is made of. */
const REVOKED = createHash('sha256')
  .update(GOOD.slice('AXON-'.length).split('.')[0] ?? '')
  .digest('hex')

/** An AWS that answers every call about secrets in this way. */
const failing = (reason: AwsTrouble['reason']): Aws => {
  const answer = async () => {
    throw new AwsTrouble(reason, 'secretsmanager:GetSecretValue', 'x', 'Error', '', false)
  }
  return { secrets: new Proxy({}, { get: () => answer }) } as unknown as Aws
}

type Row = readonly [code: number, nagios: number, why: string, args: readonly string[], world: World]

/** The clock stands at 2026-11-23T12:00:00Z. */
const TABLE: readonly Row[] = [
  [0, 0, 'a good key', ['-'], { stdin: GOOD }],
  [0, 0, 'no key where none is wanted', ['--require', 'tier=Community'], {}],
  [1, 3, 'a fault in lic', ['secret:x'], { aws: {} as Aws }],
  [2, 3, 'a usage error', ['-', '--no-such-option'], { stdin: GOOD }],
  [2, 3, 'a file that is not there', ['file:missing'], {}],
  [20, 1, 'a key that expires soon', ['-', '--fail-on', 'warn'], { stdin: until('20261210') }],
  [21, 2, 'a key that expires in days', ['-', '--fail-on', 'warn'], { stdin: until('20261126') }],
  [30, 3, 'no key', [], {}],
  [30, 3, 'an empty list', ['--lines', '-'], { stdin: '# nothing\n' }],
  [31, 3, 'an AWS that does not answer', ['secret:x'], { aws: failing('unreachable') }],
  [32, 3, 'an AWS that refuses', ['secret:x'], { aws: failing('denied') }],
  [
    33,
    3,
    'an old key that nobody can verify',
    ['-', '--platform', '4.0.0'],
    { stdin: 'AXON-PRO-acme-20990101-abcdef' },
  ],
  [40, 2, 'a key in grace', ['-'], { stdin: until('20261120') }],
  [41, 2, 'an expired key', ['-'], { stdin: until('20260101') }],
  [
    42,
    2,
    'a key that begins to be valid later',
    ['-', '--product', 'terragnos', '--public-key', 'file:issuer.pem'],
    {
      stdin: tokensOf('terragnos').tokens.odd ?? '',
      files: { 'issuer.pem': tokensOf('terragnos').publicKey },
    },
  ],
  [43, 2, 'a revoked key', ['-', '--revoked', 'list'], { stdin: GOOD, files: { list: REVOKED } }],
  [43, 2, 'another identity', ['-', '--expect-identity', 'globex'], { stdin: GOOD }],
  [43, 2, 'another tier', ['-', '--require', 'tier=Plus'], { stdin: GOOD }],
  [44, 2, 'nonsense', ['-'], { stdin: 'nonsense' }],
  [46, 2, 'a key without identity', ['-'], { stdin: until('20990101', { org_id: '' }) }],
  [49, 2, 'a forged key', ['-'], { stdin: GOOD, env: {} }],
  [49, 2, 'a forged and expired key', ['-'], { stdin: until('20200101'), env: {} }],
  [
    49,
    2,
    'a list with all of it',
    ['--lines', '-'],
    { stdin: `${GOOD}\nnonsense\n${until('20200101')}\n${GOOD.slice(0, -86)}${'A'.repeat(86)}\n` },
  ],
]

async function check(args: readonly string[], world: World) {
  const host = fakeHost({ env: { LIC_PUBLIC_KEY }, ...world })
  return { code: await run(['check', ...args], host), out: host.out(), err: host.err() }
}

const rows = TABLE.map((row) => [row[0], row[2], row] as const)
const FORMATS = ['json', 'junit', 'sarif', 'github'] as const

describe('how check exits', () => {
  test.each(rows)('%i: %s', async (code, _why, [, , , args, world]) => {
    expect((await check(args, world)).code).toBe(code)
  })

  test.each(rows)('%i stays, whatever the format: %s', async (code, _why, [, , , args, world]) => {
    for (const format of FORMATS) {
      const { code: found, err } = await check([...args, '--output', format], world)
      expect([format, found]).toEqual([format, code])
      expect(err).not.toBe('')
    }
  })

  test.each(rows)('%i, as a monitoring plugin: %s', async (_code, _why, [, nagios, , args, world]) => {
    const { code, out } = await check([...args, '--exit-style', 'nagios'], world)
    expect([code, out.split(' ')[1]]).toEqual([nagios, ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'][nagios]])
  })

  test('by every code of the table, but 22, which drift of a deployment leads to', () => {
    const seen = [...new Set(TABLE.map(([code]) => code))]
    const all = Object.values(EXIT).filter((code) => code < EXIT.refused)
    expect(seen).toEqual(all.filter((code) => code !== EXIT.drift))
  })
})
