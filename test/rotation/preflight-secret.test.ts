import { describe, expect, test } from 'vitest'
import { DAY, instantAt } from '../../src/model/instant.ts'
import type { World } from '../../src/sandbox/world/world.ts'
import { NOON } from '../support/sandboxed.ts'
import { withNewKey } from './lic.ts'
import { look, lookAt, said, secretOf } from './preflight.ts'

const NAME = 'axonflow/license-key'
const change =
  (fields: object) =>
  (world: World): void => {
    Object.assign(secretOf(world), fields)
  }
const content = (kind: 'string' | 'binary', text: string) => (world: World) => {
  const secret = secretOf(world)
  secret.versions = secret.versions.map((version) => ({ ...version, content: { kind, text } }))
}
const archived = (world: World, kmsKey: string) => {
  const secret = secretOf(world)
  const [first] = secret.versions
  if (first) secret.versions.unshift({ ...first, id: 'old'.padEnd(32, '0'), kmsKey })
  secret.labels.set('lic-archive.20260101T000000Z.f.old', 'old'.padEnd(32, '0'))
}

describe('a secret that must not be written', () => {
  const rows = [
    [
      'a replica',
      change({ primaryRegion: 'eu-west-1' }),
      `secret.replica: secret ${NAME} in us-east-1 is a replica of the one in eu-west-1, and read-only`,
    ],
    [
      'managed rotation',
      change({ rotationEnabled: true }),
      `secret.rotation-enabled: secret ${NAME} is rotated by Secrets Manager itself, which would put another value over the key`,
    ],
    [
      'an owning service',
      change({ owningService: 'rds' }),
      `secret.owned: secret ${NAME} belongs to the AWS service rds, which manages it`,
    ],
    [
      'a scheduled deletion',
      change({ deletion: { asked: NOON, gone: instantAt(NOON + DAY) } }),
      `secret.deleted: secret ${NAME} was deleted at 2026-11-23T12:00:00Z and waits to be removed`,
    ],
    ['binary', content('binary', 'aGk='), `secret.binary: secret ${NAME} is binary; a license key is text`],
    [
      'empty',
      content('string', ''),
      `secret.empty: secret ${NAME} is empty: nothing tells how a key should stand in it`,
    ],
    [
      'without AWSCURRENT',
      (world: World) => void secretOf(world).labels.clear(),
      `secret.no-current: secret ${NAME} has no version with the label AWSCURRENT`,
    ],
  ] as const
  test.each(rows)('%s', async (_what, before, expected) => {
    const { refusals } = await lookAt(before)
    expect(said(refusals)).toEqual([expected])
    expect(refusals[0]?.hints.length).toBeGreaterThan(0)
  })

  test('several of them are said at once', async () => {
    const { refusals } = await lookAt(
      change({ primaryRegion: 'eu-west-1', rotationEnabled: true, owningService: 'rds' }),
    )
    expect(refusals.map(({ code }) => code)).toEqual([
      'secret.replica',
      'secret.rotation-enabled',
      'secret.owned',
    ])
  })

  test('no room for labels', async () => {
    const { refusals } = await lookAt((world) => {
      const { labels, versions } = secretOf(world)
      for (let n = 0; n < 17; n++) labels.set(`theirs-${n}`, versions[0]?.id ?? '')
    })
    expect(said(refusals)).toEqual([
      'secret.labels-full: the secret has 18 of 20 labels, this needs 6 more, and too few are our own archives',
    ])
  })

  test('a document that the new key would make too large', async () => {
    const container = (_role: string, arn: string) => ({
      secrets: [{ name: 'AXONFLOW_LICENSE_KEY', valueFrom: `${arn}:license::` }],
    })
    const { refusals } = await lookAt(
      (world) => {
        const { text } = secretOf(world).versions[0]?.content ?? { text: '' }
        content('string', `${text}${' '.repeat(65_536 - text.length)}`)(world)
      },
      [],
      {
        wiring: { value: (key) => JSON.stringify({ license: key }), container },
        key: { tier: 'Evaluation' },
        wish: { tier: 'Professional' },
      },
    )
    expect(said(refusals)).toEqual([
      'secret.too-large: with this key the secret would be larger than 65,536 bytes, the most that Secrets Manager takes',
    ])
  })
})

describe('a secret that is not there', () => {
  test('the commands that make it: the value from a file, never on a command line', async () => {
    const { refusals } = await lookAt(() => {}, ['--secret', 'axonflow/other'])
    expect(refusals).toEqual([
      {
        code: 'secret.missing',
        severity: 'error',
        message: 'there is no secret axonflow/other in us-east-1',
        hints: [
          'name it with --secret, and its Region with --region',
          'or have it made: lic rotate SOURCE --create --secret axonflow/other --region us-east-1',
          'or make it from a file that holds the key and no line feed: aws secretsmanager create-secret --name axonflow/other --secret-string file://PATH --region us-east-1',
        ],
      },
    ])
  })
  test('an ARN cannot be made', async () => {
    const { refusals } = await lookAt(() => {}, [
      '--secret',
      'arn:aws:secretsmanager:us-east-1:123456789012:secret:other-AbCdEf',
    ])
    expect(refusals.map(({ hints }) => hints)).toEqual([
      ['name it with --secret, and its Region with --region'],
    ])
  })
})

describe('who else may write to it, or read it elsewhere', () => {
  const about = async (before: (world: World) => void) => {
    const { refusals, warnings } = await lookAt(before)
    expect(refusals).toEqual([])
    return said(warnings.filter(({ code }) => code.startsWith('secret.')))
  }
  const tagged = (...tags: readonly (readonly [string, string])[]) =>
    change({ tags: tags.map(([key, value]) => ({ key, value })) })

  test.each(['managed-by', 'ManagedBy', 'managed_by', 'Managed By'])('a tag %s', async (tag) => {
    expect(await about(tagged([tag, 'terraform']))).toEqual([
      `secret.managed-by: secret ${NAME} is tagged ${tag}=terraform: if terraform holds the key itself, its next run writes the old one back`,
    ])
  })
  test('other tags say nothing', async () => {
    expect(await about(tagged(['team', 'platform'], ['not-managed-by', 'x']))).toEqual([])
  })
  test('a stack, with the parameter that takes the key', async () => {
    const { warnings } = await lookAt(
      tagged(['aws:cloudformation:stack-name', 'axonflow'], ['aws:cloudformation:logical-id', 'Secret']),
    )
    expect(warnings[0]).toEqual({
      code: 'secret.cloudformation',
      severity: 'warning',
      message: `secret ${NAME} was made by CloudFormation stack axonflow (resource Secret): its next update may write the old key back`,
      hints: [
        'give stack axonflow the new key, too, as its parameter LicenseKey',
        "see which parameters it has: aws cloudformation describe-stacks --stack-name axonflow --query 'Stacks[0].Parameters' --region us-east-1",
      ],
    })
  })
  test('copies in other Regions', async () => {
    expect(await about(change({ replicas: ['eu-west-1', 'ap-south-1'] }))).toEqual([
      `secret.replicas: secret ${NAME} is copied to eu-west-1, ap-south-1: tasks there would read this key, too, and each Region needs a license of its own`,
    ])
  })
})

describe('KMS keys', () => {
  test('an archived version under another one', async () => {
    const { warnings } = await lookAt((world) => archived(world, 'alias/gone'))
    expect(said(warnings.filter(({ code }) => code === 'secret.kms-differs'))).toEqual([
      `secret.kms-differs: version ${'old'.padEnd(32, '0')} (lic-archive.20260101T000000Z.f.old) is under KMS key alias/gone, the live one under DefaultEncryptionKey: without the former it cannot be read back`,
    ])
  })
  test('the same one says nothing, and one version alone is not asked about', async () => {
    const here = await withNewKey()
    expect(said((await look(here)).warnings).filter((one) => one.includes('kms'))).toEqual([])
    expect(here.calls).not.toContain('secrets.versions')
    const { warnings } = await lookAt((world) => archived(world, 'DefaultEncryptionKey'))
    expect(said(warnings).filter((one) => one.includes('kms'))).toEqual([])
  })
})
