import { describe, expect, test } from 'vitest'
import { sandboxed } from '../support/sandboxed.ts'
import { labels, NEW_KEY, type Outcome, rotate, running, withNewKey } from './lic.ts'

interface Report {
  readonly proof: { readonly rung: string; readonly cannotSee: string }
  readonly by: string
  readonly keys: { readonly from: unknown; readonly to: unknown }
}
const reportOf = ({ result }: Outcome) => result.report as (Outcome['result']['report'] & Report) | null
const HEALTH = ['--health-url', 'http://agent/health']
const answers = (body: string) => async () => ({
  status: 200,
  contentType: 'application/json',
  cut: false,
  body: Buffer.from(body),
})
const saying = (body: string) =>
  sandboxed({ told: (key) => ({ files: { [NEW_KEY]: key() }, get: answers(body) }) })

describe('every report says how far it was proven, and what that cannot see', () => {
  test.each([
    ['no address', [], 'tasks only', /^that the runtime accepts the key/],
    ['an address', HEALTH, 'runtime', /^tasks that gave no answer/],
    [
      'one of two answers',
      [...HEALTH, '--health-url', 'http://nobody/health'],
      'runtime in part',
      /^behind http:\/\/nobody\/health, that the runtime accepts/,
    ],
  ] as const)('%s', async (_name, argv, rung, cannotSee) => {
    const outcome = await rotate(await withNewKey(), ...argv)
    expect([outcome.exitCode, reportOf(outcome)?.proof]).toEqual([
      0,
      { rung, cannotSee: expect.stringMatching(cannotSee) },
    ])
  })

  test('time that runs out has proven nothing', async () => {
    const here = await withNewKey({ timings: { boot: 600_000 } })
    const outcome = await rotate(here, '--timeout', '60s')
    expect(reportOf(outcome)?.proof).toEqual({ rung: 'none', cannotSee: 'anything: nothing was proven' })
  })

  test('what is undone proves the old key by its tasks', async () => {
    const here = await saying('{"license_tier":"Community","total_nodes":1}')
    const outcome = await rotate(here, ...HEALTH)
    expect([outcome.exitCode, reportOf(outcome)?.proof.rung]).toEqual([51, 'tasks only'])
  })

  test('and who did it, with which keys', async () => {
    const outcome = await rotate(await withNewKey())
    expect(reportOf(outcome)).toMatchObject({
      by: 'arn:aws:iam::123456789012:user/sandbox-operator in us-east-1',
      keys: {
        from: { fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/), tier: 'Professional' },
        to: { fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/), tier: 'Enterprise' },
      },
    })
  })
})

describe('--prove health', () => {
  test('needs an address, and says so before anything', async () => {
    const here = await withNewKey()
    const { exitCode, error } = await rotate(here, '--prove', 'health')
    expect([exitCode, error?.code, here.calls]).toEqual([2, 'usage.option', []])
  })

  test('is content when the runtime says so', async () => {
    expect((await rotate(await withNewKey(), '--prove', 'health', ...HEALTH)).exitCode).toBe(0)
  })

  test.each([
    ['says nothing about its license', [...HEALTH]],
    ['answers in part', [...HEALTH, '--health-url', 'http://nobody/health']],
  ])('where it %s: unfinished, and nothing is taken back', async (how, argv) => {
    const here = how.startsWith('says') ? await saying('{"status":"ok"}') : await withNewKey()
    const { exitCode, error, result } = await rotate(here, '--prove', 'health', ...argv)
    expect([exitCode, error?.code, result.report?.undo]).toEqual([54, 'rotation.unproven', []])
    expect(labels(here.world())).toContain('AWSCURRENT v2')
  })

  test('where it says another thing: undone', async () => {
    const here = await saying('{"license_tier":"Community","total_nodes":1}')
    const { exitCode, error } = await rotate(here, '--prove', 'health', ...HEALTH)
    expect([exitCode, error?.code]).toEqual([51, 'health.differs'])
    expect(running(here.world())).toEqual(['Professional', 'Professional', 'Professional'])
  })
})
