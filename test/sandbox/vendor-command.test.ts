import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { run } from '../../src/run.ts'
import { hostWith, running } from './support/served.ts'

const scratch = mkdtempSync(join(tmpdir(), 'lic-vendor-'))
afterAll(() => rmSync(scratch, { recursive: true }))

describe('lic sandbox --product', () => {
  test.each([
    [
      'terragnos',
      'LICENSE_PUBLIC_KEY',
      '/v1/license',
      ['admin.token', 'license.jwt', 'member.token', 'owner.token', 'public.pem'],
    ],
    [
      'atlasai',
      'CP_LICENSE_PUBLIC_KEY',
      '/api/admin/license',
      ['admin.token', 'license.jwt', 'member.token', 'public.pem'],
    ],
  ])(
    '%s: serves until it is told to stop, its secrets in files of its own',
    async (product, publicKey, path, files) => {
      let folder = ''
      const code = await running(['--product', product, '--days', '40'], async (env, host) => {
        expect(Object.keys(env)).toEqual([
          'LIC_SANDBOX_URL',
          'LIC_SANDBOX_TOKEN_FILE',
          'LIC_SANDBOX_KEY_FILE',
          publicKey,
        ])
        folder = join(env.LIC_SANDBOX_TOKEN_FILE ?? '', '..')
        expect(readdirSync(folder).sort()).toEqual(files)
        expect(files.map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual(files.map(() => 0o600))
        const token = readFileSync(env.LIC_SANDBOX_TOKEN_FILE ?? '', 'utf8')
        const answer = await fetch(`${env.LIC_SANDBOX_URL}${path}`, {
          headers: { authorization: `Bearer ${token}` },
        })
        expect(answer.status).toBe(200)
        const key = readFileSync(env.LIC_SANDBOX_KEY_FILE ?? '', 'utf8')
        const said = host.out() + host.err()
        expect([said.includes(token), said.includes(key), said.includes(key.split('.')[2] ?? '')]).toEqual([
          false,
          false,
          false,
        ])
        const judged = hostWith({ env, stdin: key })
        expect(await run(['check', '-', '--product', product], judged)).toBe(0)
      })
      expect([code, existsSync(folder)]).toEqual([0, false])
    },
  )

  test('Terragnos says what runs, where its files are and what to do next', async () => {
    await running(
      ['--product', 'terragnos', '--memory-only', '--tier', 'gov', '--org', 'globex', '--days=-3'],
      async (env, host) => {
        const folder = join(env.LIC_SANDBOX_TOKEN_FILE ?? '', '..')
        expect(host.err().split('\n')).toEqual([
          `Terragnos core on ${env.LIC_SANDBOX_URL}: edition gov for globex, expired 3 days ago`,
          'without LICENSE_STORAGE_SECRET: what is uploaded is lost with a restart',
          `in ${folder}: admin.token, owner.token, member.token, license.jwt, public.pem`,
          'paste the lines above into another terminal, then make a new key that it accepts and put it into place:',
          '  lic sandbox issue --product terragnos --out new.jwt',
          '  lic rotate file:new.jwt --product terragnos --admin-url "$LIC_SANDBOX_URL" --admin-token "file:$LIC_SANDBOX_TOKEN_FILE" --previous "file:$LIC_SANDBOX_KEY_FILE"',
          'it starts again with: curl -X POST "$LIC_SANDBOX_URL/_lic/restart"; its log: curl "$LIC_SANDBOX_URL/_lic/log"',
          'Ctrl-C ends it, and everything in it is gone',
          'license loaded from LICENSE_KEY',
          '',
        ])
      },
    )
  })

  test('AtlasAI shows the line of its log', async () => {
    await running(['--product', 'atlasai', '--days', '365'], async (_env, host) => {
      expect(host.err()).toContain('\n[license] Loaded from env: status=active, days_remaining=365\n')
    })
  })

  test('AtlasAI with --phone-home says so, and makes licenses for such a deployment', async () => {
    await running(['--product', 'atlasai', '--phone-home'], async (env, host) => {
      expect(host.err().split('\n')[1]).toBe(
        'BYOC: renewed by phone-home every 24 hours, by a Control Plane beside it; POST /_lic/disconnect, connect, cancel, subscribe',
      )
      const issued = hostWith({ env })
      expect(await run(['sandbox', 'issue', '--product', 'atlasai'], issued)).toBe(0)
      const inspected = hostWith({ env, stdin: issued.out().trim() })
      expect(await run(['inspect', '-'], inspected)).toBe(0)
      expect(inspected.out()).toMatch(/\n {2}deployment mode +byoc\n/)
    })
  })

  test('the same as JSON', async () => {
    const host = hostWith()
    const ended = run(['sandbox', '--product', 'atlasai', '--json'], host)
    while (host.out() === '') await new Promise((resolve) => setTimeout(resolve, 5))
    const { command, ok, result } = JSON.parse(host.out())
    host.signal('SIGINT')
    expect([command, ok, result.product, Object.keys(result.environment), await ended, host.err()]).toEqual([
      'sandbox',
      true,
      'atlasai',
      ['LIC_SANDBOX_URL', 'LIC_SANDBOX_TOKEN_FILE', 'LIC_SANDBOX_KEY_FILE', 'CP_LICENSE_PUBLIC_KEY'],
      0,
      '',
    ])
    expect([result.url, result.folder]).toEqual([
      result.environment.LIC_SANDBOX_URL,
      join(result.environment.LIC_SANDBOX_KEY_FILE, '..'),
    ])
  })

  test.each([
    [
      ['--product', 'terragnos', '--weather', 'fair'],
      '--weather is not for lic sandbox --product terragnos',
      'usage.option',
    ],
    [
      ['--product', 'atlasai', '--health-shape', 'all'],
      '--health-shape is not for lic sandbox --product atlasai',
      'usage.option',
    ],
    [
      ['--product', 'atlasai', '--memory-only'],
      '--memory-only is not for lic sandbox --product atlasai',
      'usage.option',
    ],
    [
      ['--product', 'terragnos', '--phone-home'],
      '--phone-home is not for lic sandbox --product terragnos',
      'usage.option',
    ],
    [
      ['--phone-home'],
      '--phone-home is not for an AWS, only for lic sandbox --product atlasai',
      'usage.option',
    ],
    [
      ['--replicas', '2'],
      '--replicas is not for an AWS, only for lic sandbox --product terragnos',
      'usage.option',
    ],
    [
      ['--product', 'atlasai', '--heartbeat-limits', '1min,2min,3min'],
      '--heartbeat-limits is not for lic sandbox --product atlasai',
      'usage.option',
    ],
    [
      ['--heartbeat-limits', '1min,2min,3min'],
      '--heartbeat-limits is not for an AWS, only for lic sandbox --product alphaagent',
      'usage.option',
    ],
    [['--product', 'terragnos', '--replicas', '0'], '--replicas: a number from 1 to 16', 'usage.argument'],
    [['--product', 'terragnos', '--replicas', '1.5'], '--replicas: a number from 1 to 16', 'usage.argument'],
    [
      ['--product', 'terragnos', '--tier', 'a b'],
      '--tier: a name of 1 to 100 letters, digits, _ . -',
      'usage.argument',
    ],
    [
      ['--product', 'terragnos', '--days', '40000'],
      '--days: a whole number, at most 36500',
      'usage.argument',
    ],
    [['--product', 'terragnos', '--org', ''], '--org: a name of 1 to 200 characters', 'usage.argument'],
    [['--product', 'terragnos', '--port', '65536'], '--port: a number from 0 to 65535', 'usage.argument'],
    [
      ['issue', '--product', 'terragnos', '--memory-only'],
      '--memory-only is not for lic sandbox issue',
      'usage.option',
    ],
  ])('%j is refused', async (argv, message, code) => {
    const host = hostWith()
    expect(await run(['sandbox', ...argv], host)).toBe(2)
    expect([host.out(), host.err().split('\n')[0]]).toEqual(['', `error: ${message} [${code}]`])
  })

  test('a port in use is refused', async () => {
    await running(['--product', 'terragnos'], async (env) => {
      const host = hostWith()
      const { port } = new URL(env.LIC_SANDBOX_URL ?? '')
      expect(await run(['sandbox', '--product', 'atlasai', '--port', port], host)).toBe(2)
      expect(host.err()).toBe(
        `error: port ${port} is in use [sandbox.port]\nhint: leave --port out to take a free one\n`,
      )
    })
  })
})

describe('lic sandbox issue --product', () => {
  test('prints a key that the running product accepts, or writes it to a file', async () => {
    await running(['--product', 'terragnos'], async (env) => {
      const host = hostWith({ env })
      const argv = ['sandbox', 'issue', '--product', 'terragnos', '--tier', 'gov', '--days', '90']
      expect(await run(argv, host)).toBe(0)
      expect(host.out()).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]{342}\n$/)
      expect(host.err()).toBe(
        'a throw-away gov key for acme, good for 90 days: nothing but this sandbox accepts it\n',
      )
      const stdin = host.out().trimEnd()
      expect(await run(['check', '-', '--product', 'terragnos'], hostWith({ env, stdin }))).toBe(0)
      const token = readFileSync(env.LIC_SANDBOX_TOKEN_FILE ?? '', 'utf8')
      const answer = await fetch(`${env.LIC_SANDBOX_URL}/v1/license`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: JSON.stringify({ licenseKey: stdin }),
      })
      expect(await answer.json()).toMatchObject({ status: 'valid', edition: 'gov' })
      const out = join(scratch, 'new.jwt')
      const filed = hostWith({ env })
      expect(await run([...argv, '--out', out, '--json'], filed)).toBe(0)
      const { key: _key, ...result } = JSON.parse(filed.out()).result
      expect([result, readFileSync(out, 'utf8').startsWith('eyJ'), statSync(out).mode & 0o777]).toEqual([
        { product: 'terragnos', tier: 'gov', organization: 'acme', days: 90, throwAway: true, file: out },
        true,
        0o600,
      ])
    })
  })

  test('the sandbox of another product is not asked for a key', async () => {
    await running(['--product', 'terragnos'], async (env) => {
      const host = hostWith({ env })
      expect(await run(['sandbox', 'issue', '--product', 'atlasai'], host)).toBe(31)
      expect(host.err()).toBe(
        [
          `error: what answers at ${env.LIC_SANDBOX_URL} is no lic sandbox of AtlasAI Tenant Plane [sandbox.not-running]`,
          'hint: start one with: lic sandbox --product atlasai',
          'hint: then use the environment it prints, or name it: lic sandbox issue --product atlasai --endpoint http://127.0.0.1:PORT',
          '',
        ].join('\n'),
      )
    })
  })
})
