import { connect } from 'node:net'
import { DescribeServicesCommand, ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { afterEach, describe, expect, test } from 'vitest'
import { requestHandlerFor } from '../../src/sandbox/in-process.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts'
import type { Spell } from '../../src/sandbox/world/weather/spells.ts'
import type { World } from '../../src/sandbox/world/world.ts'
import { service } from './support/ecs.ts'
import { deployed, START } from './support/worlds.ts'

const settings = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
  maxAttempts: 1,
}
const cluster = 'axonflow-cluster'
const UPDATE = new UpdateServiceCommand({
  cluster,
  service: 'axonflow-agent-service',
  forceNewDeployment: true,
})

const sandboxes: Sandbox[] = []
afterEach(async () => {
  await Promise.all(sandboxes.splice(0).map((one) => one.close()))
})

/** The same weather over sockets and in this very process: what a client sees must be the same. */
const WAYS = {
  'over loopback': async (weather: readonly Spell[]) => {
    const sandbox = await startSandbox({ now: () => START, chance: 7, weather })
    sandboxes.push(sandbox)
    return { options: { ...settings, endpoint: sandbox.endpoint }, world: () => sandbox.world() }
  },
  'in process': async (weather: readonly Spell[]) => {
    const world = deployed({ weather })
    const requestHandler = requestHandlerFor(
      () => world,
      () => world.now,
    )
    return { options: { ...settings, requestHandler }, world: (): World => world }
  },
} as const

describe.each(Object.entries(WAYS))('the weather as the SDK meets it %s', (_name, way) => {
  const trouble = (sent: Promise<unknown>) =>
    sent.then(
      () => 'none',
      ({ name, code }: { name: string; code?: string }) => (code === undefined ? name : `${name} ${code}`),
    )

  test.each([
    ['lost', 'TimeoutError ECONNRESET', 2],
    ['dropped', 'TimeoutError ECONNRESET', 1],
    ['throttled', 'ThrottlingException', 1],
    ['failing', 'ServerException', 1],
    ['denied', 'AccessDeniedException', 1],
    ['expired', 'ExpiredTokenException', 1],
    ['garbled', 'SyntaxError', 2],
  ] as const)('%s', async (does, error, count) => {
    const { options, world } = await way([{ call: 'ecs:UpdateService', does }])
    expect(await trouble(new ECSClient(options).send(UPDATE))).toBe(error)
    expect(service(world()).deployments).toHaveLength(count)
  })

  test('a read is tried again until it is answered', async () => {
    const { options } = await way([
      { call: 'secretsmanager:DescribeSecret', does: 'throttled', times: 1 },
      { call: 'secretsmanager:DescribeSecret', does: 'dropped', after: 1, times: 1 },
    ])
    const client = new SecretsManagerClient({ ...options, maxAttempts: 3 })
    const answer = await client.send(new DescribeSecretCommand({ SecretId: 'axonflow/license-key' }))
    expect(answer.$metadata.attempts).toBe(3)
  })

  test('a read may lag behind what was written', async () => {
    const { options } = await way([{ call: 'ecs:DescribeServices', does: 'lagging', by: 5000 }])
    const client = new ECSClient(options)
    await client.send(UPDATE)
    const { services } = await client.send(
      new DescribeServicesCommand({ cluster, services: ['axonflow-agent-service'] }),
    )
    expect(services?.[0]?.deployments).toHaveLength(1)
  })
})

test('a lost answer and a dropped request are real resets of the connection', async () => {
  const sandbox = await startSandbox({ now: () => START, weather: [{ call: 'ecs:*', does: 'dropped' }] })
  sandboxes.push(sandbox)
  const error = await new Promise((resolve) => {
    const socket = connect(Number(new URL(sandbox.endpoint).port), '127.0.0.1')
    socket.on('error', resolve)
    socket.on('end', () => resolve('ended'))
    socket.write(
      'POST / HTTP/1.1\r\nhost: x\r\nx-amz-target: AmazonEC2ContainerServiceV20141113.ListClusters\r\ncontent-length: 2\r\n\r\n{}',
    )
  })
  expect(error).toMatchObject({ code: 'ECONNRESET', syscall: 'read' })
})

test('a slow answer comes late, by the world’s clock: what was asked is done at once', async () => {
  const sandbox = await startSandbox({
    speed: 100,
    weather: [{ call: 'ecs:UpdateService', does: 'slow', by: 20_000, times: 1 }],
  })
  sandboxes.push(sandbox)
  const client = new ECSClient({ ...settings, endpoint: sandbox.endpoint })
  const asked = sandbox.now()
  const { service: told } = await client.send(UPDATE)
  expect(sandbox.now() - asked).toBeGreaterThanOrEqual(19_900)
  expect(Number(told?.deployments?.[0]?.createdAt) - asked).toBeLessThan(19_000)
})

test('in process, a slow answer passes the time that it is told to', async () => {
  const waits: number[] = []
  const world = deployed({ weather: [{ call: '*', does: 'slow', by: 700 }] })
  const requestHandler = requestHandlerFor(
    () => world,
    () => world.now,
    async (milliseconds) => {
      waits.push(milliseconds)
    },
  )
  await new ECSClient({ ...settings, requestHandler }).send(UPDATE)
  expect(waits).toEqual([700])
})

test('a runtime’s pages have weather too', async () => {
  const sandbox = await startSandbox({ now: () => START })
  sandboxes.push(sandbox)
  const page = async (path: string, spell: Spell | null) => {
    sandbox.world().weather = spell ? [spell] : []
    const url = new URL(path, sandbox.healthUrls.agent)
    return fetch(url).then(
      async (answer) => [answer.status, (await answer.text()).slice(0, 6)],
      ({ cause }: { cause: { code: string } }) => cause.code,
    )
  }
  const call = 'runtime:/health'
  expect(await page('/health', null)).toEqual([200, '{"stat'])
  expect(await page('/health', { call, does: 'garbled' })).toEqual([200, '<html>'])
  expect(await page('/health', { call, does: 'failing' })).toEqual([500, 'intern'])
  expect(await page('/health', { call, does: 'lost' })).toBe('ECONNRESET')
  expect(await page('/prometheus', { call, does: 'lost' })).toEqual([200, '# HELP'])
  expect(await page('/prometheus', { call: 'runtime:*', does: 'denied' })).toEqual([403, 'forbid'])
})
