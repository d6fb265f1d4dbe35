import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import type { HttpAnswer } from '../../src/host/host.ts'
import { run } from '../../src/run.ts'
import { handle } from '../../src/sandbox/world/handle.ts'
import { SECRET } from '../rotation/lic.ts'
import { type Event, sandboxed } from '../support/sandboxed.ts'

const ENTERPRISE = { tier: 'Enterprise', days: 200 } as const

describe('what lic watch --json prints', () => {
  test('each line fits what lic help schema publishes: changes, trouble, the end', async () => {
    let here: Awaited<ReturnType<typeof sandboxed>> | null = null
    const put = () => {
      if (here === null) return
      handle(here.world(), {
        service: 'secretsmanager',
        action: 'PutSecretValue',
        body: { SecretId: SECRET, SecretString: 'no key', ClientRequestToken: 'a'.repeat(32) },
      })
    }
    const events: Event[] = [
      { call: 'secrets.describe', nth: 2, fails: 'denied' },
      { call: 'secrets.get', nth: 3, before: put },
    ]
    here = await sandboxed({ key: ENTERPRISE, events })
    await run(['help', 'schema'], here.host)
    const validate = new Ajv2020({ strict: false }).compile(JSON.parse(here.host.out()))
    const before = here.host.out().length
    const argv = ['watch', '--json', '--for', '5m', '--health-url', 'http://agent/health']
    expect(await run(argv, here.host)).toBe(44)
    const lines = here.host.out().slice(before).trimEnd().split('\n')
    const all = lines.map((line) => JSON.parse(line)) as {
      command: string
      exitCode: number
      error?: { code: string }
    }[]
    expect(all.filter((line) => !validate(line) || line.command !== 'watch')).toEqual([])
    const told = all.map(({ exitCode, error }) => [exitCode, error?.code ?? null].join(' '))
    expect(told.filter((one, at) => one !== told[at - 1])).toEqual(['0 ', '32 aws.denied', '0 ', '44 '])
    for (const line of lines) expect(line).toMatch(/^[ -~]+$/)
  })
})

describe('no key is in what they say', () => {
  const CANARY = 'c4n4ry-5ecret'
  test.each([
    ['status', ['status']],
    ['status --json', ['status', '--json']],
    ['status for a monitoring system', ['status', '--exit-style', 'nagios']],
    ['watch', ['watch', '--for', '1m', '--debug']],
    ['watch --json', ['watch', '--for', '1m', '--json']],
    ['watch as metrics', ['watch', '--for', '1m', '--metrics-emf', '--metrics-file', 'lic.prom']],
  ])('%s', async (_name, argv) => {
    const echo = (key: string) => async (): Promise<HttpAnswer> => ({
      status: 500,
      contentType: 'text/plain',
      body: Buffer.from(`cannot parse ${key}`),
      cut: false,
    })
    for (const spoil of [
      (key: string) => `${key}${CANARY}`,
      (key: string) => ` ${key}`,
      (key: string) => JSON.stringify({ license: key, other: CANARY }),
      (key: string) => key.replace('.', CANARY),
      () => CANARY,
    ]) {
      let key = ''
      const here = await sandboxed({
        key: ENTERPRISE,
        wiring: {
          value: (made) => {
            key = made
            return spoil(made)
          },
        },
        told: { get: async () => echo(key)() },
      })
      const exitCode = await run([...argv, '--health-url', 'http://agent/health'], here.host)
      expect(exitCode).not.toBe(0)
      const [payload = '', signature = ''] = key.slice('AXON-'.length).split('.')
      const all = here.host.out() + here.host.err() + [...here.host.grown.values()].join('')
      for (const secret of [CANARY, payload.slice(0, 40), signature.slice(0, 20)])
        expect(all).not.toContain(secret)
    }
  })
})
