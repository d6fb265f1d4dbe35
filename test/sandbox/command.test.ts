import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { get } from '../../src/host/node-http.ts'
import { type Instant, instantAt } from '../../src/model/instant.ts'
import { run } from '../../src/run.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts'
import { type FakeHost, fakeHost, type World } from '../support/host.ts'

const HERE: Instant = instantAt(Date.UTC(2026, 10, 23, 12))

const scratch = mkdtempSync(join(tmpdir(), 'lic-issue-'))
afterAll(() => rmSync(scratch, { recursive: true }))

/** A fake host whose GETs are real: to loopback only. */
const hostWith = (world: World = {}): FakeHost =>
  fakeHost({ now: HERE, get: (url) => get({ url, timeoutMs: 10_000, capBytes: 65_536 }), ...world })

describe('lic sandbox', () => {
  test('prints the environment, serves until it is told to stop, and exits 0', async () => {
    const host = hostWith()
    const ended = run(['sandbox', '--tier', 'Evaluation', '--org', 'globex', '--days', '30'], host)
    while (host.err() === '') await new Promise((resolve) => setTimeout(resolve, 5))
    const lines = host.out().split('\n')
    const names = lines.map((line) => /^export ([A-Z_]+)=[\w:/.,=-]+$/.exec(line)?.[1])
    expect([lines[0], lines.at(-1), names.slice(1, -1)]).toEqual([
      'unset AWS_PROFILE AWS_SESSION_TOKEN',
      '',
      [
        'AWS_ENDPOINT_URL',
        'AWS_REGION',
        'AWS_DEFAULT_REGION',
        'AWS_ACCESS_KEY_ID',
        'AWS_SECRET_ACCESS_KEY',
        'LIC_PUBLIC_KEY',
        'AGENT_HEALTH_URL',
        'ORCHESTRATOR_HEALTH_URL',
      ],
    ])
    const of = (name: string) =>
      lines
        .find((line) => line.startsWith(`export ${name}=`))
        ?.split('=')
        .slice(1)
        .join('=') ?? ''
    const health = (await (await fetch(of('AGENT_HEALTH_URL'))).json()) as { license_tier: string }
    expect(health.license_tier).toBe('Evaluation')
    expect(host.err().split('\n')).toEqual([
      `an AWS on ${of('AWS_ENDPOINT_URL')}: cluster axonflow-cluster, axonflow-agent-service (2), axonflow-orchestrator-service (1), secret axonflow/license-key`,
      'paste the lines above into another terminal, then: lic inspect secret:axonflow/license-key',
      'a new key it accepts: lic sandbox issue --tier Enterprise --org acme --out new.key',
      'Ctrl-C ends it, and everything in it is gone',
      '',
    ])
    host.signal('SIGTERM')
    expect(await ended).toBe(0)
    await expect(fetch(of('AWS_ENDPOINT_URL'))).rejects.toThrow()
  })

  test.each([
    ['fair', ['200', '200', '200', '200', '200', '200', '200', '200', '200', '200', '200']],
    ['throttled', ['200', '200', '200', '200', '200', '200', '200', '200', '400', '400', '400']],
    ['lossy', ['200', '200', '200', '200', '200', '200', 'ECONNRESET', '200', 'ECONNRESET', '200', '200']],
  ])('has the weather that it is told to: %s', async (weather, expected) => {
    const host = hostWith()
    const ended = run(['sandbox', '--quiet', '--json', '--weather', weather], host)
    while (host.out() === '') await new Promise((resolve) => setTimeout(resolve, 5))
    const { endpoint } = JSON.parse(host.out()).result
    const headers = { 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.ListClusters' }
    const heard: string[] = []
    for (const _ of expected)
      heard.push(
        await fetch(endpoint, { method: 'POST', headers, body: '{}' }).then(
          ({ status }) => String(status),
          ({ cause }) => cause.code,
        ),
      )
    host.signal('SIGINT')
    expect([heard, await ended]).toEqual([expected, 0])
  })

  test('endpoints set for one service are unset, and a proxy is told to leave this machine alone', async () => {
    const env = { AWS_ENDPOINT_URL_ECS: 'https://x', http_proxy: 'http://proxy:1' }
    const host = hostWith({ env })
    const ended = run(['sandbox', '--quiet'], host)
    while (host.out() === '') await new Promise((resolve) => setTimeout(resolve, 5))
    host.signal('SIGINT')
    const lines = host.out().split('\n')
    expect([await ended, host.err(), lines[0], lines.at(-2)]).toEqual([
      0,
      '',
      'unset AWS_PROFILE AWS_SESSION_TOKEN AWS_ENDPOINT_URL_ECS',
      'export NO_PROXY=127.0.0.1',
    ])
  })

  test('the same as JSON', async () => {
    const host = hostWith({ env: { HTTPS_PROXY: 'x', HTTP_PROXY: 'http://proxy:1', NO_PROXY: 'internal' } })
    const ended = run(['sandbox', '--json'], host)
    while (host.out() === '') await new Promise((resolve) => setTimeout(resolve, 5))
    const { command, ok, exitCode, result } = JSON.parse(host.out())
    expect([command, ok, exitCode, result.cluster, result.services, result.secret]).toEqual([
      'sandbox',
      true,
      0,
      'axonflow-cluster',
      ['axonflow-agent-service', 'axonflow-orchestrator-service'],
      'axonflow/license-key',
    ])
    expect(result.environment).toMatchObject({
      AWS_ENDPOINT_URL: result.endpoint,
      NO_PROXY: 'internal,127.0.0.1',
    })
    host.signal('SIGINT')
    expect([await ended, host.err()]).toEqual([0, ''])
  })

  test.each([
    [['--port', 'x'], '--port: a number from 0 to 65535', 'usage.argument'],
    [['--port', '65536'], '--port: a number from 0 to 65535', 'usage.argument'],
    [['--speed', '0'], '--speed: a number above 0, at most 3600', 'usage.argument'],
    [['--speed', 'NaN'], '--speed: a number above 0, at most 3600', 'usage.argument'],
    [
      ['--health-shape', 'round'],
      '--health-shape: one of nodes, marketplace, migration, plain, all',
      'usage.argument',
    ],
    [['--weather', 'foggy'], '--weather: one of fair, throttled, laggy, lossy', 'usage.argument'],
    [['issue', '--weather', 'fair'], '--weather is not for lic sandbox issue', 'usage.option'],
    [['--tier', 'Gold'], '--tier: one of Evaluation, Professional, Enterprise, Plus', 'usage.argument'],
    [['--days', '1.5'], '--days: a whole number, at most 36500', 'usage.argument'],
    [['--out', 'x'], '--out is not for lic sandbox alone, only for lic sandbox issue', 'usage.option'],
    [['issue', '--health-shape', 'nodes'], '--health-shape is not for lic sandbox issue', 'usage.option'],
    [['stop'], 'the only word after lic sandbox is issue', 'usage.argument'],
  ])('%j is refused', async (argv, message, code) => {
    const host = hostWith()
    expect(await run(['sandbox', ...argv], host)).toBe(2)
    expect([host.out(), host.err().split('\n')[0]]).toEqual(['', `error: ${message} [${code}]`])
  })

  test('a port in use is refused', async () => {
    const sandbox = await startSandbox()
    const { port } = new URL(sandbox.endpoint)
    const host = hostWith()
    expect(await run(['sandbox', '--port', port], host)).toBe(2)
    expect(host.err()).toBe(
      `error: port ${port} is in use [sandbox.port]\nhint: leave --port out to take a free one\n`,
    )
    await sandbox.close()
  })
})

describe('lic sandbox issue', () => {
  let sandbox: Sandbox
  let env: Record<string, string>
  beforeAll(async () => {
    sandbox = await startSandbox({ now: () => HERE })
    env = { ...sandbox.env }
  })
  afterAll(() => sandbox.close())

  test('prints one key, signed by the running sandbox, and says what it is', async () => {
    const host = hostWith({ env })
    expect(await run(['sandbox', 'issue', '--tier', 'Plus', '--org', 'acme', '--days', '365'], host)).toBe(0)
    expect(host.out()).toMatch(/^AXON-[\w-]+\.[\w-]{86}\n$/)
    expect(host.err()).toBe(
      'a throw-away Plus key for acme, good for 365 days: nothing but this sandbox accepts it\n',
    )
    const judged = hostWith({ env, stdin: host.out().trimEnd() })
    expect(await run(['inspect', '-', '--json'], judged)).toBe(0)
    expect(await run(['inspect', '-', '--json'], hostWith({ stdin: host.out().trimEnd() }))).toBe(49)
  })

  test('--out writes a file for its owner alone, and never replaces one', async () => {
    const out = join(scratch, 'new.key')
    const host = hostWith()
    const argv = ['sandbox', 'issue', '--endpoint', sandbox.endpoint, '--days=-3', '--out', out]
    expect(await run(argv, host)).toBe(0)
    const text = readFileSync(out, 'utf8')
    expect([text.startsWith('AXON-'), text.endsWith('\n'), statSync(out).mode & 0o777]).toEqual([
      true,
      false,
      0o600,
    ])
    expect([host.out(), host.err()]).toEqual([
      '',
      `a throw-away Enterprise key for acme, expired 3 days ago: nothing but this sandbox accepts it\nwritten to ${out}\n`,
    ])
    const payload = JSON.parse(Buffer.from(text.slice(5).split('.')[0] ?? '', 'base64url').toString())
    expect(payload.issued_at < payload.expires_at).toBe(true)
    writeFileSync(out, 'mine')
    const again = hostWith()
    expect(await run(argv, again)).toBe(2)
    expect([readFileSync(out, 'utf8'), again.err()]).toEqual([
      'mine',
      'error: the file given with --out exists already [sandbox.out-file]\nhint: name another file: an existing one is never replaced\n',
    ])
  })

  test('as JSON', async () => {
    const host = hostWith({ env })
    expect(await run(['sandbox', 'issue', '--json'], host)).toBe(0)
    const { result } = JSON.parse(host.out())
    expect(result).toEqual({
      tier: 'Enterprise',
      organization: 'acme',
      days: 365,
      throwAway: true,
      key: expect.stringMatching(/^AXON-/),
    })
  })

  test.each([
    ['no endpoint is set', {}, [], 'no sandbox to ask: AWS_ENDPOINT_URL is not set', 2],
    [
      'it is another machine, asked without TLS',
      {},
      ['--endpoint', 'http://10.0.0.1:4000'],
      '--endpoint does not name this machine, and a sandbox is only ever on it',
      2,
    ],
    [
      'it is not on this machine',
      { AWS_ENDPOINT_URL: 'https://secretsmanager.us-east-1.amazonaws.com' },
      [],
      'AWS_ENDPOINT_URL does not name this machine, and a sandbox is only ever on it',
      2,
    ],
    [
      'nobody answers',
      {},
      ['--endpoint', 'http://127.0.0.1:1'],
      'no sandbox answers at http://127.0.0.1:1',
      31,
    ],
    ['it is no URL', {}, ['--endpoint', 'here'], '--endpoint is not a URL', 2],
  ])('refuses clearly when %s', async (_name, environment, argv, message, code) => {
    const host = hostWith({ env: environment })
    expect(await run(['sandbox', 'issue', ...argv], host)).toBe(code)
    expect([host.out(), host.err().split('\n')[0]]).toEqual([
      '',
      expect.stringContaining(`error: ${message} [`),
    ])
  })

  test('something else on that port is no sandbox', async () => {
    const host = hostWith()
    expect(
      await run(['sandbox', 'issue', '--endpoint', new URL(sandbox.healthUrls.agent).origin], host),
    ).toBe(31)
    expect(host.err()).toMatch(
      /^error: what answers at http:\/\/127\.0\.0\.1:\d+ is no lic sandbox \[sandbox\.not-running\]\n/,
    )
  })
})
