import { describe, expect, test } from 'vitest'
import { CODES } from '../../src/model/codes.ts'
import { run } from '../../src/run.ts'
import { fakeHost } from '../support/host.ts'
import { sampleKey, testAnchors } from '../support/sample-keys.ts'

const LIC_PUBLIC_KEY = `${testAnchors.evaluation},${testAnchors.enterprise}`
const EXPIRED = sampleKey({ tier: 'Enterprise', org_id: 'acme', expires_at: '20260801' })
/** The same payload, so the same fingerprint. */
const FORGED = `${EXPIRED.slice(0, -86)}${'A'.repeat(86)}`
const FINGERPRINT = '8d2a1b41cb5a'

async function check(entries: readonly unknown[], stdin: string, args: readonly string[] = []) {
  const known = JSON.stringify({ schema: 'lic-baseline/1', findings: entries })
  const host = fakeHost({ env: { LIC_PUBLIC_KEY }, stdin, files: { known } })
  const code = await run(['check', '-', '--baseline', 'known', ...args], host)
  return { code, out: host.out(), err: host.err() }
}

const fingerprintOf = async () => {
  const { out } = await check([], EXPIRED, ['--json'])
  return JSON.parse(out).result.key.fingerprint as string
}
const entry = async (code: string, more: object = {}) => ({
  fingerprint: await fingerprintOf(),
  code,
  reason: 'known',
  ...more,
})

describe('a baseline', () => {
  test('lets pass what it names, until the very instant that it names', async () => {
    const codes = []
    for (const at of ['2026-11-23T11:59:59.999Z', '2026-11-23T12:00:00Z']) {
      const { code } = await check([await entry('key.expired', { until: '2026-11-23T12:00:00Z' })], EXPIRED, [
        '--at',
        at,
      ])
      codes.push(code)
    }
    expect(codes).toEqual([0, 41])
  })

  test('lets nothing else of that key pass', async () => {
    const { code, out } = await check([await entry('key.expired')], FORGED)
    expect([code, out.includes('let pass: key.expired')]).toEqual([49, true])
  })

  test('lets nothing of another key pass', async () => {
    const other = { ...(await entry('key.expired')), fingerprint: '000000000000' }
    const { code, err } = await check([other], EXPIRED)
    expect([code, err.includes('[check.baseline-unused]')]).toEqual([41, true])
  })

  test('says so in JSON too, of one key', async () => {
    const { out } = await check([await entry('key.expired')], EXPIRED, ['--json'])
    const { exitCode, result } = JSON.parse(out)
    expect([exitCode, result.letPass, result.alsoFound.map(({ code }: { code: string }) => code)]).toEqual([
      0,
      [await entry('key.expired')],
      ['check.let-pass'],
    ])
  })

  test('needs a day for each code that is rejected for good, and only for those', async () => {
    for (const code of Object.keys(CODES)) {
      const { code: exit } = await check([await entry(code)], EXPIRED)
      const mayPass = code === 'key.expired' ? 0 : 41
      expect([code, exit]).toEqual([code, CODES[code as keyof typeof CODES] > 44 ? 2 : mayPass])
    }
  })

  test.each([
    ['no object', null],
    ['a short fingerprint', { fingerprint: '8d2a', code: 'key.expired', reason: 'x' }],
    ['a code that is none', { fingerprint: FINGERPRINT, code: 'toString', reason: 'x' }],
    ['no reason', { fingerprint: FINGERPRINT, code: 'key.expired' }],
    [
      'a day that is none',
      { fingerprint: FINGERPRINT, code: 'key.expired', reason: 'x', until: '2026-02-30' },
    ],
    ['a number for a day', { fingerprint: FINGERPRINT, code: 'key.expired', reason: 'x', until: 20261231 }],
  ])('with %s is refused, naming the entry', async (_why, bad) => {
    const { code, err } = await check([await entry('key.expired'), bad], EXPIRED)
    expect([code, err.includes('entry 2 of the baseline')]).toEqual([2, true])
  })

  test('that was just written lets everything pass', async () => {
    const host = fakeHost({ env: { LIC_PUBLIC_KEY }, stdin: `${EXPIRED}\n${FORGED}\n` })
    expect(await run(['check', '--lines', '-', '--write-baseline', 'new'], host)).toBe(49)
    const { findings } = JSON.parse(host.kept.get('new') ?? '')
    expect((await check(findings, FORGED)).code).toBe(0)
  })

  test.each([
    [20, []],
    [25, ['and 5 more [check.baseline-unused]']],
  ])('with %i entries that match nothing tells of 20, in JSON of all', async (count, last) => {
    const entries = Array.from({ length: count }, (_, at) => ({
      fingerprint: String(at).padStart(12, '0'),
      code: 'key.expired',
      reason: 'known',
    }))
    const good = sampleKey({ tier: 'Enterprise', org_id: 'acme', expires_at: '20271028' })
    const { code, err } = await check(entries, good)
    expect([code, err.split('\n')]).toEqual([
      0,
      [
        ...entries
          .slice(0, 20)
          .flatMap(({ fingerprint }) => [
            `warning: the baseline's entry key.expired of ${fingerprint} matches nothing that was found [check.baseline-unused]`,
            '  hint: take it out of the file, or check the key that it is about',
          ]),
        ...last,
        '1 key checked: 1 passed',
        '',
      ],
    ])
    const { out } = await check(entries, good, ['--json'])
    expect(JSON.parse(out).result.alsoFound).toHaveLength(count)
  })

  test('lets no harmless entries hide that something forged was let pass', async () => {
    const expired = Array.from({ length: 21 }, (_, at) =>
      sampleKey({ tier: 'Enterprise', org_id: `org-${at}`, expires_at: '20260801' }),
    )
    const stdin = [...expired, FORGED].join('\n')
    const host = fakeHost({ env: { LIC_PUBLIC_KEY }, stdin })
    expect(await run(['check', '--lines', '-', '--write-baseline', 'new'], host)).toBe(49)
    const { findings } = JSON.parse(host.kept.get('new') ?? '')
    const { code, err } = await check(findings, stdin, ['--lines'])
    const told = err.split('\n').filter((line) => line.includes('[check.let-pass]'))
    expect([code, told.map((line) => line.split(' of ')[0])]).toEqual([
      0,
      [
        ...Array(20).fill('note: the baseline lets key.expired'),
        'and 2 more [check.let-pass]',
        'warning: the baseline lets key.signature-invalid',
      ],
    ])
  })
})
