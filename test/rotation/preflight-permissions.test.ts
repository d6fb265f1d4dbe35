import { describe, expect, test } from 'vitest'
import { AwsTrouble } from '../../src/host/aws-api.ts'
import type { Spell } from '../../src/sandbox/world/weather/spells.ts'
import { lic, NEW_KEY, withNewKey } from './lic.ts'
import { AGENT, look, said, secretOf } from './preflight.ts'

const WHO = 'arn:aws:iam::123456789012:user/sandbox-operator'
const HERE = 'us-east-1:123456789012'
const denied = (call: string): Spell => ({ call, does: 'denied' })

const statement = (hint: string | undefined): unknown => JSON.parse(/\{.*\}$/.exec(hint ?? '')?.[0] ?? 'null')

describe('a call that must be allowed', () => {
  const rows = [
    [
      'secretsmanager:DescribeSecret',
      'axonflow/license-key',
      'to see the labels, the tags and the settings of the secret',
      `arn:aws:secretsmanager:${HERE}:secret:axonflow/license-key-??????`,
    ],
    [
      'secretsmanager:GetSecretValue',
      'SECRET',
      'to read the key that is live now',
      `arn:aws:secretsmanager:${HERE}:secret:axonflow/license-key-??????`,
    ],
    [
      'ecs:DescribeServices',
      'axonflow-cluster',
      'to see what the services run, and how',
      `arn:aws:ecs:${HERE}:service/axonflow-cluster/*`,
    ],
    [
      'ecs:DescribeTaskDefinition',
      `arn:aws:ecs:${HERE}:task-definition/axonflow-agent:1`,
      'to see where the tasks read their key from; it cannot be narrowed',
      '*',
    ],
    ['ecs:ListTasks', AGENT, 'to see which tasks run', '*'],
    [
      'ecs:DescribeTasks',
      'axonflow-cluster',
      'to see when the tasks started',
      `arn:aws:ecs:${HERE}:task/axonflow-cluster/*`,
    ],
  ] as const
  test.each(rows)(
    '%s: what for, on what, and the statement that allows it',
    async (action, thing, purpose, resource) => {
      const here = await withNewKey({ weather: [denied(action)] })
      const { exitCode, error } = await lic(here, 'rotate', `file:${NEW_KEY}`, '--yes')
      const on = thing === 'SECRET' ? secretOf(here.world()).arn : thing
      expect([exitCode, error?.code, error?.message]).toEqual([
        32,
        'aws.denied',
        `AWS denies ${action} on ${on}, to ${WHO}: it is needed ${purpose}`,
      ])
      expect(error?.hints.map((hint) => hint.replace(/\{.*/, ''))).toEqual([
        `add to the policy of ${WHO}: `,
        'see all that is needed: the same command with --print-iam-policy',
      ])
      expect(statement(error?.hints[0])).toEqual({ Effect: 'Allow', Action: action, Resource: resource })
    },
  )

  const refusedWith = async (detail: string) => {
    const here = await withNewKey()
    const aws = await here.host.aws({})
    const get = async () => {
      throw new AwsTrouble(
        'denied',
        'secretsmanager:GetSecretValue',
        's',
        'AccessDeniedException',
        detail,
        false,
      )
    }
    Object.assign(here.host, { aws: async () => ({ ...aws, secrets: { ...aws.secrets, get } }) })
    return (await lic(here, 'rotate', `file:${NEW_KEY}`, '--yes')).error
  }
  test('the KMS key of a secret is another permission', async () => {
    const error = await refusedWith('Access to KMS is not allowed')
    expect([error?.message, error?.hints]).toEqual([
      `AWS denies kms:Decrypt on s, to ${WHO}: it is needed to read the key that is live now: the secret is under a KMS key of its own`,
      [
        `add to the policy of ${WHO}: {"Effect":"Allow","Action":"kms:Decrypt","Resource":"arn:aws:kms:${HERE}:key/KEY-ID"}`,
        'see all that is needed: the same command with --print-iam-policy',
      ],
    ])
  })
  test('what is denied outright is not mended by allowing it', async () => {
    expect((await refusedWith('… with an explicit deny in a service control policy'))?.hints).toEqual([
      'a policy denies it outright, perhaps one of the organization or a permissions boundary: have it let secretsmanager:GetSecretValue through',
      'see all that is needed: the same command with --print-iam-policy',
    ])
  })
})

describe('a look that can be done without', () => {
  const notLooked = async (...weather: Spell[]) => {
    const here = await withNewKey({ weather })
    const { labels, versions } = secretOf(here.world())
    versions.unshift({
      id: 'old'.padEnd(32, '0'),
      created: here.world().now,
      content: { kind: 'string', text: 'x' },
      accessed: null,
    })
    labels.set('lic-archive.20260101T000000Z.f.old', 'old'.padEnd(32, '0'))
    const { refusals, warnings } = await look(here)
    expect(refusals).toEqual([])
    return warnings.filter(({ code }) => code === 'aws.not-looked')
  }
  test('is a warning with the statement that allows it', async () => {
    const found = await notLooked(denied('ecs:ListServices'), denied('secretsmanager:ListSecretVersionIds'))
    expect(said(found)).toEqual([
      'aws.not-looked: could not look at the versions of the secret: needs secretsmanager:ListSecretVersionIds',
      'aws.not-looked: could not look at the other services of cluster axonflow-cluster: needs ecs:ListServices',
    ])
    expect(found.map(({ hints }) => statement(hints[0]))).toEqual([
      {
        Effect: 'Allow',
        Action: 'secretsmanager:ListSecretVersionIds',
        Resource: `arn:aws:secretsmanager:${HERE}:secret:axonflow/license-key-??????`,
      },
      { Effect: 'Allow', Action: 'ecs:ListServices', Resource: '*' },
    ])
  })
  test('whatever keeps it', async () => {
    expect(said(await notLooked({ call: 'ecs:ListServices', does: 'failing' }))).toEqual([
      'aws.not-looked: could not look at the other services of cluster axonflow-cluster: ecs:ListServices did not succeed (fault)',
    ])
  })
  test('but not where no call would succeed', async () => {
    const here = await withNewKey({ weather: [{ call: 'ecs:ListServices', does: 'expired' }] })
    expect((await lic(here, 'rotate', `file:${NEW_KEY}`, '--yes')).error?.code).toBe('aws.credentials')
  })
})
