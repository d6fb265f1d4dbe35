import { describe, expect, test } from 'vitest'
import { AWS_REASONS, AwsTrouble } from '../../src/host/aws-api.ts'
import { awsError } from '../../src/input/aws-trouble.ts'
import { LicError } from '../../src/model/lic-error.ts'
import { says } from '../../src/model/visible.ts'

const words = (reason: (typeof AWS_REASONS)[number], name = 'SomeException', detail = '') => {
  const trouble = new AwsTrouble(reason, 'secretsmanager:GetSecretValue', 'a\u001b[31m', name, detail, false)
  const error = awsError(trouble, { region: 'eu-west-1', profile: 'prod' })
  if (!(error instanceof LicError)) throw new Error('no words')
  return [error.code, error.says, ...error.hints]
}

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
    expect(words('sso')).toEqual([
      'aws.credentials',
      'the AWS SSO session has expired',
      'run: aws sso login --profile prod',
    ])
    expect(words('profile')).toEqual([
      'aws.credentials',
      'there is no usable AWS profile named prod',
      'run: aws configure list-profiles',
    ])
    expect(words('region')).toEqual([
      'aws.region',
      'no AWS Region is set, neither by itself nor by the profile prod',
      'name it with --region or AWS_REGION; look whether the profile exists: aws configure list-profiles',
    ])
    expect(words('clock')).toEqual([
      'aws.credentials',
      'AWS refuses the request because the clock of this machine is wrong',
      'run: sudo timedatectl set-ntp true',
    ])
    expect(words('credentials', 'ExpiredTokenException')).toEqual([
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

  test('none of them quotes what the service said', () => {
    for (const reason of AWS_REASONS)
      expect(JSON.stringify(words(reason, 'SomeException', 'canary'))).not.toContain('canary')
  })

  test('anything else is left as it is', () => {
    const other = new Error('other')
    expect(awsError(other, { region: null, profile: null })).toBe(other)
  })
})
