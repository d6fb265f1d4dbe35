import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connect } from '../../src/host/aws/clients.ts'
import { AwsTrouble } from '../../src/host/aws-api.ts'
import { json, type Loopback, loopbackAws, type Reply, stsRefuses } from '../support/loopback-aws.ts'

const DEVICE = 'arn:aws:iam::000000000000:mfa/me'
const before = { ...process.env }
let folder: string
let aws: Loopback
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lic-mfa-'))
})
afterEach(() => {
  aws.close()
  rmSync(folder, { recursive: true })
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
  Object.assign(process.env, before)
})

/** A role with MFA in the environment of this very process, where alone the SDK looks. */
async function deployer(
  answers: readonly (string | null)[],
  settings: { readonly noInput?: boolean } = {},
  replies: Readonly<Record<string, Reply>> = {},
) {
  aws = await loopbackAws('a key', replies)
  const file = join(folder, 'config')
  writeFileSync(
    file,
    [
      ...['[profile deployer]', 'role_arn = arn:aws:iam::000000000000:role/deployer', 'region = eu-west-1'],
      ...['credential_source = Environment', `mfa_serial = ${DEVICE}\u001b`, ''],
    ].join('\n'),
  )
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name]
  Object.assign(process.env, {
    AWS_CONFIG_FILE: file,
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: 'AKIA-OF-ENV',
    AWS_SECRET_ACCESS_KEY: 's',
  })
  const questions: string[] = []
  const left = [...answers]
  const ask = async (question: string) => {
    questions.push(question)
    return left.shift() ?? null
  }
  const connected = await connect({ profile: 'deployer', ...settings }, process.env, {}, ask)
  return {
    questions,
    read: () => connected.secrets.get('s', { stage: 'AWSCURRENT' }),
    caller: connected.caller,
  }
}

const troubleOf = async (call: Promise<unknown>) => {
  const thrown = await call.catch((error: unknown) => error)
  if (!(thrown instanceof AwsTrouble)) throw new Error('no trouble')
  return `${thrown.reason} ${thrown.errorName}`
}

describe('a role with MFA', () => {
  test('asks once for the code, which reaches STS', async () => {
    const { questions, read } = await deployer([' 123456 '])
    expect((await read()).text).toBe('a key')
    await read()
    expect(questions).toEqual([`code of the MFA device ${DEVICE}\\u{1b}: `])
    expect(aws.calls()).toEqual([
      'sts AssumeRole by AKIA-OF-ENV',
      'secretsmanager GetSecretValue by ASIA-OF-DEPLOYER',
      'secretsmanager GetSecretValue by ASIA-OF-DEPLOYER',
    ])
    expect(aws.asked[0]?.form.get('TokenCode')).toBe('123456')
    expect(aws.asked[0]?.form.get('SerialNumber')).toContain(DEVICE)
  })

  test.each([
    ['end of input', null],
    ['what is no code', 'abcdef'],
    ['nothing', ''],
  ])('%s sends nothing', async (_name, answer) => {
    const { read } = await deployer([answer])
    expect(await troubleOf(read())).toBe('mfa NoCode')
    expect(aws.calls()).toEqual([])
  })

  test('a wrong code', async () => {
    const { read } = await deployer(
      ['123456'],
      {},
      {
        'sts AssumeRole': stsRefuses(
          'AccessDenied',
          'MultiFactorAuthentication failed with invalid MFA one time pass code.',
        ),
      },
    )
    expect(await troubleOf(read())).toBe('mfa AccessDenied')
  })

  test('is not asked for a second time', async () => {
    const { questions, read } = await deployer(
      ['123456', '654321'],
      {},
      {
        'sts AssumeRole': stsRefuses('ServiceUnavailable', 'later', 400),
      },
    )
    expect(await troubleOf(read())).toBe('fault ServiceUnavailable')
    expect(await troubleOf(read())).toBe('mfa AskedBefore')
    expect(questions).toHaveLength(1)
  })

  test('nobody is asked with noInput', async () => {
    const { questions, read } = await deployer(['123456'], { noInput: true })
    expect(await troubleOf(read())).toBe('mfa NobodyToAsk')
    expect(questions).toEqual([])
  })

  test('when its credentials end is known', async () => {
    const identity: Reply = (answer) => {
      answer
        .writeHead(200, { 'content-type': 'text/xml' })
        .end(
          '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:me</Arn><Account>000000000000</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
        )
    }
    const { caller } = await deployer(['123456'], {}, { 'sts GetCallerIdentity': identity })
    const { expires, ...who } = await caller()
    expect(who).toEqual({ account: '000000000000', arn: 'arn:me' })
    expect(((expires ?? 0) - Date.now()) / 60_000).toBeCloseTo(60, 0)
  })

  test('an answer without credentials is none', async () => {
    const { read } = await deployer(['123456'], {}, { 'sts AssumeRole': json({}) })
    expect(await troubleOf(read())).toMatch(/^(garbled|credentials) /)
  })
})
