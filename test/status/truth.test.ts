import { describe, expect, test } from 'vitest'
import type { SecretFacts, ServiceFacts } from '../../src/host/aws-api.ts'
import type { HttpAnswer } from '../../src/host/host.ts'
import { instantAt } from '../../src/model/instant.ts'
import { run } from '../../src/run.ts'
import { handle } from '../../src/sandbox/world/handle.ts'
import { provenBack } from '../../src/targets/aws/changed-at.ts'
import { NEW_KEY, SECRET, UNBOOTABLE, withNewKey } from '../rotation/lic.ts'
import { mortal } from '../rotation/mortal.ts'
import { testAnchors } from '../support/sample-keys.ts'
import { type Sandboxed, sandboxed } from '../support/sandboxed.ts'
import { codes, status, tasksOf } from './look.ts'

const BOTH = ['--health-url', 'http://agent/health', '--health-url', 'http://orchestrator/health']
const MINUTE = 60_000
const ENTERPRISE = { tier: 'Enterprise', days: 200 } as const
const ALL = [
  [2, 0, 0],
  [1, 0, 0],
]
const ROTATE = ['rotate', `file:${NEW_KEY}`, '--yes', '--quiet']

const ecs = (here: Sandboxed, action: string, body: object) =>
  expect(
    handle(here.world(), { service: 'ecs', action, body: { cluster: 'axonflow-cluster', ...body } }).status,
  ).toBe(200)

describe('after a rotation', () => {
  test.each([9, 11, 14, 16, 17, 18, 20, 30])(
    'killed at call %i: never 0 while it is in flight, and 0 once the line that is printed has been run',
    async (at) => {
      const here = await withNewKey({ key: ENTERPRISE, wish: { days: 300 } })
      expect(await mortal(here.host, { at, when: 'after' }, (host) => run(ROTATE, host))).toBe('died')
      await here.host.sleep(10 * MINUTE)
      const seen = await status(here)
      const begun = [...(here.world().secrets[0]?.labels.keys() ?? [])].includes('lic-pending')
      expect([seen.exitCode, codes(seen)]).toEqual(begun ? [22, ['secret.in-flight']] : [0, []])
      const line = begun ? (/: lic (.*)$/.exec(seen.result.findings[0]?.hints[0] ?? '')?.[1] ?? '') : ''
      const argv = begun ? [...line.split(' '), '--yes', '--quiet'] : ROTATE
      expect(await run(argv, here.host)).toBe(0)
      const after = await status(here, ...BOTH)
      expect([after.exitCode, codes(after), tasksOf(after)]).toEqual([0, [], ALL])
    },
  )

  test('taken back: every task has the key in place again', async () => {
    const here = await sandboxed({ key: ENTERPRISE, told: { files: { [NEW_KEY]: UNBOOTABLE } } })
    expect(await run([...ROTATE, '--public-key', testAnchors.enterprise], here.host)).toBe(51)
    const seen = await status(here, ...BOTH)
    expect([seen.exitCode, codes(seen), tasksOf(seen)]).toEqual([0, [], ALL])
  })
})

describe('a restart for going back proves what was started since', () => {
  const at = (minute: number) => instantAt(Date.UTC(2026, 10, 23, 12, minute))
  const after = (restarted: number, labels: { now: readonly string[]; before: readonly string[] }) =>
    provenBack(
      {
        stages: { one: ['AWSCURRENT', ...labels.now], two: ['AWSPREVIOUS', ...labels.before] },
      } as unknown as SecretFacts,
      { deployments: [{ status: 'PRIMARY', created: at(restarted) }] } as unknown as ServiceFacts,
    )
  const BACK = {
    now: ['lic-archive.20261123T120500Z.aaaaaaaaaaaa.11111111'],
    before: ['lic-failed.20261123T122000Z'],
  }
  test.each([
    ['between', 10, BACK, { from: at(10), until: at(20) }],
    ['just as it began', 5, BACK, { from: at(5), until: at(20) }],
    ['before it began', 4, BACK, null],
    ['after it was over', 21, BACK, null],
    ['and nothing was marked as failed', 10, { ...BACK, before: [] }, null],
    ['and what is in place was never archived', 10, { ...BACK, now: [] }, null],
  ] as const)('%s', (_when, restarted, labels, expected) =>
    expect(after(restarted, labels)).toEqual(expected),
  )
})

describe('what nobody looked at, or could', () => {
  test('of several: tasks that were restarted one by one may read another secret, which is not looked at', async () => {
    const here = await sandboxed({
      key: ENTERPRISE,
      told: { files: { 'lic.config.json': JSON.stringify({ deployments: { production: {}, other: {} } }) } },
    })
    await here.host.sleep(10 * MINUTE)
    handle(here.world(), {
      service: 'secretsmanager',
      action: 'PutSecretValue',
      body: { SecretId: SECRET, SecretString: here.key({ days: 300 }), ClientRequestToken: 'a'.repeat(32) },
    })
    await here.host.sleep(MINUTE)
    for (const { arn } of here.world().tasks) ecs(here, 'StopTask', { task: arn })
    await here.host.sleep(10 * MINUTE)
    expect(await run(['status', '--all', '--json'], here.host)).toBe(22)
    const { result } = JSON.parse(here.host.out())
    expect(result.deployments[0].findings.map(({ code }: { code: string }) => code)).toEqual([
      'status.not-looked',
    ])
    expect((await status(here, '--deployment', 'production')).exitCode).toBe(0)
  })

  test.each([
    ['a redirect', 'HTTP 302, a redirect, which is not followed', { status: 302 }],
    [
      'a page for people',
      'HTTP 200, in no form that is known',
      { body: Buffer.from('<html>AXON-x.y</html>') },
    ],
    ['more than it reads', 'HTTP 200, in no form that is known', { cut: true }],
    ['compressed', 'HTTP 200, in no form that is known', { body: Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]) }],
  ])('%s where a word on the license should be', async (_what, why, answer) => {
    const here = await sandboxed({
      key: ENTERPRISE,
      told: {
        get: async (): Promise<HttpAnswer> => ({
          status: 200,
          contentType: 'text/html',
          body: Buffer.from('{"status":"healthy"}'),
          cut: false,
          ...answer,
        }),
      },
    })
    const seen = await status(here, '--health-url', 'http://agent/health')
    expect([seen.exitCode, seen.result.findings.map(({ message }) => message)]).toEqual([
      31,
      [`http://agent/health does not say what runs: ${why}`],
    ])
  })
})

describe('what runtimes count', () => {
  const saying =
    (counts: Readonly<Record<string, unknown>>) =>
    async (url: string): Promise<HttpAnswer> => ({
      status: url.endsWith('/health') ? 200 : 404,
      contentType: 'application/json',
      body: Buffer.from(
        JSON.stringify({
          status: 'healthy\u001b[31m',
          version: '1\n::error::x|y',
          license_tier: 'Enterprise',
          node_count: { total_nodes: counts[new URL(url).hostname], license_max_nodes: 50 },
        }),
      ),
      cut: false,
    })

  test('each address that counts otherwise than AWS is said', async () => {
    const here = await sandboxed({ key: ENTERPRISE, told: { get: saying({ agent: 3, orchestrator: 7 }) } })
    const seen = await status(here, ...BOTH)
    expect([seen.exitCode, seen.result.findings.map(({ message }) => message)]).toEqual([
      22,
      ['http://orchestrator/health counts 7 nodes, and AWS runs 3 tasks of these services'],
    ])
    expect(seen.result.nodes).toMatchObject({ running: 3, counted: 7, limit: 50 })
  })

  test.each([-1, 1e308, 1.5, 'NaN', null, '9'.repeat(5000)])('%j is no count of nodes', async (count) => {
    const here = await sandboxed({ key: ENTERPRISE, told: { get: saying({ agent: count }) } })
    const seen = await status(here, '--health-url', 'http://agent/health')
    expect(JSON.stringify(seen).length).toBeLessThan(10_000)
    expect(seen.result.nodes?.counted).toBe(null)
  })

  test('what they say adds no line and no bar to what a monitoring system reads', async () => {
    const here = await sandboxed({ key: ENTERPRISE, told: { get: saying({ agent: 3 }) } })
    await run(['status', '--health-url', 'http://agent/health', '--exit-style', 'nagios'], here.host)
    const [first = '', ...more] = here.host.out().split('\n')
    expect(first.split('|')).toHaveLength(2)
    expect(more.filter((line) => line.includes('|') || line.startsWith('::'))).toEqual([])
    expect(here.host.out()).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
  })
})
