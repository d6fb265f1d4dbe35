import parsePrometheus from 'parse-prometheus-text-format'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { run } from '../../src/run.ts'
import { handle } from '../../src/sandbox/world/handle.ts'
import { SECRET } from '../rotation/lic.ts'
import { fakeHost } from '../support/host.ts'
import { sampleToken } from '../support/sample-keys.ts'
import { type Event, type Sandboxed, sandboxed } from '../support/sandboxed.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const ENTERPRISE = { tier: 'Enterprise', days: 200 } as const

/** `lic watch`, its exit code and what it printed. */
async function watch(here: Sandboxed, ...argv: string[]) {
  const before = here.host.out().length
  const exitCode = await run(['watch', ...argv], here.host)
  return { exitCode, lines: here.host.out().slice(before).trimEnd().split('\n') }
}

const put = (here: Sandboxed, text: string) =>
  handle(here.world(), {
    service: 'secretsmanager',
    action: 'PutSecretValue',
    body: { SecretId: SECRET, SecretString: text, ClientRequestToken: 'a'.repeat(32) },
  })

/** Something that somebody does at the nth look. */
const atLook = (nth: number, before: NonNullable<Event['before']>): Event => ({
  call: 'secrets.describe',
  nth,
  before,
})

describe('watching', () => {
  test('a whole day: a look every ten minutes, a line a change, and how it stood at the end', async () => {
    let here: Sandboxed | null = null
    here = await sandboxed({
      key: ENTERPRISE,
      events: [atLook(13, () => here && put(here, here.key()))],
    })
    const began = here.host.now()
    const { exitCode, lines } = await watch(here, '--for', '24h', '--interval', '10m')
    expect(here.host.now() - began).toBe(24 * HOUR)
    expect(here.calls.filter((call) => call === 'secrets.describe')).toHaveLength(24 * 6 + 1)
    expect(exitCode).toBe(22)
    expect(lines.map((line) => line.replace(/[0-9a-f]{12}/g, 'PRINT'))).toEqual([
      expect.stringMatching(/^2026-11-23T12:00:00Z {2}usable: Enterprise for acme/),
      expect.stringMatching(
        /^2026-11-23T14:00:00Z {2}key: usable PRINT, active, Enterprise \(was usable PRINT/,
      ),
      expect.stringMatching(
        /^2026-11-23T14:00:00Z {2}service axonflow-agent-service: 2 of 2 tasks, 0 with this key/,
      ),
      expect.stringMatching(
        /^2026-11-23T14:00:00Z {2}service axonflow-orchestrator-service: 1 of 1 tasks, 0 with this key/,
      ),
      expect.stringMatching(
        /^2026-11-23T14:00:00Z {2}error: tasks that started before the key was changed .* \[status.older-key\]$/,
      ),
    ])
  })

  test('a key that ends meanwhile: each step of its life is told once', async () => {
    const here = await sandboxed({ key: { days: 9 } })
    const { exitCode, lines } = await watch(here, '--for', '20d', '--interval', '6h')
    expect(exitCode).toBe(41)
    const told = lines
      .map((line) => /^(\S+) {2}(?:warning|error): .*\[(\S+)\]$/.exec(line)?.slice(1))
      .filter((one) => one)
    expect(told).toEqual([
      ['2026-11-23T12:00:00Z', 'key.expires-soon'],
      ['2026-11-25T00:00:00Z', 'key.expires-critical'],
      ['2026-12-02T06:00:00Z', 'key.grace'],
      ['2026-12-10T00:00:00Z', 'key.expired'],
    ])
  })

  test.each([
    ['throttled', 'aws.throttled', 31],
    ['denied', 'aws.denied', 32],
    ['dropped', 'aws.unreachable', 31],
  ] as const)('a look that is %s is told once, and the next one is tried', async (fails, code, _exit) => {
    const here = await sandboxed({
      key: ENTERPRISE,
      events: [2, 2].map((nth) => ({ call: 'secrets.describe', nth, fails })),
    })
    const { exitCode, lines } = await watch(here, '--for', '5m')
    expect([
      exitCode,
      lines.slice(1).map((line) => line.replace(/^\S+ {2}/, '').replace(/:.*(?= \[)/, '')),
    ]).toEqual([0, [`cannot look [${code}]`, 'can look again']])
  })

  test('--fail-fast ends with the trouble', async () => {
    const here = await sandboxed({
      key: ENTERPRISE,
      events: [{ call: 'secrets.describe', nth: 3, fails: 'denied' }],
    })
    const began = here.host.now()
    const { exitCode } = await watch(here, '--for', '1h', '--fail-fast')
    expect([exitCode, here.host.now() - began]).toEqual([32, 2 * MINUTE])
  })

  test('--until healthy ends as soon as nothing drifts, and not before', async () => {
    let here: Sandboxed | null = null
    const restart = () =>
      ['agent', 'orchestrator'].map((role) =>
        handle((here as Sandboxed).world(), {
          service: 'ecs',
          action: 'UpdateService',
          body: {
            cluster: 'axonflow-cluster',
            service: `axonflow-${role}-service`,
            forceNewDeployment: true,
          },
        }),
      )
    here = await sandboxed({ key: ENTERPRISE, events: [atLook(10, restart)] })
    await here.host.sleep(10 * MINUTE)
    put(here, here.key())
    await here.host.sleep(MINUTE)
    const began = here.host.now()
    const { exitCode } = await watch(here, '--until', 'healthy', '--for', '1h')
    expect(exitCode).toBe(0)
    expect(here.host.now() - began).toBeGreaterThan(9 * MINUTE)
    expect(here.host.now() - began).toBeLessThan(30 * MINUTE)
  })

  test('Ctrl-C ends it with 130, a signal with 143', async () => {
    for (const [name, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      const here: Sandboxed = await sandboxed({
        key: ENTERPRISE,
        events: [{ call: 'secrets.describe', nth: 4, before: (_world, host) => host.signal(name) }],
      })
      const { exitCode, lines } = await watch(here)
      expect([
        exitCode,
        lines.length,
        here.calls.filter((call) => call === 'secrets.describe').length,
      ]).toEqual([code, 1, 4])
    }
  })

  test('--json: an object a change and one at the end', async () => {
    const here = await sandboxed()
    const { exitCode, lines } = await watch(here, '--json', '--for', '3m')
    const all = lines.map((line) => JSON.parse(line))
    expect([
      exitCode,
      all.map(({ command, exitCode: code, result }) => [command, code, result.changed.length]),
    ]).toEqual([
      20,
      [
        ['watch', 20, 2],
        ['watch', 20, 0],
      ],
    ])
  })

  test('--at is about one moment', async () => {
    const here = await sandboxed()
    expect(await run(['watch', '--at', '2027-01-01'], here.host)).toBe(2)
    expect(here.actions).toEqual([])
  })
})

describe('metrics', () => {
  const samples = (text: string) =>
    Object.fromEntries(
      (
        parsePrometheus(text) as {
          name: string
          type: string
          metrics: { value: string; labels: object }[]
        }[]
      ).map(({ name, type, metrics }) => [
        name,
        [type, Number(metrics[0]?.value), metrics.length, metrics[0]?.labels],
      ]),
    )

  test('read back by a parser of the format; no series vanishes with the key, nor with a look that fails', async () => {
    const here = await sandboxed({
      key: { days: 9 },
      events: [{ call: 'secrets.describe', nth: 21, fails: 'denied' }],
    })
    await watch(here, '--for', '20d', '--interval', '1d', '--metrics-file', 'lic.prom')
    const text = here.host.grown.get('lic.prom') ?? ''
    const labels = { product: 'AxonFlow', identity: 'acme', tier: 'Professional', deployment: '' }
    const at = (day: string) => Date.parse(`${day}T00:00:00Z`) / 1000
    expect(samples(text)).toEqual({
      lic_up: ['GAUGE', 0, 1, labels],
      lic_errors_total: ['COUNTER', 1, 1, labels],
      lic_last_look_timestamp_seconds: ['GAUGE', at('2026-12-13') + 12 * 3600, 1, labels],
      lic_license_valid: ['GAUGE', 0, 1, labels],
      lic_license_not_after_seconds: ['GAUGE', at('2026-12-02'), 1, labels],
      lic_license_grace_end_seconds: ['GAUGE', at('2026-12-10'), 1, labels],
      lic_nodes_running: ['GAUGE', 3, 1, labels],
      lic_nodes_limit: ['GAUGE', Number.NaN, 1, labels],
      lic_nodes_unlimited: ['GAUGE', Number.NaN, 1, labels],
      lic_limit_exceeded: ['GAUGE', Number.NaN, 1, { ...labels, limit: '' }],
      lic_drift: ['GAUGE', 1, 1, labels],
      lic_status_code: ['GAUGE', 41, 1, labels],
    })
    expect(text.endsWith('\n')).toBe(true)
  })

  test('unlimited has a series of its own, and no limit', async () => {
    const here = await sandboxed({ key: { tier: 'Plus', days: 200 } })
    await watch(here, '--for', '1s', '--metrics-file', 'lic.prom')
    const read = samples(here.host.grown.get('lic.prom') ?? '')
    expect([read.lic_nodes_unlimited?.[1], read.lic_nodes_limit?.[1]]).toEqual([1, Number.NaN])
  })

  test('what is only worth knowing is no drift', async () => {
    const args = ['--product', 'terragnos', '--dotenv', '.env', '--allow-unverifiable']
    const files = { '.env': `LICENSE_KEY=${sampleToken('terragnos', 'enterprise')}\n` }
    const host = fakeHost({ files })
    await run(['status', ...args, '--json'], host)
    const { findings } = JSON.parse(host.out()).result as { findings: { severity: string }[] }
    const [notes, drift] = [true, false].map(
      (are) => findings.filter(({ severity }) => (severity === 'note') === are).length,
    )
    expect(notes).toBeGreaterThan(0)
    await run(['watch', ...args, '--for', '1s', '--metrics-file', 'lic.prom'], host)
    expect(samples(host.grown.get('lic.prom') ?? '').lic_drift?.[1]).toBe(drift)
  })

  test('a line a look as CloudWatch takes it, and nothing else on standard output', async () => {
    const here = await sandboxed({ key: ENTERPRISE })
    const { lines } = await watch(here, '--for', '2m', '--metrics-emf')
    const all = lines.map((line) => JSON.parse(line))
    expect(all).toHaveLength(3)
    const [metrics] = all[0]._aws.CloudWatchMetrics
    expect(metrics.Namespace).toBe('lic')
    expect(metrics.Dimensions).toEqual([['product', 'identity', 'tier']])
    for (const { Name } of metrics.Metrics) expect([Name, typeof all[0][Name]]).toEqual([Name, 'number'])
    expect(all[0]._aws.Timestamp).toBe(Date.UTC(2026, 10, 23, 12))
    expect(here.host.err()).toContain('usable: Enterprise for acme')
  })

  test('a file that cannot be written ends it with 2', async () => {
    const here = await sandboxed({ key: ENTERPRISE, told: { unwritable: ['lic.prom'] } })
    expect((await watch(here, '--for', '2m', '--metrics-file', 'lic.prom')).exitCode).toBe(2)
  })

  test('the rules of lic help metrics are about series that there are', async () => {
    const here = await sandboxed({ key: ENTERPRISE })
    await watch(here, '--for', '1s', '--metrics-file', 'lic.prom')
    const there = Object.keys(samples(here.host.grown.get('lic.prom') ?? ''))
    const before = here.host.out().length
    await run(['help', 'metrics'], here.host)
    const text = here.host.out().slice(before)
    const { groups } = parse(text) as { groups: { rules: { alert: string; expr: string }[] }[] }
    const named = groups.flatMap(({ rules }) => rules.flatMap(({ expr }) => expr.match(/lic_\w+/g) ?? []))
    expect([...new Set(named)].filter((name) => !there.includes(name))).toEqual([])
    expect(there.filter((name) => !text.includes(`#   ${name} `))).toEqual([])
  })
})
