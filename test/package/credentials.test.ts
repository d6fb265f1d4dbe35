import { spawnSync } from 'node:child_process'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  json,
  type Loopback,
  loopbackAws,
  type Reply,
  runBuilt,
  stsRefuses,
} from '../support/loopback-aws.ts'
import { sampleKey, testAnchors } from '../support/sample-keys.ts'

const key = sampleKey({ tier: 'Enterprise', org_id: 'acme', deployment_id: 'acme', expires_at: '20991231' })

let home: string
let open: Loopback[]
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lic-home-'))
  open = []
})
afterEach(() => {
  for (const one of open) one.close()
  rmSync(home, { recursive: true })
})

const put = (path: string, ...lines: readonly string[]): string => {
  const full = join(home, path)
  mkdirSync(dirname(full), { recursive: true })
  writeFileSync(full, `${lines.join('\n')}\n`)
  return full
}
const config = (...lines: readonly string[]) => put('.aws/config', ...lines)
const token = (session: string, fields: object) =>
  put(`.aws/sso/cache/${createHash('sha1').update(session).digest('hex')}.json`, JSON.stringify(fields))
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()

/** What gives a process a terminal. */
const terminal = spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0

const BY_KEY = { AWS_ACCESS_KEY_ID: 'AKIA-OF-ENV', AWS_SECRET_ACCESS_KEY: 's' }

/** Reads the key out of a secret: the shortest way to a signed request. */
async function inspect(
  env: Record<string, string>,
  replies: Readonly<Record<string, Reply>> = {},
  more: readonly string[] = [],
  typed: string | null = null,
) {
  const aws = await loopbackAws(key, replies)
  open.push(aws)
  const { code, stdout, stderr } = await runBuilt(
    ['inspect', 'secret:axonflow/license', '--public-key', testAnchors.enterprise, ...more],
    {
      HOME: home,
      AWS_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: aws.url,
      AWS_EC2_METADATA_DISABLED: 'true',
      ...Object.fromEntries(
        Object.entries(env).map(([name, value]) => [name, value.replace('{url}', aws.url)]),
      ),
    },
    typed,
  )
  return { code, stdout, stderr, calls: aws.calls(), asked: aws.asked }
}

const SSO = ['sso_account_id = 000000000000', 'sso_role_name = deployer']
const SESSION = ['[sso-session corp]', 'sso_start_url = https://corp.test/start', 'sso_region = eu-west-1']

describe('SSO, from the built program', () => {
  test('a session that holds', async () => {
    config('[profile prod]', 'sso_session = corp', ...SSO, ...SESSION)
    token('corp', { accessToken: 'mine', expiresAt: inMinutes(60) })
    const { calls, asked, code, stderr } = await inspect({ AWS_PROFILE: 'prod' })
    expect(calls).toEqual(['sso GetRoleCredentials', 'secretsmanager GetSecretValue by ASIA-OF-SSO'])
    expect(asked[0]?.headers['x-amz-sso_bearer_token']).toBe('mine')
    expect([code, stderr]).toEqual([0, ''])
  })

  test('an older profile without a session', async () => {
    config('[profile old]', 'sso_start_url = https://corp.test/start', 'sso_region = eu-west-1', ...SSO)
    token('https://corp.test/start', { accessToken: 'mine', expiresAt: inMinutes(60) })
    const { calls } = await inspect({}, {}, ['--profile', 'old'])
    expect(calls).toEqual(['sso GetRoleCredentials', 'secretsmanager GetSecretValue by ASIA-OF-SSO'])
  })

  test('a session that is about to end is renewed, and kept', async () => {
    config('[profile prod]', 'sso_session = corp', ...SSO, ...SESSION)
    const cache = token('corp', {
      accessToken: 'old',
      expiresAt: inMinutes(1),
      clientId: 'c',
      clientSecret: 's',
      refreshToken: 'r',
    })
    const { calls, asked } = await inspect({}, {}, ['--profile', 'prod'])
    expect(calls).toEqual([
      'sso-oidc CreateToken',
      'sso GetRoleCredentials',
      'secretsmanager GetSecretValue by ASIA-OF-SSO',
    ])
    expect(asked[1]?.headers['x-amz-sso_bearer_token']).toBe('renewed')
    expect(JSON.parse(readFileSync(cache, 'utf8'))).toMatchObject({
      accessToken: 'renewed',
      refreshToken: 'next',
    })
  })

  const EXPIRED = [
    'error: the SSO session of the AWS profile prod has expired, or there was none [aws.credentials]',
    'hint: run: aws sso login --profile prod',
    '',
  ].join('\n')

  test.each([
    ['has expired', { accessToken: 'old', expiresAt: inMinutes(-5) }, {}],
    ['was never begun', null, {}],
    [
      'was ended by somebody',
      { accessToken: 'old', expiresAt: inMinutes(60) },
      { 'sso GetRoleCredentials': json({ message: 'Session token not found or invalid' }, 401) },
    ],
  ])('a session that %s', async (_name, cached, replies) => {
    config('[profile prod]', 'sso_session = corp', ...SSO, ...SESSION)
    if (cached !== null) token('corp', cached)
    const { code, stderr, calls } = await inspect({ AWS_PROFILE: 'prod' }, replies)
    expect(stderr).toBe(EXPIRED)
    expect(code).toBe(32)
    expect(calls.filter((call) => call.startsWith('secretsmanager'))).toEqual([])
  })

  test('a role on top of a session that has expired names the profile to sign in to', async () => {
    config(
      ...['[profile prod]', 'sso_session = corp', ...SSO, ...SESSION],
      ...['[profile admin]', 'role_arn = arn:aws:iam::000000000000:role/admin', 'source_profile = prod'],
    )
    token('corp', { accessToken: 'old', expiresAt: inMinutes(-5) })
    expect((await inspect({}, {}, ['--profile', 'admin'])).stderr).toBe(EXPIRED)
  })
})

describe('aws login, from the built program', () => {
  const LOGIN = 'arn:aws:iam::000000000000:user/me'
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const dpopKey = privateKey.export({ type: 'sec1', format: 'pem' })
  const signedIn = (minutes: number, more: object = {}) =>
    put(
      `.aws/login/cache/${createHash('sha256').update(LOGIN).digest('hex')}.json`,
      JSON.stringify({
        accessToken: {
          accessKeyId: 'ASIA-OF-LOGIN',
          secretAccessKey: 's',
          sessionToken: 't',
          accountId: '000000000000',
          expiresAt: inMinutes(minutes),
        },
        clientId: 'c',
        refreshToken: 'r',
        dpopKey,
        ...more,
      }),
    )
  const prod = () => config('[profile prod]', `login_session = ${LOGIN}`)
  const OVER = [
    'error: the session of aws login for the AWS profile prod has expired, or there was none [aws.credentials]',
    'hint: run: aws login --profile prod',
    '',
  ].join('\n')

  test('a session that holds', async () => {
    prod()
    signedIn(60)
    const { calls, code, stderr } = await inspect({ AWS_PROFILE: 'prod' })
    expect([calls, code, stderr]).toEqual([['secretsmanager GetSecretValue by ASIA-OF-LOGIN'], 0, ''])
  })

  const renewed = json({
    accessToken: { accessKeyId: 'ASIA-RENEWED', secretAccessKey: 's', sessionToken: 't' },
    refreshToken: 'next',
    expiresIn: 900,
    tokenType: 'urn:aws:params:oauth:token-type:access_token_sigv4',
  })

  test('one that is about to end is renewed, and kept', async () => {
    prod()
    const cache = signedIn(1)
    const { calls, code } = await inspect({}, { 'signin CreateOAuth2Token': renewed }, ['--profile', 'prod'])
    expect(calls).toEqual(['signin CreateOAuth2Token', 'secretsmanager GetSecretValue by ASIA-RENEWED'])
    expect([code, JSON.parse(readFileSync(cache, 'utf8')).refreshToken]).toEqual([0, 'next'])
  })

  const refuses = (error: string) =>
    ((answer) => {
      answer
        .writeHead(403, { 'content-type': 'application/json', 'x-amzn-errortype': 'AccessDeniedException' })
        .end(JSON.stringify({ error, message: 'a-secret-word' }))
    }) satisfies Reply

  test.each([
    ['was never begun', null, {}],
    ['is spoilt on the disk', { dpopKey: undefined }, {}],
    ['is renewed no more', {}, { 'signin CreateOAuth2Token': refuses('TOKEN_EXPIRED') }],
    ['ended with a new password', {}, { 'signin CreateOAuth2Token': refuses('USER_CREDENTIALS_CHANGED') }],
  ])('one that %s', async (_name, cached: object | null, replies) => {
    prod()
    if (cached !== null) signedIn(-5, cached)
    const { stderr, code, calls } = await inspect({ AWS_PROFILE: 'prod' }, replies)
    expect([stderr, code]).toEqual([OVER, 32])
    expect(calls.filter((call) => call.startsWith('secretsmanager'))).toEqual([])
  })

  test('one that may not be renewed', async () => {
    prod()
    signedIn(-5)
    const replies = { 'signin CreateOAuth2Token': refuses('INSUFFICIENT_PERMISSIONS') }
    const { stderr, code } = await inspect({ AWS_PROFILE: 'prod' }, replies)
    expect(stderr).toContain('error: AWS denies signin:CreateOAuth2Token on prod [aws.denied]')
    expect([stderr.includes('a-secret-word'), code]).toEqual([false, 32])
  })

  test('a role on top of one that is over names the profile to sign in to', async () => {
    config(
      ...['[profile prod]', `login_session = ${LOGIN}`],
      ...['[profile admin]', role('admin'), 'source_profile = prod'],
    )
    expect((await inspect({}, {}, ['--profile', 'admin'])).stderr).toBe(OVER)
  })
})

const role = (name: string) => `role_arn = arn:aws:iam::000000000000:role/${name}`

describe('roles, from the built program', () => {
  test('one on top of another', async () => {
    config(
      ...['[profile base]', 'aws_access_key_id = AKIA-OF-BASE', 'aws_secret_access_key = s'],
      ...['[profile first]', role('first'), 'source_profile = base'],
      ...['[profile second]', role('second'), 'source_profile = first'],
    )
    const { calls, code } = await inspect({}, {}, ['--profile', 'second'])
    expect(calls).toEqual([
      'sts AssumeRole by AKIA-OF-BASE',
      'sts AssumeRole by ASIA-OF-FIRST',
      'secretsmanager GetSecretValue by ASIA-OF-SECOND',
    ])
    expect(code).toBe(0)
  })

  test('from the credentials of the environment', async () => {
    config('[profile prod]', role('deployer'), 'credential_source = Environment')
    const { calls } = await inspect(BY_KEY, {}, ['--profile', 'prod'])
    expect(calls).toEqual([
      'sts AssumeRole by AKIA-OF-ENV',
      'secretsmanager GetSecretValue by ASIA-OF-DEPLOYER',
    ])
  })

  test('one that may not be assumed is named, not the secret', async () => {
    config('[profile prod]', role('deployer'), 'credential_source = Environment')
    const { stderr, code } = await inspect(
      BY_KEY,
      { 'sts AssumeRole': stsRefuses('AccessDenied', 'not authorized') },
      ['--profile', 'prod'],
    )
    expect(stderr).toBe(
      [
        'error: AWS denies sts:AssumeRole on arn:aws:iam::000000000000:role/deployer [aws.denied]',
        'hint: allow it to the identity that the profile starts from, and name that one in the trust policy of the role',
        '',
      ].join('\n'),
    )
    expect(code).toBe(32)
  })

  test.each([[[]], [['--no-input']]])('with MFA, nobody can be asked: %j', async (more) => {
    config(
      '[profile prod]',
      role('deployer'),
      'credential_source = Environment',
      'mfa_serial = arn:aws:iam::000000000000:mfa/me',
    )
    const { stderr, code, calls } = await inspect(BY_KEY, {}, ['--profile', 'prod', ...more])
    expect(stderr).toBe(
      [
        'error: a code of the MFA device arn:aws:iam::000000000000:mfa/me is needed, and nobody can be asked for it here [aws.credentials]',
        'hint: run: eval "$(aws configure export-credentials --profile prod --format env)"; then this again, without --profile and AWS_PROFILE',
        '',
      ].join('\n'),
    )
    expect([code, calls]).toEqual([32, []])
  })

  test.skipIf(!terminal)('with MFA, on a terminal (skipped where there is no script command)', async () => {
    config(
      '[profile prod]',
      role('deployer'),
      'credential_source = Environment',
      'mfa_serial = arn:aws:iam::000000000000:mfa/me',
    )
    const { code, calls, asked, stdout } = await inspect(
      { ...BY_KEY, TERM: 'dumb' },
      {},
      ['--profile', 'prod'],
      '123456\n',
    )
    expect(asked[0]?.form.get('TokenCode')).toBe('123456')
    expect(calls).toEqual([
      'sts AssumeRole by AKIA-OF-ENV',
      'secretsmanager GetSecretValue by ASIA-OF-DEPLOYER',
    ])
    expect(stdout).toContain('code of the MFA device arn:aws:iam::000000000000:mfa/me: ')
    expect(code).toBe(0)
  })

  test('web identity', async () => {
    const file = put('token', 'a.web.token')
    const { calls, asked } = await inspect({
      AWS_WEB_IDENTITY_TOKEN_FILE: file,
      AWS_ROLE_ARN: 'arn:aws:iam::000000000000:role/pod',
    })
    expect(calls).toEqual(['sts AssumeRoleWithWebIdentity', 'secretsmanager GetSecretValue by ASIA-OF-POD'])
    expect(asked[0]?.form.get('WebIdentityToken')?.trim()).toBe('a.web.token')
  })

  test('web identity whose token cannot be read', async () => {
    const { stderr, code } = await inspect({
      AWS_WEB_IDENTITY_TOKEN_FILE: join(home, 'nothing'),
      AWS_ROLE_ARN: 'arn:aws:iam::000000000000:role/pod',
    })
    expect(stderr).toContain(
      'error: the web identity token for arn:aws:iam::000000000000:role/pod cannot be read',
    )
    expect(code).toBe(32)
  })
})

describe('other ways to credentials, from the built program', () => {
  test.each([
    [
      'its token in a variable',
      (): Record<string, string> => ({ AWS_CONTAINER_AUTHORIZATION_TOKEN: 'Bearer x' }),
    ],
    [
      'its token in a file',
      () => ({ AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: put('agent', 'Bearer x').trim() }),
    ],
  ])('a container, %s', async (_name, more) => {
    const env = more()
    if (env.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE !== undefined)
      writeFileSync(env.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE, 'Bearer x')
    const { calls, asked } = await inspect({
      AWS_CONTAINER_CREDENTIALS_FULL_URI: '{url}/credentials',
      ...env,
    })
    expect(calls).toEqual(['container', 'secretsmanager GetSecretValue by ASIA-OF-CONTAINER'])
    expect(asked[0]?.headers.authorization).toBe('Bearer x')
  })

  test('a command', async () => {
    const command = put(
      'give',
      '#!/bin/sh',
      `echo '{"Version":1,"AccessKeyId":"AKIA-OF-COMMAND","SecretAccessKey":"s"}'`,
    )
    chmodSync(command, 0o700)
    config('[profile prod]', `credential_process = ${command}`)
    const { calls } = await inspect({ AWS_PROFILE: 'prod' })
    expect(calls).toEqual(['secretsmanager GetSecretValue by AKIA-OF-COMMAND'])
  })

  test('a command that fails, whose words stay unsaid', async () => {
    config('[profile prod]', 'credential_process = sh -c "echo a-secret-word >&2; exit 1"')
    const { stderr, stdout, code } = await inspect({ AWS_PROFILE: 'prod' })
    expect(stderr).toBe(
      [
        'error: the credential_process of the AWS profile prod gives no credentials [aws.credentials]',
        'hint: run that command by itself to see why: aws configure get credential_process --profile prod',
        '',
      ].join('\n'),
    )
    expect([stdout, code]).toEqual(['', 32])
  })

  test('a profile that nobody knows', async () => {
    config('[profile prod]', 'region = eu-west-1')
    const { stderr, code } = await inspect(BY_KEY, {}, ['--profile', 'prdo'])
    expect(stderr).toBe(
      [
        'error: there is no AWS profile named prdo [aws.credentials]',
        'hint: to see those that there are, run: aws configure list-profiles',
        '',
      ].join('\n'),
    )
    expect(code).toBe(32)
  })

  const NONE =
    'hint: run: aws configure; or name a profile with --profile, one that this shows: aws configure list-profiles'

  /** Takes connections, and never answers. */
  async function silence(): Promise<{ url: string; asked: () => number; close: () => void }> {
    const sockets: Socket[] = []
    const server = createServer((socket) => sockets.push(socket.on('error', () => {})))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      asked: () => sockets.length,
      close: () => {
        for (const socket of sockets) socket.destroy()
        server.close()
      },
    }
  }

  test.each([
    ['as patient as aws', {}, 2, true],
    [
      'by the variables',
      { AWS_METADATA_SERVICE_TIMEOUT: '0.1', AWS_METADATA_SERVICE_NUM_ATTEMPTS: '3' },
      4,
      false,
    ],
    ['by the profile', { '~': 'metadata_service_timeout = 0.1' }, 2, false],
    [
      'nonsense counts for nothing',
      { AWS_METADATA_SERVICE_TIMEOUT: 'soon', AWS_METADATA_SERVICE_NUM_ATTEMPTS: '-1' },
      2,
      true,
    ],
  ])(
    'instance metadata that stays silent: %s',
    async (_name, { '~': setting = '', ...env }: Record<string, string>, times, told) => {
      config('[default]', setting)
      const { url, asked, close } = await silence()
      const { stderr, code } = await inspect({
        ...env,
        AWS_EC2_METADATA_DISABLED: 'false',
        AWS_EC2_METADATA_SERVICE_ENDPOINT: url,
      })
      close()
      const waiting = `looking for AWS credentials: waiting for the instance metadata at ${url} (AWS_EC2_METADATA_DISABLED=true where there is none)`
      expect(stderr.split('\n')).toEqual([
        ...(told ? [waiting] : []),
        'error: no AWS credentials are found: none in the environment, none in the AWS files, and none from the instance metadata, which was asked last [aws.credentials]',
        NONE,
        '',
      ])
      expect([code, asked()]).toEqual([32, times])
    },
  )

  test('instance metadata that takes its time, and is given it', async () => {
    const slowly: Reply = (answer, { url }) =>
      void setTimeout(
        () =>
          answer.end(
            url === '/latest/api/token'
              ? 'a-token'
              : url.endsWith('/deployer')
                ? JSON.stringify({
                    Code: 'Success',
                    AccessKeyId: 'ASIA-OF-INSTANCE',
                    SecretAccessKey: 's',
                    Token: 't',
                    Expiration: inMinutes(60),
                  })
                : 'deployer',
          ),
        url === '/latest/api/token' ? 3_500 : 0,
      )
    const { calls, code } = await inspect(
      {
        AWS_EC2_METADATA_DISABLED: 'false',
        AWS_EC2_METADATA_SERVICE_ENDPOINT: '{url}',
        AWS_METADATA_SERVICE_TIMEOUT: '5',
      },
      { container: slowly },
    )
    expect([calls.at(-1), code]).toEqual(['secretsmanager GetSecretValue by ASIA-OF-INSTANCE', 0])
  })

  test('with --quiet nothing is said of waiting', async () => {
    const { url, close } = await silence()
    const env = { AWS_EC2_METADATA_DISABLED: 'false', AWS_EC2_METADATA_SERVICE_ENDPOINT: url }
    const { stderr } = await inspect(env, {}, ['--quiet'])
    close()
    expect(stderr).not.toContain('waiting')
  })

  test('none at all', async () => {
    const { stderr, code, calls } = await inspect({})
    expect(stderr).toBe(
      [
        'error: no AWS credentials are found: none in the environment, none in the AWS files, and the instance metadata was not asked [aws.credentials]',
        NONE,
        '',
      ].join('\n'),
    )
    expect([code, calls]).toEqual([32, []])
  })

  test('a profile and an access key: the profile is used, and that is said', async () => {
    config('[profile prod]', 'aws_access_key_id = AKIA-OF-PROFILE', 'aws_secret_access_key = s')
    const { calls, stdout, stderr, code } = await inspect({ ...BY_KEY, AWS_PROFILE: 'prod' })
    expect(calls).toEqual(['secretsmanager GetSecretValue by AKIA-OF-PROFILE'])
    expect(stdout + stderr).toContain(
      'AWS_PROFILE and AWS_ACCESS_KEY_ID are both set: lic uses the profile prod',
    )
    expect(stdout + stderr).not.toContain('Multiple credential sources')
    expect(code).toBe(0)
  })

  test('what the SDK says of this Node to itself stays unsaid', async () => {
    const { stderr, code } = await inspect({ ...BY_KEY, AWS_ROLE_ARN: 'x', NODE_OPTIONS: '--trace-warnings' })
    expect([code, stderr]).toEqual([0, ''])
  })

  test('what cannot be a Region is refused before any call', async () => {
    for (const more of [
      ['--region', 'x y'],
      ['--region', 'eu-west-1.example.com/'],
    ]) {
      const { stderr, code, calls } = await inspect(BY_KEY, {}, more)
      expect(stderr).toBe(
        `error: ${more[1]} is not the name of an AWS Region [aws.region]\nhint: write it as AWS does, such as eu-west-1\n`,
      )
      expect([code, calls]).toEqual([2, []])
    }
    const { stderr, code } = await inspect({ ...BY_KEY, AWS_REGION: 'x y' })
    expect(stderr).toContain('what AWS_REGION or the profile says is not the name of an AWS Region')
    expect(code).toBe(2)
  })
})
