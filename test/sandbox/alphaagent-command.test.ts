import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { after, SECOND } from '../../src/model/instant.ts'
import { run } from '../../src/run.ts'
import { hostWith, running } from './support/served.ts'

const scratch = mkdtempSync(join(tmpdir(), 'lic-alphaagent-command-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const PRODUCT = ['--product', 'alphaagent']
const FILES = ['admin.token', 'license.token', 'member.token']

const keyIn = (env: Record<string, string>) => readFileSync(env.LIC_SANDBOX_KEY_FILE ?? '', 'utf8')
const text = async (env: Record<string, string>, path: string, method = 'GET') =>
  (await fetch(`${env.LIC_SANDBOX_URL}${path}`, { method })).text()

describe('lic sandbox --product alphaagent', () => {
  test('serves until it is told to stop, its secrets in files of its own', async () => {
    let folder = ''
    const code = await running(PRODUCT, async (env, host) => {
      expect(Object.keys(env)).toEqual(['LIC_SANDBOX_URL', 'LIC_SANDBOX_TOKEN_FILE', 'LIC_SANDBOX_KEY_FILE'])
      folder = join(env.LIC_SANDBOX_TOKEN_FILE ?? '', '..')
      expect(readdirSync(folder).sort()).toEqual(FILES)
      expect(FILES.map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual(FILES.map(() => 0o600))
      const key = keyIn(env)
      const [id = '', secret = ''] = key.split('.')
      expect(key).toMatch(/^aalk_[\da-f]{16}\.[\da-f]{64}$/)
      expect(host.err().split('\n')).toEqual([
        `AlphaAgent Studio and Console on ${env.LIC_SANDBOX_URL}: a license that is activated, its first heartbeat verified at 2026-11-23T12:00:00Z`,
        `in ${folder}: admin.token, member.token, license.token`,
        'paste the lines above into another terminal, cut Studio off from the Console, and look now and then where it stands:',
        '  curl -X POST "$LIC_SANDBOX_URL/_lic/disconnect"',
        '  lic inspect "file:$LIC_SANDBOX_KEY_FILE" --health-url "$LIC_SANDBOX_URL/studio/health" --at "$(curl -s "$LIC_SANDBOX_URL/_lic/now")"',
        'what both sides say of it: curl "$LIC_SANDBOX_URL/_lic/state"',
        'heartbeats arrive again after: curl -X POST "$LIC_SANDBOX_URL/_lic/connect"; killed, it is activated again by: curl -X POST "$LIC_SANDBOX_URL/_lic/activate"',
        'so also: revoke, reinstate, delinquent, paid, move, restart; its log: curl "$LIC_SANDBOX_URL/_lic/log"',
        'another license, inactive until Studio starts with it: lic sandbox issue --product alphaagent --out new.token',
        'Ctrl-C ends it, and everything in it is gone',
        `2026-11-23T12:00:00Z [license] activated ${id}: OK`,
        '',
      ])
      const said = host.out() + host.err() + (await text(env, '/_lic/state')) + (await text(env, '/_lic/log'))
      expect(
        [
          secret,
          ...['admin', 'member'].map((role) => readFileSync(join(folder, `${role}.token`), 'utf8')),
        ].filter((secret) => said.includes(secret)),
      ).toEqual([])
      expect([await text(env, '/_lic/now'), await text(env, '/_lic/last-heartbeat')]).toEqual([
        '2026-11-23T12:00:00Z\n',
        '2026-11-23T12:00:00Z\n',
      ])
    })
    expect([code, existsSync(folder)]).toEqual([0, false])
  })

  test('the same as JSON', async () => {
    const host = hostWith()
    const ended = run(['sandbox', ...PRODUCT, '--json'], host)
    while (host.out() === '') await new Promise((resolve) => setTimeout(resolve, 5))
    const { result } = JSON.parse(host.out())
    const secret = keyIn(result.environment).split('.')[1] ?? ''
    host.signal('SIGINT')
    expect([await ended, host.err(), host.out().includes(secret)]).toEqual([0, '', false])
    expect(result).toEqual({
      product: 'alphaagent',
      url: result.environment.LIC_SANDBOX_URL,
      environment: {
        LIC_SANDBOX_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
        LIC_SANDBOX_TOKEN_FILE: join(result.folder, 'admin.token'),
        LIC_SANDBOX_KEY_FILE: join(result.folder, 'license.token'),
      },
      folder: result.folder,
    })
  })

  test.each([
    ['as an option', ['--heartbeat-limits', '6min,7min,8min'], {}],
    ['as a variable', [], { LIC_HEARTBEAT_LIMITS: '6min,7min,8min' }],
  ])('takes --heartbeat-limits %s, and its clock runs by --speed', async (_name, argv, env) => {
    const seen: string[] = []
    let seconds = 0
    const host = hostWith({ env })
    const noon = host.now()
    const moving = { ...host, now: () => after(noon, seconds * SECOND) }
    const ended = run(['sandbox', ...PRODUCT, '--speed', '60', ...argv], moving)
    while (host.err() === '') await new Promise((resolve) => setTimeout(resolve, 5))
    const url = host.out().match(/http:\S+/)?.[0] ?? ''
    await fetch(`${url}/_lic/disconnect`, { method: 'POST' })
    for (seconds of [5.999, 6, 6.999, 7, 7.999, 8])
      seen.push(JSON.parse(await (await fetch(`${url}/studio/health`)).text()).license)
    host.signal('SIGTERM')
    expect([seen, await ended]).toEqual([['OK', 'WARN', 'WARN', 'UNHEALTHY', 'UNHEALTHY', 'KILLED'], 0])
  })

  test.each([
    [
      ['--tier', 'gov'],
      '--tier is not for lic sandbox --product alphaagent: a token has none',
      'usage.option',
    ],
    [['--days', '3'], '--days is not for lic sandbox --product alphaagent: a token has none', 'usage.option'],
    [['--org', 'x'], '--org is not for lic sandbox --product alphaagent: a token has none', 'usage.option'],
    [['--memory-only'], '--memory-only is not for lic sandbox --product alphaagent', 'usage.option'],
    [['--replicas', '2'], '--replicas is not for lic sandbox --product alphaagent', 'usage.option'],
    [['--weather', 'fair'], '--weather is not for lic sandbox --product alphaagent', 'usage.option'],
    [
      ['--heartbeat-limits', '3min,2min,1min'],
      '--heartbeat-limits takes three times, each longer than the one before',
      'usage.argument',
    ],
  ])('%j is refused', async (argv, message, code) => {
    const host = hostWith()
    expect(await run(['sandbox', ...PRODUCT, ...argv], host)).toBe(2)
    expect([host.out(), host.err().split('\n')[0]]).toEqual(['', `error: ${message} [${code}]`])
  })
})

describe('lic sandbox issue --product alphaagent', () => {
  const ISSUE = ['sandbox', 'issue', ...PRODUCT]

  test('makes a license that Studio activates when it starts with its token', async () => {
    await running(PRODUCT, async (env) => {
      const out = join(scratch, 'new.token')
      const host = hostWith({ env })
      expect(await run([...ISSUE, '--out', out, '--json'], host)).toBe(0)
      const token = readFileSync(out, 'utf8')
      const [id = '', secret = ''] = token.split('.')
      expect(JSON.parse(host.out()).result).toEqual({
        product: 'alphaagent',
        license: id,
        throwAway: true,
        file: out,
      })
      expect([(host.out() + host.err()).includes(secret), statSync(out).mode & 0o777]).toEqual([false, 0o600])
      await fetch(`${env.LIC_SANDBOX_URL}/_lic/restart`, {
        method: 'POST',
        body: JSON.stringify({ key: token }),
      })
      expect(JSON.parse(await text(env, '/_lic/state'))).toMatchObject({
        studio: { license_id: id, state: 'OK' },
        console: { license_id: id, status: 'active' },
      })
      const judged = hostWith({ env, stdin: token })
      expect(await run(['check', '-', '--allow-unverifiable'], judged)).toBe(0)
    })
  })

  test('without --out it prints the token, and says of whom', async () => {
    await running(PRODUCT, async (env) => {
      const host = hostWith({ env })
      expect(await run(ISSUE, host)).toBe(0)
      const [id = ''] = host.out().split('.')
      expect(host.out()).toMatch(/^aalk_[\da-f]{16}\.[\da-f]{64}\n$/)
      expect(host.err()).toBe(
        `the throw-away License Token of ${id}, inactive until Studio starts with it: nothing but this sandbox accepts it\n`,
      )
    })
  })

  test.each([
    [['--tier', 'gov'], '--tier is not for lic sandbox issue --product alphaagent: a token has none'],
    [['--heartbeat-limits', '1min,2min,3min'], '--heartbeat-limits is not for lic sandbox issue'],
  ])('%j is refused', async (argv, message) => {
    const host = hostWith()
    expect(await run([...ISSUE, ...argv], host)).toBe(2)
    expect(host.err().split('\n')[0]).toBe(`error: ${message} [usage.option]`)
  })

  test('the sandbox of another product is not asked for a token', async () => {
    await running(['--product', 'terragnos'], async (env) => {
      const host = hostWith({ env })
      expect(await run(ISSUE, host)).toBe(31)
      expect(host.err().split('\n')[0]).toBe(
        `error: what answers at ${env.LIC_SANDBOX_URL} is no lic sandbox of AlphaAgent Studio and Console [sandbox.not-running]`,
      )
    })
  })
})
