import { describe, expect, test } from 'vitest'
import { DAY, HOUR } from '../../src/model/instant.ts'
import type { Fields } from '../../src/sandbox/world/fields.ts'
import { A, B, C, ID, no, put, sm, stage, stages, value, withSecret } from './support/secrets.ts'
import { emptyWorld, pass, START, token } from './support/worlds.ts'

describe('CreateSecret', () => {
  test('the first value is AWSCURRENT, the ARN ends in six characters of its own', () => {
    const world = emptyWorld()
    const created = sm(world, 'CreateSecret', { Name: ID, ClientRequestToken: A, SecretString: 'one' })
    expect(created).toEqual({
      ARN: expect.stringMatching(
        /^arn:aws:secretsmanager:us-east-1:123456789012:secret:axonflow\/license-key-[A-Za-z0-9]{6}$/,
      ),
      Name: ID,
      VersionId: A,
    })
    expect(sm(world, 'GetSecretValue', { SecretId: ID })).toEqual({
      ARN: created.ARN,
      Name: ID,
      VersionId: A,
      SecretString: 'one',
      VersionStages: ['AWSCURRENT'],
      CreatedDate: START / 1000,
    })
  })

  test('again with the same token and value is the same secret; anything else exists already', () => {
    const world = withSecret()
    const again = { Name: ID, ClientRequestToken: A, SecretString: 'one' }
    expect(sm(world, 'CreateSecret', again).VersionId).toBe(A)
    expect(no(world, 'CreateSecret', { ...again, SecretString: 'two' })).toEqual([
      'ResourceExistsException',
      `The operation failed because the secret ${ID} already exists.`,
    ])
    expect(no(world, 'CreateSecret', { Name: ID, SecretString: 'one' })[0]).toBe('ResourceExistsException')
  })

  test('without a value there is no version to read', () => {
    const world = emptyWorld()
    sm(world, 'CreateSecret', { Name: ID })
    expect(no(world, 'GetSecretValue', { SecretId: ID })).toEqual([
      'ResourceNotFoundException',
      "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    ])
    expect(put(world, A, 'one', 'lic-run.x').VersionStages).toEqual(['lic-run.x', 'AWSCURRENT'])
  })
})

describe('PutSecretValue', () => {
  test('without stages it promotes at once and drags AWSPREVIOUS', () => {
    const world = withSecret()
    expect(put(world, B, 'two').VersionStages).toEqual(['AWSCURRENT'])
    expect(stages(world)).toEqual({ [A]: ['AWSPREVIOUS'], [B]: ['AWSCURRENT'] })
    put(world, C, 'three')
    expect(stages(world)).toEqual({ [B]: ['AWSPREVIOUS'], [C]: ['AWSCURRENT'] })
  })

  test('with a stage of its own it changes nothing that others read', () => {
    const world = withSecret()
    put(world, B, 'two', 'lic-run.1')
    expect(value(world)).toBe('one')
    expect(value(world, { VersionStage: 'lic-run.1' })).toBe('two')
    expect(value(world, { VersionId: B })).toBe('two')
    expect(stages(world)).toEqual({ [A]: ['AWSCURRENT'], [B]: ['lic-run.1'] })
  })

  test('the same token with the same value is ignored, labels included', () => {
    const world = withSecret()
    put(world, B, 'two', 'lic-run.1')
    expect(put(world, B, 'two', 'lic-run.2').VersionStages).toEqual(['lic-run.1'])
    expect(put(world, B, 'two').VersionStages).toEqual(['lic-run.1'])
    expect(stages(world)).toEqual({ [A]: ['AWSCURRENT'], [B]: ['lic-run.1'] })
  })

  test('the same token with another value is an error and changes nothing', () => {
    const world = withSecret()
    const body = { SecretId: ID, ClientRequestToken: A, SecretString: 'other' }
    const [type, message] = no(world, 'PutSecretValue', body)
    expect(type).toBe('ResourceExistsException')
    expect(message).toMatch(
      new RegExp(
        `^You can't use ClientRequestToken ${A} because that value is already in use for a version of secret arn:`,
      ),
    )
    expect(value(world)).toBe('one')
  })

  test('takes a label away from whoever had it', () => {
    const world = withSecret()
    put(world, B, 'two', 'lic-run.1')
    put(world, C, 'three', 'lic-run.1')
    expect(stages(world)).toEqual({ [A]: ['AWSCURRENT'], [C]: ['lic-run.1'] })
  })

  test('a label named twice is attached once, and drags nothing the second time', () => {
    const world = withSecret()
    put(world, B, 'two', 'AWSCURRENT', 'AWSCURRENT')
    expect(stages(world)).toEqual({ [A]: ['AWSPREVIOUS'], [B]: ['AWSCURRENT'] })
  })

  test('holds 65,536 bytes, not one more, and counts bytes', () => {
    const world = withSecret()
    put(world, B, 'x'.repeat(65_536), 'a')
    const [type] = no(world, 'PutSecretValue', { SecretId: ID, SecretString: 'x'.repeat(65_537) })
    expect(type).toBe('ValidationException')
    expect(no(world, 'PutSecretValue', { SecretId: ID, SecretString: 'é'.repeat(40_000) })[0]).toBe(
      'ValidationException',
    )
  })

  test('needs one value, not two', () => {
    const world = withSecret()
    expect(no(world, 'PutSecretValue', { SecretId: ID })[0]).toBe('InvalidRequestException')
    expect(no(world, 'PutSecretValue', { SecretId: ID, SecretString: 'x', SecretBinary: 'eA==' })[0]).toBe(
      'InvalidParameterException',
    )
    expect(no(world, 'PutSecretValue', { SecretId: ID, SecretString: '' })[0]).toBe('ValidationException')
  })

  test('a token has 32 to 64 characters', () => {
    const world = withSecret()
    for (const [length, ok] of [
      [31, false],
      [32, true],
      [64, true],
      [65, false],
    ] as const) {
      const body = { SecretId: ID, ClientRequestToken: 'z'.repeat(length), SecretString: 'x' }
      expect(no(world, 'PutSecretValue', body)[0]).toBe(ok ? undefined : 'ValidationException')
    }
  })

  test('at most 20 labels across all versions; a put too many leaves nothing behind', () => {
    const world = withSecret()
    const labels = Array.from({ length: 19 }, (_, index) => `lic-archive.${index}`)
    put(world, B, 'two', ...labels)
    const before = structuredClone(world.secrets)
    expect(
      no(world, 'PutSecretValue', {
        SecretId: ID,
        ClientRequestToken: C,
        SecretString: 'x',
        VersionStages: ['one-more'],
      }),
    ).toEqual([
      'LimitExceededException',
      'The request failed because it would exceed one of the Secrets Manager quotas.',
    ])
    expect(no(world, 'UpdateSecretVersionStage', stage('one-more', A))[0]).toBe('LimitExceededException')
    // a promotion adds AWSPREVIOUS, which needs room too
    expect(no(world, 'UpdateSecretVersionStage', stage('AWSCURRENT', B, A))[0]).toBe('LimitExceededException')
    expect(world.secrets).toEqual(before)
    sm(world, 'UpdateSecretVersionStage', stage('lic-archive.0', undefined, B))
    sm(world, 'UpdateSecretVersionStage', stage('AWSCURRENT', B, A))
    expect(value(world)).toBe('two')
  })

  test('about 100 versions: unlabelled ones older than a day make room, younger ones do not', () => {
    const world = withSecret()
    for (let index = 0; index < 99; index++) put(world, token(`v${index}-`), 'x')
    expect(no(world, 'PutSecretValue', { SecretId: ID, SecretString: 'x' })[0]).toBe('LimitExceededException')
    pass(world, DAY + 1)
    put(world, B, 'x')
    const all = sm(world, 'ListSecretVersionIds', { SecretId: ID, IncludeDeprecated: true })
    expect(all.Versions).toHaveLength(100)
    expect((all.Versions as Fields[]).map(({ VersionId }) => VersionId)).not.toContain(A)
  })

  test('a version with a label is never forgotten, however old', () => {
    const world = withSecret()
    sm(world, 'UpdateSecretVersionStage', stage('lic-archive.1', A))
    for (let index = 0; index < 99; index++) put(world, token(`v${index}-`), 'x')
    pass(world, DAY + 1)
    for (let index = 0; index < 50; index++) put(world, token(`w${index}-`), 'x')
    expect(value(world, { VersionStage: 'lic-archive.1' })).toBe('one')
  })

  test('under the other answer, versions without a label are gone after a day', () => {
    const world = withSecret(emptyWorld({ unlabelled: 'gone-after-a-day' }))
    put(world, B, 'two', 'x')
    sm(world, 'UpdateSecretVersionStage', stage('x', undefined, B))
    expect(value(world, { VersionId: B })).toBe('two')
    pass(world, 24 * HOUR)
    expect(value(world, { VersionId: B })).toBe('two')
    pass(world, 1)
    expect(value(world)).toBe('one')
    expect(no(world, 'GetSecretValue', { SecretId: ID, VersionId: B })[0]).toBe('ResourceNotFoundException')
  })
})

describe('UpdateSecret', () => {
  test('promotes at once, and refuses a token it has seen, same value or not', () => {
    const world = withSecret()
    const update = { SecretId: ID, ClientRequestToken: B, SecretString: 'two' }
    expect(sm(world, 'UpdateSecret', update).VersionId).toBe(B)
    expect(stages(world)).toEqual({ [A]: ['AWSPREVIOUS'], [B]: ['AWSCURRENT'] })
    expect(no(world, 'UpdateSecret', update)[0]).toBe('ResourceExistsException')
  })

  test('without a value it changes the description and makes no version', () => {
    const world = withSecret()
    pass(world, 1000)
    expect(sm(world, 'UpdateSecret', { SecretId: ID, Description: 'ours' }).VersionId).toBeUndefined()
    const facts = sm(world, 'DescribeSecret', { SecretId: ID })
    expect([facts.Description, facts.LastChangedDate]).toEqual(['ours', START / 1000 + 1])
  })
})
