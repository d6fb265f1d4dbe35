import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import { connect as dial } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Loopback, listening, loopbackAws, runBuilt } from '../support/loopback-aws.ts'
import { sampleKey, testAnchors } from '../support/sample-keys.ts'

const openssl = spawnSync('openssl', ['version']).status === 0
const key = sampleKey({ tier: 'Enterprise', org_id: 'acme', deployment_id: 'acme', expires_at: '20991231' })
const KEY = {
  AWS_ACCESS_KEY_ID: 'AKIA-OF-ENV',
  AWS_SECRET_ACCESS_KEY: 's',
  AWS_EC2_METADATA_DISABLED: 'true',
}
const INSPECT = ['inspect', 'secret:axonflow/license', '--public-key', testAnchors.enterprise]

const HOSTS = [
  ...['secretsmanager', 'ecs', 'sts', 'oidc', 'portal.sso'].map((name) => `${name}.eu-west-1.amazonaws.com`),
  'secretsmanager.cn-north-1.amazonaws.com.cn',
  'secretsmanager.us-gov-west-1.amazonaws.com',
  'sts.cn-north-1.amazonaws.com.cn',
  'sts.us-gov-west-1.amazonaws.com',
]

let home: string
let bundle: string
let aws: Loopback
let plain: Loopback
let proxy: Server
let port: number
/** what the proxy was asked: `CONNECT host:port` or `POST http://...` */
let asked: string[] = []

const put = (path: string, text: string) => {
  mkdirSync(dirname(join(home, path)), { recursive: true })
  writeFileSync(join(home, path), text)
}

/** A proxy that leads every name to the servers here. */
function proxyTo(secure: number, open: number): Server {
  const server = createServer((incoming, answer) => {
    asked.push(`${incoming.method} ${incoming.url}`)
    const { method, headers } = incoming
    const on = request({ host: '127.0.0.1', port: open, method, headers, path: '/' }, (got) => {
      answer.writeHead(got.statusCode ?? 500, got.headers)
      got.pipe(answer)
    })
    incoming.pipe(on)
  })
  return server.on('connect', ({ url }, socket) => {
    asked.push(`CONNECT ${url}`)
    const on = dial(secure, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      on.pipe(socket).pipe(on)
    })
    for (const end of [on, socket]) end.on('error', () => {})
  })
}

beforeAll(async () => {
  if (!openssl) return
  home = mkdtempSync(join(tmpdir(), 'lic-proxy-'))
  bundle = join(home, 'cert.pem')
  const keyFile = join(home, 'key.pem')
  const names = [...HOSTS.map((name) => `DNS:${name}`), 'IP:127.0.0.1'].join(',')
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...['-keyout', keyFile, '-out', bundle, '-subj', '/CN=loopback', '-addext', `subjectAltName=${names}`],
    ],
    { stdio: 'ignore' },
  )
  aws = await loopbackAws(key, {}, { key: readFileSync(keyFile), cert: readFileSync(bundle) })
  plain = await loopbackAws(key)
  proxy = proxyTo(aws.port, plain.port)
  port = await listening(proxy)
})
afterAll(() => {
  if (!openssl) return
  aws.close()
  plain.close()
  proxy.closeAllConnections()
  proxy.close()
  rmSync(home, { recursive: true })
})

const run = (argv: readonly string[], env: Record<string, string>) => {
  asked = []
  return runBuilt(argv, { HOME: home, AWS_REGION: 'eu-west-1', ...env })
}
const through = () => ({ HTTPS_PROXY: `http://127.0.0.1:${port}`, AWS_CA_BUNDLE: bundle })
const connects = (...names: readonly string[]) => names.map((name) => `CONNECT ${name}.amazonaws.com:443`)

describe.skipIf(!openssl)(
  'through a proxy, from the built program (skipped where there is no openssl)',
  () => {
    test('signing in, assuming a role and reading all take it', async () => {
      put(
        '.aws/config',
        [
          ...[
            '[profile prod]',
            'sso_session = corp',
            'sso_account_id = 000000000000',
            'sso_role_name = deployer',
          ],
          ...['[sso-session corp]', 'sso_start_url = https://corp.test/start', 'sso_region = eu-west-1'],
          ...[
            '[profile admin]',
            'role_arn = arn:aws:iam::000000000000:role/admin',
            'source_profile = prod',
            '',
          ],
        ].join('\n'),
      )
      const soon = new Date(Date.now() + 60_000).toISOString()
      const session = {
        accessToken: 'old',
        expiresAt: soon,
        clientId: 'c',
        clientSecret: 's',
        refreshToken: 'r',
      }
      put(`.aws/sso/cache/${createHash('sha1').update('corp').digest('hex')}.json`, JSON.stringify(session))
      const { code, stderr } = await run([...INSPECT, '--profile', 'admin'], through())
      expect(asked).toEqual(
        connects('oidc.eu-west-1', 'portal.sso.eu-west-1', 'sts.eu-west-1', 'secretsmanager.eu-west-1'),
      )
      expect([code, stderr]).toEqual([0, ''])
    })

    test('a web identity takes it', async () => {
      put('token', 'a.web.token')
      const { code } = await run(INSPECT, {
        ...through(),
        AWS_WEB_IDENTITY_TOKEN_FILE: join(home, 'token'),
        AWS_ROLE_ARN: 'arn:aws:iam::000000000000:role/pod',
      })
      expect(asked).toEqual(connects('sts.eu-west-1', 'secretsmanager.eu-west-1'))
      expect(code).toBe(0)
    })

    test('so does all that a plan asks', async () => {
      const argv = ['redeploy', '--cluster', 'c', '--service', 's', '--secret', 'x', '--dry-run']
      const { code } = await run(argv, { ...KEY, ...through() })
      expect([...new Set(asked)].sort()).toEqual(
        connects('ecs.eu-west-1', 'secretsmanager.eu-west-1', 'sts.eu-west-1'),
      )
      expect(code).not.toBe(1)
    })

    test.each([
      ['cn-north-1', 'secretsmanager.cn-north-1.amazonaws.com.cn:443'],
      ['us-gov-west-1', 'secretsmanager.us-gov-west-1.amazonaws.com:443'],
    ])('%s is asked in its own partition', async (region, host) => {
      const { code, stderr } = await run([...INSPECT, '--region', region], { ...KEY, ...through() })
      expect(asked).toEqual([`CONNECT ${host}`])
      expect([code, stderr]).toEqual([0, ''])
    })

    test('small letters win, and a scheme may be left out', async () => {
      const { code } = await run(INSPECT, {
        ...KEY,
        ...through(),
        HTTPS_PROXY: 'http://127.0.0.1:9',
        https_proxy: `127.0.0.1:${port}`,
      })
      expect(asked).toEqual(connects('secretsmanager.eu-west-1'))
      expect(code).toBe(0)
    })

    test('an endpoint without TLS takes the other proxy, named in full', async () => {
      const { code } = await run(INSPECT, {
        ...KEY,
        HTTP_PROXY: `http://127.0.0.1:${port}`,
        HTTPS_PROXY: 'http://127.0.0.1:9',
        AWS_ENDPOINT_URL: 'http://secrets.test:8080',
      })
      expect(asked).toEqual(['POST http://secrets.test:8080/'])
      expect(code).toBe(0)
    })

    test('what NO_PROXY names is asked directly', async () => {
      const proxies = { HTTP_PROXY: 'http://127.0.0.1:9', ...through(), NO_PROXY: 'x.test,127.0.0.1' }
      for (const url of [aws.url, plain.url]) {
        const { code } = await run(INSPECT, { ...KEY, ...proxies, AWS_ENDPOINT_URL: url })
        expect([code, asked]).toEqual([0, []])
      }
    })

    const ownBundle = (path: string) => put('.aws/config', `[profile corp]\nca_bundle = ${path}\n`)

    test.each([
      ['--profile', {}, ['--profile', 'corp']],
      ['AWS_PROFILE', { AWS_PROFILE: 'corp' }, []],
    ])('the ca_bundle of the profile that %s names', async (_name, env, more) => {
      ownBundle(bundle)
      put('.aws/credentials', '[corp]\naws_access_key_id = AKIA-OF-CORP\naws_secret_access_key = s\n')
      const all = { HTTPS_PROXY: through().HTTPS_PROXY, REQUESTS_CA_BUNDLE: '/nowhere/else', ...env }
      const { code, stderr } = await run([...INSPECT, ...more], all)
      expect([code, stderr, asked]).toEqual([0, '', connects('secretsmanager.eu-west-1')])
    })

    test('AWS_CA_BUNDLE outranks it; one that cannot be read is named with where it is said', async () => {
      ownBundle('/nowhere/corp.pem')
      const good = await run(INSPECT, { ...KEY, ...through(), AWS_PROFILE: 'corp' })
      expect(good.stderr).not.toContain('CA bundle')
      const bad = await run([...INSPECT, '--profile', 'corp'], KEY)
      expect([bad.code, bad.stderr.split('\n')[0]]).toEqual([
        2,
        'error: cannot read the CA bundle that ca_bundle of the profile names: /nowhere/corp.pem [aws.settings]',
      ])
    })

    test('a certificate that nobody vouches for is named as the reason', async () => {
      const { code, stderr } = await run(INSPECT, { ...KEY, HTTPS_PROXY: through().HTTPS_PROXY })
      expect(stderr).toBe(
        [
          'error: the certificate of what answered secretsmanager:GetSecretValue is not trusted: DEPTH_ZERO_SELF_SIGNED_CERT [aws.unreachable]',
          'hint: where a proxy opens TLS, name the file of its CA in AWS_CA_BUNDLE',
          '',
        ].join('\n'),
      )
      expect(code).toBe(31)
    })

    test.each([
      [
        { AWS_CA_BUNDLE: '/nowhere/ca.pem' },
        'cannot read the CA bundle that AWS_CA_BUNDLE names: /nowhere/ca.pem',
      ],
      [
        { HTTPS_PROXY: 'socks5://user:a-secret-word@proxy:1080' },
        'HTTPS_PROXY is not the address of a proxy',
      ],
      [{ HTTP_PROXY: 'http://user:a-secret-word@:x' }, 'HTTP_PROXY is not the address of a proxy'],
    ])('%o is refused before anything is sent', async (env, says) => {
      const { code, stderr } = await run(INSPECT, { ...KEY, ...env } as Record<string, string>)
      expect(stderr).toContain(`error: ${says} [aws.settings]`)
      expect(stderr).not.toContain('a-secret-word')
      expect([code, asked]).toEqual([2, []])
    })
  },
)

test.each([
  [
    'HTTP/1.1 407 Proxy Authentication Required',
    'the proxy does not let secretsmanager:GetSecretValue through [aws.unreachable]\nhint: look at HTTPS_PROXY, the user and password in it, and NO_PROXY',
  ],
  [
    'HTTP/1.1 200 OK',
    'AWS did not answer secretsmanager:GetSecretValue [aws.unreachable]\nhint: check the network, HTTPS_PROXY, AWS_CA_BUNDLE and AWS_ENDPOINT_URL, then try again',
  ],
])('a proxy that says %s and hangs up', async (reply, says) => {
  const server = createServer().on('connect', (_request, socket) => socket.end(`${reply}\r\n\r\n`))
  const env = { ...KEY, AWS_REGION: 'eu-west-1' }
  const address = `http://user:a-secret-word@127.0.0.1:${await listening(server)}`
  const { code, stderr, stdout } = await runBuilt(INSPECT, { ...env, HTTPS_PROXY: address })
  server.closeAllConnections()
  server.close()
  expect([code, stdout, stderr]).toEqual([31, '', `error: ${says}\n`])
})
