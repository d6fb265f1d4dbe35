import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../../src/host/aws/clients.ts'
import { instantAt } from '../../src/model/instant.ts'
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts'
import { awsIsThere, folder, shell } from '../sandbox/support/aws-command.ts'
import { listening, runBuilt } from '../support/loopback-aws.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({
    key: { tier: 'Enterprise', org: 'acme', days: 300, forged: true },
    timings: { pull: 1, spread: 0, start: 1, boot: 1, healthy: 1, stop: 1, retry: 1 },
  })
})
afterAll(() => sandbox.close())

const LINE =
  /service axonflow-agent-service: task ([0-9a-f]{32}) said at \S+Z: License validation failed: the signature is not by /

/** What the built program finds in the log, over sockets. */
async function refused() {
  const { stdout } = await runBuilt(['doctor', '--cluster', 'axonflow-cluster', '--json'], { ...sandbox.env })
  const { checks } = JSON.parse(stdout).result
  return checks.find(({ check }: { check: string }) => check === 'log')
}

test('the built program reads what a task said of the key that it refused', async () => {
  const { state, findings } = await refused()
  expect([state, findings[0].code, findings[0].message]).toEqual([
    'failed',
    'doctor.refused-in-log',
    expect.stringMatching(LINE),
  ])
})

test.skipIf(!awsIsThere)(
  awsIsThere
    ? 'the real aws command, as it is printed, shows the same line'
    : 'the same line by the real aws command (skipped: there is no aws on the PATH)',
  async () => {
    const { findings } = await refused()
    const [{ message, hints }] = findings
    const [command] = /aws logs .*/.exec(hints.at(-1)) ?? []
    const { code, out } = await shell(command ?? '', sandbox.env, folder())
    expect(code).toBe(0)
    const [line] = /License validation failed.*/.exec(message) ?? []
    expect(JSON.parse(out).events.map((event: { message: string }) => event.message)).toEqual([line])
  },
)

test('one stream, one phrase, so many events, in the Region of the log, signed for it', async () => {
  const asked: { body: unknown; signedFor: string | undefined }[] = []
  const server = createServer((request, answer) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      const signedFor = /Credential=test\/\d+\/([^,]+)\/aws4_request/.exec(
        request.headers.authorization ?? '',
      )
      asked.push({ body: JSON.parse(body), signedFor: signedFor?.[1] })
      const event = { timestamp: 1e300, message: 'the phrase' }
      answer.end(JSON.stringify(asked.length === 1 ? { events: [], nextToken: 'n' } : { events: [event] }))
    })
  })
  const port = await listening(server)
  const aws = await connect({ region: 'eu-west-1' }, process.env, {
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  const search = {
    group: 'g',
    region: 'us-gov-west-1',
    stream: 's/c/t',
    phrase: 'the phrase',
    from: instantAt(1),
    until: instantAt(2),
  }
  const found = await aws.logs.find(search)
  server.close().closeAllConnections()
  expect(found).toEqual({ events: [{ at: null, text: 'the phrase' }], whole: true })
  const body = {
    logGroupName: 'g',
    logStreamNames: ['s/c/t'],
    filterPattern: '"the phrase"',
    limit: 20,
    startTime: 1,
    endTime: 2,
  }
  expect(asked).toEqual([
    { body, signedFor: 'us-gov-west-1/logs' },
    { body: { ...body, nextToken: 'n' }, signedFor: 'us-gov-west-1/logs' },
  ])
})

test('a page that leads to itself is read once more, and the answer is not taken for whole', async () => {
  let asked = 0
  const server = createServer((request, answer) => {
    request.resume().on('end', () => {
      asked++
      answer.end(JSON.stringify({ events: [{ timestamp: 1000, message: 'the phrase' }], nextToken: 'same' }))
    })
  })
  const port = await listening(server)
  const aws = await connect({ region: 'eu-west-1' }, process.env, {
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  const found = await aws.logs.find({
    group: 'g',
    region: null,
    stream: 's',
    phrase: 'the phrase',
    from: null,
    until: null,
  })
  server.close().closeAllConnections()
  const event = { at: instantAt(1000), text: 'the phrase' }
  expect([asked, found]).toEqual([2, { events: [event, event], whole: false }])
})
