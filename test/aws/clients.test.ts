import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { connect } from '../../src/host/aws/clients.ts'
import { type AwsCall, AwsTrouble } from '../../src/host/aws-api.ts'

type Reply = (answer: ServerResponse) => void

const open: Server[] = []
afterEach(() => {
  for (const server of open.splice(0)) server.close().closeAllConnections()
})

/** A server that answers request after request from a list, the last one again and again. */
async function scripted(...replies: Reply[]) {
  const asked: string[] = []
  const server = createServer((request, answer) => {
    asked.push(String(request.headers['x-amz-target'] ?? 'query').replace(/^.*\./, ''))
    request.resume().on('end', () => (replies[asked.length - 1] ?? replies.at(-1))?.(answer))
  })
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const calls: AwsCall[] = []
  const aws = await connect({ region: 'eu-west-1', onCall: (call) => calls.push(call) }, process.env, {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  return { aws, asked, calls }
}

const DATE = 'Mon, 23 Nov 2026 12:00:00 GMT'
const json =
  (status: number, body: object): Reply =>
  (answer) =>
    answer
      .writeHead(status, { 'content-type': 'application/x-amz-json-1.1', date: DATE })
      .end(JSON.stringify(body))
const refuses = (name: string, status = 400) => json(status, { __type: name, message: 'a message' })
const hangsUp: Reply = (answer) => answer.destroy()
const DESCRIBED = json(200, { ARN: 'arn:s', Name: 's', VersionIdsToStages: { v1: ['AWSCURRENT'] } })
const MOVE = { id: 's', stage: 'AWSCURRENT', to: 'v2', from: 'v1' }

const troubleOf = async (call: Promise<unknown>) => {
  const thrown = await call.catch((error: unknown) => error)
  if (!(thrown instanceof AwsTrouble)) throw new Error('no trouble')
  const { reason, action, errorName, uncertain } = thrown
  return { reason, action, errorName, uncertain }
}

describe('reads', () => {
  test('keep the server’s own time', async () => {
    const { aws } = await scripted(DESCRIBED)
    expect(await aws.secrets.describe('s')).toEqual({
      arn: 'arn:s',
      name: 's',
      kmsKey: null,
      rotationEnabled: false,
      owningService: null,
      primaryRegion: null,
      replicas: [],
      deleted: null,
      changed: null,
      tags: {},
      stages: { v1: ['AWSCURRENT'] },
      date: Date.parse(DATE),
    })
  })

  test('are tried again', async () => {
    const { aws, asked } = await scripted(refuses('InternalServiceError', 500), hangsUp, DESCRIBED)
    expect((await aws.secrets.describe('s')).name).toBe('s')
    expect(asked).toHaveLength(3)
  })

  test('tell of each call its name, its outcome, nothing else', async () => {
    const { aws, calls } = await scripted(DESCRIBED, refuses('AccessDeniedException'))
    await aws.secrets.describe('s')
    await aws.secrets.describe('s').catch(() => {})
    expect(calls.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'secretsmanager:DescribeSecret ok',
      'secretsmanager:DescribeSecret denied',
    ])
    expect(Object.keys(calls[0] ?? {}).sort()).toEqual(['action', 'milliseconds', 'outcome'])
  })
})

describe('label moves', () => {
  test('are sent once: what was not answered may have happened', async () => {
    const { aws, asked } = await scripted(hangsUp)
    expect(await troubleOf(aws.secrets.moveStage(MOVE))).toMatchObject({
      reason: 'timeout',
      uncertain: true,
    })
    expect(asked).toEqual(['UpdateSecretVersionStage'])
  })

  test('an error of the server leaves doubt, a refusal none', async () => {
    const failing = await scripted(refuses('InternalServiceError', 500))
    expect(await troubleOf(failing.aws.secrets.moveStage(MOVE))).toMatchObject({
      reason: 'fault',
      uncertain: true,
    })
    const refusing = await scripted(refuses('InvalidParameterException'))
    expect(await troubleOf(refusing.aws.secrets.moveStage(MOVE))).toEqual({
      reason: 'invalid',
      action: 'secretsmanager:UpdateSecretVersionStage',
      errorName: 'InvalidParameterException',
      uncertain: false,
    })
  })

  test('are sent again when AWS was too busy to look at them', async () => {
    const { aws, asked } = await scripted(refuses('ThrottlingException'), json(200, { ARN: 'arn:s' }))
    expect(await aws.secrets.moveStage(MOVE)).toEqual({ date: Date.parse(DATE) })
    expect(asked).toHaveLength(2)
  })
})

describe('forced deployments', () => {
  test('are sent once, and name the deployment that they made', async () => {
    const service = {
      deployments: [
        { id: 'ecs-svc/1', status: 'ACTIVE' },
        { id: 'ecs-svc/2', status: 'PRIMARY' },
      ],
    }
    const good = await scripted(json(200, { service }))
    expect(await good.aws.ecs.forceDeployment('c', 's')).toEqual({
      deployment: 'ecs-svc/2',
      date: Date.parse(DATE),
    })
    const bad = await scripted(hangsUp)
    expect((await troubleOf(bad.aws.ecs.forceDeployment('c', 's'))).uncertain).toBe(true)
    expect(bad.asked).toHaveLength(1)
  })
})

describe('services', () => {
  test('are asked for in batches of ten', async () => {
    const { aws, asked } = await scripted(json(200, { services: [], failures: [{ arn: 'gone' }] }))
    const names = Array.from({ length: 21 }, (_, n) => `s${n}`)
    expect((await aws.ecs.services('c', names)).missing).toEqual(['gone', 'gone', 'gone'])
    expect(asked).toHaveLength(3)
  })
})

describe('tasks', () => {
  test('are listed to the last page, those that are being stopped too', async () => {
    const page = (tasks: readonly string[], more: object = {}) => json(200, { taskArns: tasks, ...more })
    const { aws, asked } = await scripted(
      page(['r1'], { nextToken: 'more' }),
      page(['s1'], { nextToken: 'more' }),
      page(['x2']),
      page(['x3']),
      json(200, { tasks: ['r1', 's1', 'x2', 'x3'].map((taskArn) => ({ taskArn })) }),
    )
    const tasks = await aws.ecs.tasks('c', 's')
    expect(tasks.map(({ arn }) => arn)).toEqual(['r1', 's1', 'x2', 'x3'])
    expect(asked).toEqual(['ListTasks', 'ListTasks', 'ListTasks', 'ListTasks', 'DescribeTasks'])
  })
})

describe('trouble', () => {
  test.each([
    ['ExpiredTokenException', 'credentials'],
    ['UnrecognizedClientException', 'credentials'],
    ['AccessDeniedException', 'denied'],
    ['ResourceNotFoundException', 'not-found'],
    ['ClusterNotFoundException', 'not-found'],
    ['LimitExceededException', 'limit'],
    ['ResourceExistsException', 'conflict'],
    ['UnknownOperationException', 'unsupported'],
    ['RequestExpired', 'clock'],
    ['SomethingNobodyKnows', 'invalid'],
  ])('%s is %s', async (name, reason) => {
    const { aws } = await scripted(refuses(name))
    expect(
      await troubleOf(aws.secrets.put({ id: 's', token: 't'.repeat(32), text: 'x', stages: ['l'] })),
    ).toEqual({
      reason,
      action: 'secretsmanager:PutSecretValue',
      errorName: name,
      uncertain: false,
    })
  })

  test('nobody listens: nothing was sent, so nothing is in doubt', async () => {
    const aws = await connect({ region: 'eu-west-1' }, process.env, {
      endpoint: 'http://127.0.0.1:1',
      maxAttempts: 1,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    })
    expect(await troubleOf(aws.secrets.moveStage(MOVE))).toMatchObject({
      reason: 'unreachable',
      uncertain: false,
    })
  })

  test.each([
    ['no Region', {}, 'region'],
    ['no such profile', { region: 'eu-west-1', profile: 'nobody' }, 'profile'],
    ['no such profile, and so no Region', { profile: 'nobody' }, 'profile'],
    ['no credentials', { region: 'eu-west-1' }, 'credentials'],
    ['what cannot be a Region', { region: 'eu-west-1.example.com/' }, 'region'],
  ])('%s', async (_name, settings, reason) => {
    const env = { ...process.env }
    for (const name of Object.keys(process.env).filter((each) => each.startsWith('AWS_')))
      delete process.env[name]
    Object.assign(process.env, {
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
    })
    try {
      const call = connect(settings, process.env, { endpoint: 'http://127.0.0.1:1' }).then((aws) =>
        aws.caller(),
      )
      expect((await troubleOf(call)).reason).toBe(reason)
    } finally {
      for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name]
      Object.assign(process.env, env)
    }
  })
})
