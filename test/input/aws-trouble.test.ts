import { describe, expect, test } from 'vitest'
import { AWS_REASONS, AwsTrouble } from '../../src/host/aws-api.ts'
import { awsError } from '../../src/input/aws-trouble.ts'
import { LicError } from '../../src/model/lic-error.ts'
import { says } from '../../src/model/visible.ts'

interface Told {
  readonly name?: string
  readonly detail?: string
  readonly resource?: string
  readonly action?: string
  readonly profile?: string | null
}

const words = (reason: (typeof AWS_REASONS)[number], told: Told = {}) => {
  const { name = 'SomeException', detail = '', resource = 'a\u001b[31m' } = told
  const { action = 'secretsmanager:GetSecretValue', profile = 'prod' } = told
  const error = awsError(new AwsTrouble(reason, action, resource, name, detail, false), {
    region: 'eu-west-1',
    profile,
  })
  if (!(error instanceof LicError)) throw new Error('no words')
  return [error.code, error.says, ...error.hints]
}

const DEVICE = 'arn:aws:iam::000000000000:mfa/me'
const ROLE = 'arn:aws:iam::000000000000:role/deployer'

describe('what AWS can do to us, in words', () => {
  test('a version that is not there is named, because the secret may be', () => {
    const trouble = new AwsTrouble(
      'not-found',
      'secretsmanager:GetSecretValue',
      'axonflow/license',
      'X',
      '',
      false,
    )
    const place = { region: 'eu-west-1', profile: null, version: says`a version labelled AWSPREVIOUS` }
    expect(String((awsError(trouble, place) as LicError).says)).toBe(
      'secretsmanager:GetSecretValue does not find a version labelled AWSPREVIOUS of axonflow/license in eu-west-1',
    )
  })

  test('each with the command that mends it', () => {
    expect(words('sso', { resource: 'prod' })).toEqual([
      'aws.credentials',
      'the SSO session of the AWS profile prod has expired, or there was none',
      'run: aws sso login --profile prod',
    ])
    expect(words('profile', { resource: "o'brien's" })).toEqual([
      'aws.credentials',
      "there is no AWS profile named o'brien's",
      'to see those that there are, run: aws configure list-profiles',
    ])
    expect(words('region')).toEqual([
      'aws.region',
      'no AWS Region is set, neither by itself nor by the profile prod',
      'name it with --region or AWS_REGION, or run: aws configure set region REGION --profile prod',
    ])
    expect(words('region', { name: 'NoRegionName', resource: 'x y' })).toEqual([
      'aws.region',
      'x y is not the name of an AWS Region',
      'write it as AWS does, such as eu-west-1',
    ])
    expect(words('proxy', { resource: 'HTTPS_PROXY' })).toEqual([
      'aws.settings',
      'HTTPS_PROXY is not the address of a proxy',
      'write it as http://HOST:PORT, or unset it',
    ])
    expect(words('certificate', { name: 'SELF_SIGNED_CERT_IN_CHAIN' })).toEqual([
      'aws.unreachable',
      'the certificate of what answered secretsmanager:GetSecretValue is not trusted: SELF_SIGNED_CERT_IN_CHAIN',
      'where a proxy opens TLS, name the file of its CA in AWS_CA_BUNDLE',
    ])
    expect(words('unreachable', { name: 'ENOTFOUND' })).toEqual([
      'aws.unreachable',
      'no host is known for secretsmanager:GetSecretValue in eu-west-1',
      'look whether that Region exists, and whether this network resolves names (HTTPS_PROXY)',
    ])
    expect(words('clock')).toEqual([
      'aws.credentials',
      'AWS refuses the request because the clock of this machine is wrong',
      'run: sudo timedatectl set-ntp true',
    ])
    expect(words('credentials', { name: 'ExpiredTokenException' })).toEqual([
      'aws.credentials',
      'the AWS credentials have expired',
      'get new ones as you got these, then look: aws sts get-caller-identity --profile prod',
    ])
    expect(words('denied')).toEqual([
      'aws.denied',
      'AWS denies secretsmanager:GetSecretValue on a\\u{1b}[31m',
      'allow it to the identity that this shows: aws sts get-caller-identity --profile prod',
    ])
    expect(words('not-found')).toEqual([
      'aws.not-found',
      'secretsmanager:GetSecretValue does not find a\\u{1b}[31m in eu-west-1',
      'look whether name, label, Region and account are right: aws sts get-caller-identity --profile prod',
    ])
  })

  test('a code of an MFA device: none, a wrong one, a second one, nobody to ask', () => {
    const mfa = (name: string, profile: string | null = 'prod') =>
      words('mfa', { name, profile, resource: DEVICE })
    expect(mfa('NobodyToAsk')).toEqual([
      'aws.credentials',
      `a code of the MFA device ${DEVICE} is needed, and nobody can be asked for it here`,
      'run: eval "$(aws configure export-credentials --profile prod --format env)"; then this again, without --profile and AWS_PROFILE',
    ])
    expect(mfa('NoCode', null)).toEqual([
      'aws.credentials',
      `no code of the MFA device ${DEVICE} was given: it has six digits`,
      'run this again: it asks for the code',
    ])
    expect(mfa('WrongCode')).toEqual([
      'aws.credentials',
      `AWS refuses the code of the MFA device ${DEVICE}`,
      'a code works once: wait for the next one, then run this again',
    ])
    expect(mfa('AskedBefore')).toEqual([
      'aws.credentials',
      `the AWS credentials have expired, and new ones need another code of the MFA device ${DEVICE}`,
      'run this again: it asks for the code',
    ])
  })

  test('what a profile gets its credentials from is named where it fails', () => {
    expect(words('credentials', { action: 'credential_process', resource: 'my own' })).toEqual([
      'aws.credentials',
      'the credential_process of the AWS profile my own gives no credentials',
      "run that command by itself to see why: aws configure get credential_process --profile 'my own'",
    ])
    expect(words('denied', { action: 'sts:AssumeRole', resource: ROLE })).toEqual([
      'aws.denied',
      `AWS denies sts:AssumeRole on ${ROLE}`,
      'allow it to the identity that the profile starts from, and name that one in the trust policy of the role',
    ])
    expect(words('credentials', { action: 'sts:AssumeRoleWithWebIdentity', resource: ROLE })).toEqual([
      'aws.credentials',
      `the web identity token for ${ROLE} cannot be read`,
      'look at the file that AWS_WEB_IDENTITY_TOKEN_FILE or the profile names',
    ])
  })

  test('none of them quotes what the service said', () => {
    for (const reason of AWS_REASONS)
      expect(JSON.stringify(words(reason, { detail: 'canary' }))).not.toContain('canary')
  })

  test('anything else is left as it is', () => {
    const other = new Error('other')
    expect(awsError(other, { region: null, profile: null })).toBe(other)
  })
})
