import { describe, expect, test } from 'vitest'
import { DAY } from '../../src/model/instant.ts'
import type { Fields } from '../../src/sandbox/world/fields.ts'
import { A, B, ID, no, put, sm, value, withSecret } from './support/secrets.ts'
import { emptyWorld, pass, START } from './support/worlds.ts'

describe('GetSecretValue', () => {
  test('by name, ARN and ARN without its suffix; not from elsewhere', () => {
    const world = withSecret()
    const { ARN } = sm(world, 'DescribeSecret', { SecretId: ID })
    const whole = String(ARN)
    for (const id of [ID, whole, whole.slice(0, -7)])
      expect(sm(world, 'GetSecretValue', { SecretId: id }).SecretString).toBe('one')
    for (const id of [
      'axonflow/licence',
      'license-key',
      whole.slice(0, -1),
      whole.replace('us-east-1', 'eu-west-1'),
      ID.slice(0, -7),
    ])
      expect(no(world, 'GetSecretValue', { SecretId: id })).toEqual([
        'ResourceNotFoundException',
        "Secrets Manager can't find the specified secret.",
      ])
  })

  test('a version and a stage must agree', () => {
    const world = withSecret()
    put(world, B, 'two')
    expect(value(world, { VersionId: B, VersionStage: 'AWSCURRENT' })).toBe('two')
    expect(no(world, 'GetSecretValue', { SecretId: ID, VersionId: A, VersionStage: 'AWSCURRENT' })[0]).toBe(
      'InvalidRequestException',
    )
    expect(no(world, 'GetSecretValue', { SecretId: ID, VersionStage: 'AWSPENDING' })).toEqual([
      'ResourceNotFoundException',
      "Secrets Manager can't find the specified secret value for staging label: AWSPENDING",
    ])
  })

  test('a binary secret has no text', () => {
    const world = emptyWorld()
    sm(world, 'CreateSecret', { Name: 'b', ClientRequestToken: A, SecretBinary: 'AAEC' })
    const answer = sm(world, 'GetSecretValue', { SecretId: 'b' })
    expect([answer.SecretBinary, 'SecretString' in answer]).toEqual(['AAEC', false])
  })
})

describe('deletion and tags', () => {
  test('a secret on its way out refuses everything but restoring, and is gone at the end', () => {
    const world = withSecret()
    const deleted = sm(world, 'DeleteSecret', { SecretId: ID, RecoveryWindowInDays: 7 })
    expect(deleted.DeletionDate).toBe((START + 7 * DAY) / 1000)
    const marked = [
      'InvalidRequestException',
      "You can't perform this operation on the secret because it was marked for deletion.",
    ]
    expect(no(world, 'GetSecretValue', { SecretId: ID })).toEqual(marked)
    expect(no(world, 'PutSecretValue', { SecretId: ID, SecretString: 'x' })).toEqual(marked)
    expect(sm(world, 'DescribeSecret', { SecretId: ID }).DeletedDate).toBe(START / 1000)
    expect(sm(world, 'ListSecrets', {}).SecretList).toEqual([])
    sm(world, 'RestoreSecret', { SecretId: ID })
    expect(value(world)).toBe('one')
    sm(world, 'DeleteSecret', { SecretId: ID, RecoveryWindowInDays: 7 })
    pass(world, 7 * DAY)
    expect(no(world, 'DescribeSecret', { SecretId: ID })[0]).toBe('ResourceNotFoundException')
  })

  test('by force it is gone at once, and another of its name has another ARN', () => {
    const world = withSecret()
    const first = sm(world, 'DescribeSecret', { SecretId: ID }).ARN
    sm(world, 'DeleteSecret', { SecretId: ID, ForceDeleteWithoutRecovery: true })
    const second = sm(world, 'CreateSecret', { Name: ID, SecretString: 'x' }).ARN
    expect(second).not.toBe(first)
    expect(String(second).slice(0, -6)).toBe(String(first).slice(0, -6))
    expect(no(world, 'DeleteSecret', { SecretId: ID, RecoveryWindowInDays: 3 })[0]).toBe(
      'InvalidParameterException',
    )
  })

  test('tags are replaced by name', () => {
    const world = withSecret()
    const tag = (value: string) => ({ SecretId: ID, Tags: [{ Key: 'team', Value: value }] })
    sm(world, 'TagResource', tag('a'))
    sm(world, 'TagResource', tag('b'))
    expect(sm(world, 'DescribeSecret', { SecretId: ID }).Tags).toEqual([{ Key: 'team', Value: 'b' }])
    sm(world, 'UntagResource', { SecretId: ID, TagKeys: ['team'] })
    expect(sm(world, 'DescribeSecret', { SecretId: ID }).Tags).toBeUndefined()
  })

  test('long lists come in pages', () => {
    const world = emptyWorld()
    for (const name of ['a', 'b', 'c']) sm(world, 'CreateSecret', { Name: name, SecretString: 'x' })
    const names = (answer: Fields) => (answer.SecretList as Fields[]).map(({ Name }) => Name)
    const first = sm(world, 'ListSecrets', { MaxResults: 2 })
    const second = sm(world, 'ListSecrets', { MaxResults: 2, NextToken: first.NextToken })
    expect([names(first), names(second), second.NextToken]).toEqual([['a', 'b'], ['c'], undefined])
    expect(no(world, 'ListSecrets', { NextToken: 'mine' })[0]).toBe('InvalidNextTokenException')
  })
})

describe('BatchGetSecretValue', () => {
  const ids = (count: number) => Array.from({ length: count }, (_, at) => (at === 0 ? ID : `none/${at}`))

  test.each([0, 21])('%i ids are refused', (count) => {
    expect(no(withSecret(), 'BatchGetSecretValue', { SecretIdList: ids(count) })).toEqual([
      'InvalidParameterException',
      'SecretIdList must have 1 to 20 entries.',
    ])
  })

  test.each([1, 20])('%i are read, with an error for each that cannot be', (count) => {
    const { SecretValues, Errors } = sm(withSecret(), 'BatchGetSecretValue', { SecretIdList: ids(count) })
    expect((SecretValues as Fields[]).map(({ SecretString }) => SecretString)).toEqual(['one'])
    expect((Errors as Fields[]).map(({ SecretId }) => SecretId)).toEqual(ids(count).slice(1))
  })
})
