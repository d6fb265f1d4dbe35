import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connect } from '../../src/host/aws/clients.ts'
import { network } from '../../src/host/aws/network.ts'
import { boundStrangers } from '../../src/host/aws/strangers.ts'
import { type Aws, AwsTrouble } from '../../src/host/aws-api.ts'
import { type HttpAnswer, HttpTrouble } from '../../src/host/host.ts'
import { get } from '../../src/host/node-http.ts'
import { awsError } from '../../src/input/aws-trouble.ts'
import { exitCodeOf } from '../../src/model/codes.ts'
import { EXIT } from '../../src/model/exit.ts'
import { LicError } from '../../src/model/lic-error.ts'
import { wordIn } from '../../src/targets/health/ask.ts'
import { LIES, type Liar, type Lie, liar } from '../support/liars.ts'

/** What the kernel and the streams between may hold besides what is read. */
const IN_FLIGHT = 16 << 20
const CAP = 4096
const QUICK = { connectMs: 200, answerMs: 200, bytes: 1 << 20 }

let liars: Liar[] = []
let stop = () => {}
const environment = { ...process.env }
beforeEach(() => {
  stop = boundStrangers({ milliseconds: 200, bytes: 1 << 20 })
  for (const name of Object.keys(process.env)) if (/^AWS_|_proxy$/i.test(name)) delete process.env[name]
  process.env.HOME = '/nowhere'
})
afterEach(() => {
  stop()
  for (const one of liars) one.close()
  liars = []
  Object.assign(process.env, environment)
})

const telling = async (lie: Lie): Promise<Liar> => {
  const one = await liar(lie)
  liars.push(one)
  return one
}

/** The exit code that a call of AWS ends with. */
async function exitOf(call: Promise<unknown>): Promise<number> {
  const thrown = await call.then(
    () => 'an answer',
    (error: unknown) => error,
  )
  if (!(thrown instanceof AwsTrouble)) throw new Error(`no trouble: ${String(thrown)}`)
  const told = awsError(thrown, { region: 'eu-west-1', profile: null })
  if (!(told instanceof LicError)) throw new Error('no words')
  return exitCodeOf(told)
}

const unanswered = [EXIT.unreachable, EXIT.credentials]

describe.each(LIES)('%s', (_name, lie) => {
  test('is no word of a runtime', async () => {
    stop()
    const { url, sent, left } = await telling(lie)
    const readHealth = async () => ({ shape: 'believed' }) as never
    const answer = await get({ url, timeoutMs: 300, capBytes: CAP }).catch((thrown: unknown) => thrown)
    if (answer instanceof HttpTrouble) expect(answer.reason).toMatch(/^(timeout|refused|other)$/)
    else {
      expect((answer as HttpAnswer).body.length).toBeLessThanOrEqual(CAP)
      expect(await wordIn(answer as HttpAnswer, { readHealth })).toBe(null)
    }
    await left()
    expect(sent()).toBeLessThan(IN_FLIGHT)
  })

  const client = (endpoint: string, env: Record<string, string> = {}): Promise<Aws> =>
    connect(
      { region: 'eu-west-1' },
      {},
      {
        endpoint,
        requestHandler: network(env, '', QUICK),
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        maxAttempts: 1,
      },
    )

  test('is no answer of AWS', async () => {
    const { url, sent } = await telling(lie)
    const { secrets, ecs } = await client(url)
    expect(unanswered).toContain(await exitOf(secrets.describe('s')))
    expect(unanswered).toContain(await exitOf(ecs.forceDeployment('c', 's')))
    expect(sent()).toBeLessThan(2 * IN_FLIGHT)
  })

  test('is no way through a proxy', async () => {
    const { url, sent, left } = await telling(lie)
    const { secrets } = await client('https://secrets.test', { HTTPS_PROXY: url })
    expect(unanswered).toContain(await exitOf(secrets.describe('s')))
    await left()
    expect(sent()).toBeLessThan(IN_FLIGHT)
  })

  test('gives an instance no credentials', async () => {
    const { url, sent, connections } = await telling(lie)
    process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT = url
    const { secrets } = await connect({ region: 'eu-west-1' }, process.env)
    expect(await exitOf(secrets.describe('s'))).toBe(EXIT.credentials)
    expect([connections() > 0, sent() < 2 * IN_FLIGHT]).toEqual([true, true])
  })
})

/** It is asked again three times, a second apart: only what differs from the above. */
describe.each(LIES.filter(([name]) => /byte at|body without|cut short|another protocol/.test(name)))(
  '%s',
  (_name, lie) => {
    test('gives a container no credentials', async () => {
      const { url, sent, connections } = await telling(lie)
      process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI = `${url}/credentials`
      const { secrets } = await connect({ region: 'eu-west-1' }, process.env)
      expect(unanswered).toContain(await exitOf(secrets.describe('s')))
      expect([connections() > 0, sent() < 8 * IN_FLIGHT]).toEqual([true, true])
    })
  },
)
