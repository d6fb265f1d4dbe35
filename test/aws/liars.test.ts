import { createServer, type Server, type ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { connect } from '../../src/host/aws/clients.ts'
import { network } from '../../src/host/aws/network.ts'
import { type Aws, AwsTrouble } from '../../src/host/aws-api.ts'
import { awsError } from '../../src/input/aws-trouble.ts'
import { LicError } from '../../src/model/lic-error.ts'
import { listening } from '../support/loopback-aws.ts'

type Reply = (answer: ServerResponse) => void

const open: Server[] = []
afterEach(() => {
  for (const server of open.splice(0)) server.close().closeAllConnections()
})

const BYTES = 1 << 20

/** Something on the way that answers for AWS. `sent` counts what it got rid of. */
async function liar(reply: Reply, answerMs = 5000) {
  const told = { requests: 0, sent: 0 }
  const server = createServer((request, answer) => {
    told.requests++
    request.resume().on('end', () => reply(answer))
    answer.on('close', () => {
      told.sent += answer.socket?.bytesWritten ?? 0
    })
  })
  open.push(server)
  const aws = await connect(
    { region: 'eu-west-1' },
    {},
    {
      endpoint: `http://127.0.0.1:${await listening(server)}`,
      requestHandler: network({}, '', { connectMs: 1000, answerMs, bytes: BYTES }),
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    },
  )
  return { aws, told }
}

const TYPE = { 'content-type': 'application/x-amz-json-1.1' }
const says =
  (status: number, type: string, body: string | Buffer, more: object = {}): Reply =>
  (answer) => {
    answer.writeHead(status, { 'content-type': type, ...more }).end(body)
  }
const HTML = '<html><body>Please sign in: canary</body></html>'

/** Goes on and on. */
const endless =
  (part: string): Reply =>
  (answer) => {
    answer.writeHead(200, TYPE)
    const more = () => {
      while (!answer.destroyed && answer.write(part));
    }
    answer.on('drain', more)
    more()
  }

/** Never ends, and is never silent. */
const dribbling: Reply = (answer) => {
  answer.writeHead(200, TYPE).write('{"ARN":"')
  const timer = setInterval(() => answer.write('a'), 20)
  answer.on('close', () => clearInterval(timer))
}

const bomb = gzipSync(Buffer.alloc(64 << 20, ' '))
const JSON_TYPE = TYPE['content-type']

const LIES: readonly (readonly [string, Reply, string])[] = [
  ['a web page', says(200, 'text/html', HTML), 'garbled'],
  ['a web page that forbids', says(403, 'text/html', HTML), 'garbled'],
  ['a web page that is broken', says(503, 'text/html', HTML), 'fault'],
  ['JSON cut short', says(200, JSON_TYPE, '{"ARN":"arn:s","VersionId":"v'), 'garbled'],
  ['a body cut short', says(200, JSON_TYPE, '{"ARN"', { 'content-length': '100' }), 'timeout'],
  ['no body', says(200, JSON_TYPE, ''), 'garbled'],
  [
    'an error that says it went well',
    says(200, JSON_TYPE, '{"__type":"AccessDeniedException","message":"canary"}'),
    'garbled',
  ],
  ['JSON of something else', says(200, JSON_TYPE, '{"login":"canary"}'), 'garbled'],
  ['JSON that is no object', says(200, JSON_TYPE, '[1,2]'), 'garbled'],
  ['a redirect', says(302, 'text/html', HTML, { location: 'http://127.0.0.1:1/' }), 'garbled'],
  ['compressed spaces without end', says(200, JSON_TYPE, bomb, { 'content-encoding': 'gzip' }), 'garbled'],
  ['a body without end', endless(' '.repeat(65536)), 'garbled'],
  ['a body that never ends', dribbling, 'timeout'],
  ['silence', () => {}, 'timeout'],
  ['a closed door', (answer) => answer.destroy(), 'timeout'],
]

const READS: Readonly<Record<string, (aws: Aws) => Promise<unknown>>> = {
  'secrets.get': ({ secrets }) => secrets.get('s', { stage: 'AWSCURRENT' }),
  'secrets.describe': ({ secrets }) => secrets.describe('s'),
  'secrets.versions': ({ secrets }) => secrets.versions('s'),
  'ecs.services': ({ ecs }) => ecs.services('c', ['s']),
  'ecs.taskDefinition': ({ ecs }) => ecs.taskDefinition('t'),
  'ecs.tasks': ({ ecs }) => ecs.tasks('c', 's'),
  'ecs.serviceArns': ({ ecs }) => ecs.serviceArns('c'),
}
const WRITES: Readonly<Record<string, (aws: Aws) => Promise<unknown>>> = {
  'secrets.create': ({ secrets }) => secrets.create({ name: 's', token: 't'.repeat(32), text: 'x' }),
  'secrets.put': ({ secrets }) => secrets.put({ id: 's', token: 't'.repeat(32), text: 'x', stages: ['l'] }),
  'secrets.moveStage': ({ secrets }) =>
    secrets.moveStage({ id: 's', stage: 'AWSCURRENT', to: 'v2', from: 'v1' }),
  'ecs.forceDeployment': ({ ecs }) => ecs.forceDeployment('c', 's'),
  'ecs.register': ({ ecs }) => ecs.register({ family: 'f', containerDefinitions: [] }),
}

/** Milliseconds; where the wait itself is the subject, few. */
const PATIENCE: Readonly<Record<string, number>> = { timeout: 200 }

const troubleOf = async (call: Promise<unknown>): Promise<AwsTrouble> => {
  const thrown = await call.catch((error: unknown) => error)
  if (thrown instanceof AwsTrouble) return thrown
  throw new Error(`no trouble: ${String(thrown)}`)
}

describe.each(LIES)('%s in the place of an answer', (_name, reply, reason) => {
  test.each(Object.entries(READS))('%s', async (_call, read) => {
    const { aws } = await liar(reply, PATIENCE[reason])
    const trouble = await troubleOf(read(aws))
    expect(trouble.reason).toBe(reason)
    const told = awsError(trouble, { region: 'eu-west-1', profile: null })
    if (!(told instanceof LicError)) throw new Error('no words')
    expect(`${told.says} ${told.hints.join(' ')}`).not.toMatch(/canary|\n|[<{]/)
  })

  test.each(Object.entries(WRITES))('%s may have happened', async (_call, write) => {
    const { aws, told } = await liar(reply, PATIENCE[reason])
    const trouble = await troubleOf(write(aws))
    expect([trouble.reason, trouble.uncertain]).toEqual([reason, true])
    expect(told.requests).toBe(1)
  })
})

test('no more is read than an answer may take', async () => {
  const { aws, told } = await liar(endless(' '.repeat(65536)))
  await troubleOf(aws.secrets.describe('s'))
  for (let wait = 0; wait < 100 && told.sent === 0; wait++)
    await new Promise((resolve) => setTimeout(resolve, 20))
  expect(told.sent).toBeGreaterThan(BYTES)
  expect(told.sent).toBeLessThan(32 * BYTES)
})
