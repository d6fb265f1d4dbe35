import { describe, expect, test } from 'vitest'
import { type Aws, AwsTrouble } from '../../src/host/aws-api.ts'
import { run } from '../../src/run.ts'
import { lookForPolicy } from '../../src/targets/aws/look-for-policy.ts'
import {
  type Deployment,
  type Policy,
  policyToRedeploy,
  policyToRotate,
  type Statement,
} from '../../src/targets/aws/policy.ts'
import { lic, rotate, withNewKey } from '../rotation/lic.ts'
import { fakeHost } from '../support/host.ts'
import { NOON, type Sandboxed } from '../support/sandboxed.ts'

/** Permissions that other calls need; nobody calls them. */
const IMPLIED = ['ecs:TagResource', 'iam:PassRole', 'kms:Decrypt', 'kms:GenerateDataKey']

const list = (value: string | readonly string[]): readonly string[] =>
  typeof value === 'string' ? [value] : value
const actionsOf = ({ Statement }: Policy): readonly string[] =>
  Statement.flatMap(({ Action }) => list(Action)).sort()
const called = (policy: Policy): readonly string[] =>
  actionsOf(policy).filter((action) => !IMPLIED.includes(action))

/** The policy that a command line prints. */
async function printed(here: Sandboxed, ...argv: string[]): Promise<Policy> {
  const before = here.host.out().length
  expect(await run([...argv, '--print-iam-policy'], here.host)).toBe(0)
  return JSON.parse(here.host.out().slice(before)) as Policy
}

const plain = (roles: readonly string[]) => ({
  container: (role: string, arn: string) =>
    roles.includes(role)
      ? {
          secrets: [],
          environment: [
            { name: 'ORG_ID', value: 'acme' },
            { name: 'AXONFLOW_LICENSE_KEY', value: '' },
          ],
        }
      : { secrets: [{ name: 'AXONFLOW_LICENSE_KEY', valueFrom: arn }] },
})

/** A deployment whose key has been rotated before, with another service in its cluster. */
async function usedBefore(options: Parameters<typeof withNewKey>[0] = {}): Promise<Sandboxed> {
  const here = await withNewKey(options)
  const [secret] = here.world().secrets
  const id = 'before'.padEnd(32, '0')
  secret?.versions.unshift({
    id,
    created: NOON,
    content: { kind: 'string', text: here.key({ tier: 'Professional', days: 30 }) },
    accessed: null,
  })
  secret?.labels.set('lic-archive.20251123T000000Z.000000000000.before00', id)
  return here
}

/** Does it, and gives what was called. */
async function using(here: Sandboxed, expected: number, ...argv: string[]): Promise<readonly string[]> {
  const { exitCode, error } = await rotate(here, ...argv)
  expect([exitCode, expected === 0 ? error : undefined]).toEqual([expected, undefined])
  return [...new Set(here.actions)].sort()
}

describe('what is called is allowed, and nothing else', () => {
  test('a rotation', async () => {
    const here = await usedBefore()
    expect(await using(here, 0)).toEqual(called(await printed(here, 'rotate')))
  })

  test('a rotation that is undone', async () => {
    const here = await usedBefore({
      events: [{ call: 'ecs.forceDeployment', nth: 2, fails: 'denied' }],
    })
    const actions = await using(here, 51)
    expect(called(await printed(here, 'rotate'))).toEqual(expect.arrayContaining([...actions]))
  })

  test.each(['task-definition', 'task-definition:value'])('a rotation --via %s', async (via) => {
    const here = await usedBefore({ wiring: plain(['agent']) })
    const actions = await using(here, 0, '--via', via)
    expect(actions).toEqual(called(await printed(here, 'rotate', '--via', via)))
  })

  test('a rotation that creates the secret: all but what an old key needs', async () => {
    const here = await usedBefore({ wiring: plain(['agent', 'orchestrator']) })
    here.world().secrets = []
    const argv = ['--create', '--via', 'task-definition']
    const actions = await using(here, 0, ...argv)
    const policy = called(await printed(here, 'rotate', ...argv))
    const forAnOldKey = policy.filter((action) => !actions.includes(action))
    expect(policy).toEqual(expect.arrayContaining([...actions]))
    expect(forAnOldKey).toEqual([
      'ecs:ListServices',
      'secretsmanager:GetSecretValue',
      'secretsmanager:ListSecretVersionIds',
      'secretsmanager:PutSecretValue',
      'secretsmanager:UpdateSecretVersionStage',
    ])
  })

  test('a rollback', async () => {
    const here = await usedBefore()
    const { exitCode, error } = await lic(here, 'rollback', '--yes')
    expect([exitCode, error]).toEqual([0, undefined])
    expect([...new Set(here.actions)].sort()).toEqual(called(await printed(here, 'rollback')))
  })

  test('another count', async () => {
    const here = await usedBefore()
    expect((await lic(here, 'scale', 'agent', '3', '--yes')).exitCode).toBe(0)
    expect([...new Set(here.actions)].sort()).toEqual(called(await printed(here, 'scale')))
  })

  test('looking for why a license is not recognised', async () => {
    const here = await usedBefore()
    expect((await lic(here, 'doctor', '--cluster', 'axonflow-cluster')).exitCode).not.toBe(32)
    const actions = [...new Set(here.actions)].sort()
    const policy = await printed(here, 'doctor')
    expect(actions).toEqual(called(policy))
    expect(policy.Statement.find(({ Sid }) => Sid === 'ReadTheLogs')).toEqual({
      Sid: 'ReadTheLogs',
      Effect: 'Allow',
      Action: 'logs:FilterLogEvents',
      Resource: ['agent', 'orchestrator'].map(
        (role) => `arn:aws:logs:us-east-1:123456789012:log-group:/ecs/axonflow-${role}:*`,
      ),
    })
  })

  test('what AWS does not tell of logs is a word to fill in', async () => {
    const here = await usedBefore({ events: [{ call: 'ecs.taskDefinition', fails: 'denied' }] })
    const policy = await printed(here, 'doctor')
    expect(policy.Statement.at(-1)?.Resource).toBe(
      'arn:aws:logs:us-east-1:123456789012:log-group:LOG-GROUP:*',
    )
    expect(here.host.err()).toContain('hint: put your own in place of LOG-GROUP')
  })

  test('a redeployment', async () => {
    const here = await usedBefore()
    expect((await lic(here, 'redeploy', '--yes')).exitCode).toBe(0)
    expect([...new Set(here.actions)].sort()).toEqual(called(await printed(here, 'redeploy')))
  })
})

const THERE: Deployment = {
  partition: 'aws',
  region: 'us-east-1',
  account: '123456789012',
  secret: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:axonflow/license-key-AbCdEf',
  kmsKey: null,
  cluster: 'axonflow-cluster',
  services: ['arn:aws:ecs:us-east-1:123456789012:service/axonflow-cluster/axonflow-agent-service'],
  families: ['axonflow-agent'],
  roles: ['arn:aws:iam::123456789012:role/axonflow-execution'],
  tagged: true,
  logs: [],
  waiting: [],
}
const NEEDS = { via: null, create: false } as const
const with_ = (change: Partial<Deployment>) => policyToRotate({ ...THERE, ...change }, NEEDS)
const statements = ({ Statement }: Policy, action: string): readonly Statement[] =>
  Statement.filter(({ Action }) => list(Action).includes(action))

test('services whose deployments may wait are asked where those stand', () => {
  const found = with_({ waiting: ['axonflow-agent-service'] })
  expect(statements(found, 'ecs:ListServiceDeployments').map(({ Resource }) => Resource)).toEqual([
    'arn:aws:ecs:us-east-1:123456789012:service/axonflow-cluster/axonflow-agent-service',
  ])
  expect(statements(found, 'ecs:DescribeServiceDeployments').map(({ Resource }) => Resource)).toEqual([
    'arn:aws:ecs:us-east-1:123456789012:service-deployment/axonflow-cluster/axonflow-agent-service/*',
  ])
  expect(statements(with_({}), 'ecs:ListServiceDeployments')).toEqual([])
})

describe('a KMS key', () => {
  const KEY = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab'

  test.each([
    [null],
    ['alias/aws/secretsmanager'],
    ['arn:aws:kms:us-east-1:123456789012:alias/aws/secretsmanager'],
  ])("of the account's own needs nothing (%s)", (kmsKey) => {
    expect(actionsOf(with_({ kmsKey })).filter((action) => action.startsWith('kms:'))).toEqual([])
  })

  test.each([[KEY], ['1234abcd-12ab-34cd-56ef-1234567890ab']])('of a customer is named (%s)', (kmsKey) => {
    const policy = with_({ kmsKey })
    for (const action of ['kms:Decrypt', 'kms:GenerateDataKey'])
      expect(statements(policy, action).map(({ Resource }) => Resource)).toEqual([KEY])
    expect(actionsOf(policyToRedeploy({ ...THERE, kmsKey }))).not.toContain('kms:GenerateDataKey')
  })

  test('by an alias goes by a condition: IAM takes no alias as a resource', () => {
    const [decrypt] = statements(with_({ kmsKey: 'alias/licenses' }), 'kms:Decrypt')
    expect(decrypt).toEqual({
      Sid: 'DecryptTheSecret',
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: 'arn:aws:kms:us-east-1:123456789012:key/*',
      Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/licenses' } },
    })
  })
})

describe('task definitions', () => {
  test('without tags need no right to tag', () => {
    const via = { ...NEEDS, via: 'secret' } as const
    expect(actionsOf(policyToRotate(THERE, via))).toContain('ecs:TagResource')
    expect(actionsOf(policyToRotate({ ...THERE, tagged: false }, via))).not.toContain('ecs:TagResource')
  })
})

const REF = {
  secret: 'axonflow/license-key',
  cluster: 'axonflow-cluster',
  services: ['axonflow-agent-service'],
  region: null,
  profile: null,
  via: 'secret',
  create: true,
} as const

/** An AWS that tells who asks, and nothing else. */
function silentAws(region: string, caller: string | null): Aws {
  const refuse = async () => {
    throw new AwsTrouble('denied', 'test:any', 'thing', 'AccessDeniedException', '', false)
  }
  const api = new Proxy({}, { get: () => refuse }) as never
  const told = async () => ({ account: '123456789012', arn: caller ?? '', expires: null })
  return { region, secrets: api, ecs: api, logs: api, caller: caller === null ? refuse : told }
}

describe('partitions', () => {
  test.each([
    ['us-gov-west-1', 'arn:aws-us-gov:iam::123456789012:user/op', 'aws-us-gov'],
    ['cn-north-1', 'arn:aws-cn:sts::123456789012:assumed-role/op/me', 'aws-cn'],
    ['cn-northwest-1', null, 'aws-cn'],
    ['us-gov-east-1', null, 'aws-us-gov'],
    ['eu-central-1', null, 'aws'],
    ['eusc-de-east-1', 'arn:aws-eusc:iam::123456789012:user/op', 'aws-eusc'],
  ])('%s, asked as %s: %s', async (region, caller, partition) => {
    const host = fakeHost({ aws: silentAws(region, caller) })
    const { there } = await lookForPolicy(REF, host)
    const policy = policyToRotate(there, REF)
    const arns = [...JSON.stringify(policy).matchAll(/"arn:([^:]+):/g)].map(([, name]) => name)
    expect(new Set(arns)).toEqual(new Set([partition]))
    expect(arns.length).toBeGreaterThan(9)
  })
})

test('the file that it goes to is JSON, whatever AWS says', async () => {
  const here = await withNewKey({ weather: [{ call: '*', does: 'denied' }] })
  expect(await run(['rotate', '--print-iam-policy', '--via', 'task-definition'], here.host)).toBe(0)
  expect(Object.keys(JSON.parse(here.host.out()) as object)).toEqual(['Version', 'Statement'])
  expect(here.host.err()).toContain('hint: put your own in place of ACCOUNT, FAMILY, ROLE')
})
