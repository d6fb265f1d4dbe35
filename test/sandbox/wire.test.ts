import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { instantAt } from '../../src/model/instant.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts'

const HERE = instantAt(Date.UTC(2026, 10, 23, 12, 0, 0, 250))

describe('the endpoint', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ now: () => HERE, chance: 1 })
  })
  afterAll(() => sandbox.close())

  const post = async (target: string | null, body: string, type = 'application/x-amz-json-1.1') => {
    const headers = { 'content-type': type, ...(target === null ? {} : { 'x-amz-target': target }) }
    const answer = await fetch(sandbox.endpoint, { method: 'POST', headers, body })
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }

  test('answers AWS JSON with its own time, an age and a request id', async () => {
    const { status, headers, text } = await post('AmazonEC2ContainerServiceV20141113.ListClusters', '{}')
    expect([status, headers.get('content-type'), headers.get('date'), headers.get('age')]).toEqual([
      200,
      'application/x-amz-json-1.1',
      'Mon, 23 Nov 2026 12:00:00 GMT',
      '0',
    ])
    expect(headers.get('x-amzn-requestid')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
    expect(JSON.parse(text)).toEqual({
      clusterArns: ['arn:aws:ecs:us-east-1:123456789012:cluster/axonflow-cluster'],
    })
  })

  test.each([
    [
      'secretsmanager.GetSecretValue',
      '{"SecretId":"nope"}',
      'ResourceNotFoundException',
      "Secrets Manager can't find the specified secret.",
    ],
    [
      'secretsmanager.GetSecretValue',
      '{}',
      'ValidationException',
      "1 validation error detected: Value at 'secretId' failed to satisfy constraint: Member must not be null",
    ],
    ['secretsmanager.GetSecretValue', '{"SecretId":7}', 'SerializationException', 'SecretId is not a string'],
    ['secretsmanager.GetSecretValue', '[]', 'SerializationException', 'the request is not a JSON object'],
    ['secretsmanager.RotateSecret', '{}', 'UnknownOperationException', undefined],
    ['secretsmanager.__proto__', '{}', 'UnknownOperationException', undefined],
    ['secretsmanager.constructor', '{}', 'UnknownOperationException', undefined],
  ])('%s with %s is a %s', async (target, body, type, message) => {
    const answer = await post(target, body)
    expect([answer.status, answer.headers.get('x-amzn-errortype'), JSON.parse(answer.text)]).toEqual([
      400,
      type,
      message === undefined ? { __type: type } : { __type: type, Message: message },
    ])
  })

  test.each([
    ['AmazonEC2ContainerServiceV20141113.DescribeServices', '{', 'SerializationException'],
    ['AmazonEC2ContainerServiceV20141113.DescribeServices', '"x"', 'SerializationException'],
    ['AmazonEC2ContainerServiceV20141113.DescribeServices', '['.repeat(50_000), 'SerializationException'],
    [
      'AmazonEC2ContainerServiceV20141113.ListClusters',
      `{"x":${'['.repeat(100)}${']'.repeat(100)}}`,
      'SerializationException',
    ],
    ['AmazonEC2ContainerServiceV20141113.RunTask', '{}', 'UnknownOperationException'],
    ['DynamoDB_20120810.ListTables', '{}', 'UnknownOperationException'],
    ['', '{}', 'UnknownOperationException'],
  ])('%s with bad input is a %s', async (target, body, type) => {
    const answer = await post(target, body)
    expect([answer.status, JSON.parse(answer.text).__type]).toEqual([400, type])
  })

  test('an answer never repeats a value it did not accept', async () => {
    const answer = await post(
      'secretsmanager.PutSecretValue',
      JSON.stringify({ SecretId: 'axonflow/license-key', SecretString: `canary${'x'.repeat(65_536)}` }),
    )
    expect([answer.status, answer.text.includes('canary')]).toEqual([400, false])
  })

  test('a request of more than a megabyte is refused and the connection lives on', async () => {
    const answer = await post('secretsmanager.PutSecretValue', 'x'.repeat((1 << 20) + 1))
    expect(answer.status).toBe(413)
    expect((await post('secretsmanager.ListSecrets', '{}')).status).toBe(200)
  })

  test('STS speaks the query protocol', async () => {
    const form = 'application/x-www-form-urlencoded; charset=utf-8'
    const known = await post(null, 'Action=GetCallerIdentity&Version=2011-06-15', form)
    expect([known.status, known.headers.get('content-type')]).toEqual([200, 'text/xml'])
    expect(known.text).toContain('<Arn>arn:aws:iam::123456789012:user/sandbox-operator</Arn><')
    const unknown = await post(null, 'Action=<AssumeRole>&Version=2011-06-15', form)
    expect([unknown.status, unknown.text]).toEqual([
      400,
      expect.stringContaining('<Code>InvalidAction</Code>'),
    ])
  })

  test('what is no AWS request is told so', async () => {
    expect((await fetch(sandbox.endpoint)).status).toBe(404)
    expect((await post(null, '{}')).status).toBe(404)
    expect((await fetch(`${sandbox.endpoint}/_lic/nope`)).status).toBe(404)
    expect((await fetch(`${sandbox.endpoint}/_lic/issue?tier=Gold`)).status).toBe(400)
  })

  test('tells about itself, and issues keys', async () => {
    const about = await (await fetch(`${sandbox.endpoint}/_lic/about`)).json()
    expect(about).toEqual({ sandbox: 'lic', now: HERE, env: sandbox.env, healthUrls: sandbox.healthUrls })
    const { key } = (await (
      await fetch(`${sandbox.endpoint}/_lic/issue?tier=Plus&org=acme&days=9`)
    ).json()) as { key: string }
    const payload = JSON.parse(Buffer.from(key.slice(5, key.lastIndexOf('.')), 'base64url').toString())
    expect([payload.tier, payload.org_id, payload.expires_at]).toEqual(['Plus', 'acme', '20261202'])
  })

  test('both balancers serve health and metrics, and nothing else', async () => {
    for (const url of Object.values(sandbox.healthUrls)) {
      expect(((await (await fetch(url)).json()) as { status: string }).status).toBe('healthy')
      expect((await fetch(new URL('/prometheus', url))).status).toBe(200)
      expect((await fetch(new URL('/admin', url))).status).toBe(404)
    }
  })
})

test('a balancer with no healthy task behind it answers 503', async () => {
  const sandbox = await startSandbox({ now: () => HERE, wiring: { service: () => ({ desiredCount: 0 }) } })
  expect((await fetch(sandbox.healthUrls.agent)).status).toBe(503)
  await sandbox.close()
})

test('a port that is taken is an error, and nothing is left running', async () => {
  const sandbox = await startSandbox()
  const port = Number(new URL(sandbox.endpoint).port)
  await expect(startSandbox({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await sandbox.close()
})
