import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  InvalidParameterException,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, describe, expect, test } from 'vitest'
import { requestHandlerFor } from '../../src/sandbox/in-process.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts'
import { deployed, pass, START } from './support/worlds.ts'

const settings = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
  maxAttempts: 1,
}
const SecretId = 'axonflow/license-key'
const cluster = 'axonflow-cluster'
const QUICK = { pull: 5, spread: 0, start: 5, boot: 5, healthy: 5, stop: 5, retry: 5 }

describe('the SDK over loopback', () => {
  const sandboxes: Sandbox[] = []
  const started = async (options: SandboxOptions = {}) => {
    const sandbox = await startSandbox(options)
    sandboxes.push(sandbox)
    return sandbox
  }
  afterEach(async () => {
    await Promise.all(sandboxes.splice(0).map((one) => one.close()))
  })

  test('stages a key, locks, promotes and takes back', async () => {
    const sandbox = await started()
    const client = new SecretsManagerClient({ ...settings, endpoint: sandbox.endpoint })
    const before = await client.send(new GetSecretValueCommand({ SecretId, VersionStage: 'AWSCURRENT' }))
    const put = await client.send(
      new PutSecretValueCommand({ SecretId, SecretString: sandbox.issue({}), VersionStages: ['lic-run.1'] }),
    )
    const move = (VersionStage: string, MoveToVersionId?: string, RemoveFromVersionId?: string) =>
      client.send(
        new UpdateSecretVersionStageCommand({ SecretId, VersionStage, MoveToVersionId, RemoveFromVersionId }),
      )
    await move('lic-pending', put.VersionId)
    await expect(move('lic-pending', before.VersionId)).rejects.toBeInstanceOf(InvalidParameterException)
    await move('AWSCURRENT', put.VersionId, before.VersionId)
    const described = await client.send(new DescribeSecretCommand({ SecretId }))
    expect(described.VersionIdsToStages).toEqual({
      [String(before.VersionId)]: ['AWSPREVIOUS'],
      [String(put.VersionId)]: ['lic-run.1', 'lic-pending', 'AWSCURRENT'],
    })
    expect(described.LastChangedDate).toBeInstanceOf(Date)
    await move('AWSCURRENT', before.VersionId, put.VersionId)
    await expect(client.send(new GetSecretValueCommand({ SecretId: 'nope' }))).rejects.toMatchObject({
      constructor: ResourceNotFoundException,
      name: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret.",
      $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    })
  })

  test('a rollout completes, and its tasks hold the new key', async () => {
    const sandbox = await started({ timings: QUICK })
    const secrets = new SecretsManagerClient({ ...settings, endpoint: sandbox.endpoint })
    const ecs = new ECSClient({ ...settings, endpoint: sandbox.endpoint })
    await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: sandbox.issue({ tier: 'Plus' }) }))
    const service = 'axonflow-agent-service'
    const updated = await ecs.send(new UpdateServiceCommand({ cluster, service, forceNewDeployment: true }))
    const ours = updated.service?.deployments?.[0]
    expect([ours?.status, ours?.rolloutState]).toEqual(['PRIMARY', 'IN_PROGRESS'])
    const rollout = async () => {
      const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }))
      return services?.[0]?.deployments?.find(({ id }) => id === ours?.id)?.rolloutState
    }
    while ((await rollout()) === 'IN_PROGRESS') await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await rollout()).toBe('COMPLETED')
    const { taskArns } = await ecs.send(new ListTasksCommand({ cluster, serviceName: service }))
    const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }))
    expect(tasks.map(({ startedBy, lastStatus }) => [startedBy, lastStatus])).toEqual([
      [ours?.id, 'RUNNING'],
      [ours?.id, 'RUNNING'],
    ])
    for (const { createdAt, startedAt } of tasks) expect(Number(startedAt) - Number(createdAt)).toBe(10)
    const answers = await Promise.all([0, 1].map(async () => (await fetch(sandbox.healthUrls.agent)).json()))
    expect(answers.map((answer) => (answer as { license_tier: string }).license_tier)).toEqual([
      'Plus',
      'Plus',
    ])
  })

  test('knows its caller', async () => {
    const sandbox = await started()
    const caller = await new STSClient({ ...settings, endpoint: sandbox.endpoint }).send(
      new GetCallerIdentityCommand({}),
    )
    expect([caller.Account, caller.Arn]).toEqual([
      '123456789012',
      'arn:aws:iam::123456789012:user/sandbox-operator',
    ])
  })

  test('a sped-up clock is not taken for skew: no refusal is retried', async () => {
    const sandbox = await started({ speed: 3600 })
    const client = new SecretsManagerClient({ ...settings, maxAttempts: 3, endpoint: sandbox.endpoint })
    await client.send(new GetSecretValueCommand({ SecretId }))
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(sandbox.now() - Date.now()).toBeGreaterThan(300_000)
    await expect(client.send(new GetSecretValueCommand({ SecretId: 'nope' }))).rejects.toMatchObject({
      $metadata: { attempts: 1 },
    })
    expect(client.config.systemClockOffset).toBe(0)
  })
})

test('the SDK asks a world in this very process, without sockets', async () => {
  let world = deployed()
  const requestHandler = requestHandlerFor(
    () => world,
    () => world.now,
  )
  const ecs = new ECSClient({ ...settings, requestHandler })
  const secrets = new SecretsManagerClient({ ...settings, requestHandler })
  const first = structuredClone(world)
  const running = async () => (await ecs.send(new ListTasksCommand({ cluster }))).taskArns?.length
  await ecs.send(new UpdateServiceCommand({ cluster, service: 'axonflow-agent-service', desiredCount: 5 }))
  pass(world, 60_000)
  expect(await running()).toBe(6)
  world = first
  expect(await running()).toBe(3)
  const { CreatedDate } = await secrets.send(new GetSecretValueCommand({ SecretId }))
  expect(CreatedDate).toEqual(new Date(START - 5500))
  expect(
    await new STSClient({ ...settings, requestHandler }).send(new GetCallerIdentityCommand({})),
  ).toMatchObject({
    Account: '123456789012',
  })
})
