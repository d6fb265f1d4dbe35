import { afterEach, describe, expect, test } from 'vitest'
import { get } from '../../src/host/node-http.ts'
import { DAY, HOUR, type Instant, MINUTE, parseInstant } from '../../src/model/instant.ts'
import { run } from '../../src/run.ts'
import { atlasai } from '../../src/sandbox/vendors/atlasai/vendor.ts'
import { startVendor } from '../../src/sandbox/vendors/start.ts'
import { fakeHost, type World } from '../support/host.ts'
import { NOON, type Running, started } from './support/alphaagent.ts'
import { ask } from './support/asking.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const box of open.splice(0)) await box.close()
})

async function start(): Promise<Running> {
  const box = await started()
  open.push(box)
  return box
}

/** A command, at the sandbox's own time, with the token in the environment; requests are real. */
async function lic(box: Running, argv: readonly string[], { env, ...world }: World = {}) {
  const now = parseInstant((await box.state()).now) as Instant
  const host = { ...fakeHost({ now, env: { LICENSE_TOKEN: box.key, ...env }, ...world }), get }
  const exitCode = await run([...argv, '--json'], host)
  const said = host.out() + host.err()
  expect(said.includes(box.secret)).toBe(false)
  return { exitCode, answer: JSON.parse(host.out()), kept: host.kept }
}

const health = (box: Running) => ['--health-url', `${box.url}/studio/health`]
const codes = (findings: readonly { code: string }[]) => findings.map(({ code }) => code)

describe('lic asks a running Studio when its last heartbeat was', () => {
  test.each([
    ['OK', 0, 0, 0],
    ['WARN', 10 * MINUTE, 0, 20],
    ['UNHEALTHY', HOUR, 0, 21],
    ['KILLED', DAY, 41, 41],
  ] as const)('%s', async (state, lapse, exit, warned) => {
    const box = await start()
    await box.does('disconnect')
    box.pass(lapse)
    const check = ['check', '--allow-unverifiable', ...health(box)]
    const [plain, asked, inspected] = [
      await lic(box, check),
      await lic(box, [...check, '--fail-on', 'warn']),
      await lic(box, ['inspect', ...health(box)]),
    ]
    expect([plain.exitCode, asked.exitCode, inspected.exitCode]).toEqual([exit, warned, Math.max(33, exit)])
    const { standing } = inspected.answer.result
    expect(standing.phase).toBe(state)
    expect(standing.changes).toBe(
      {
        OK: '2026-11-23T12:10:00Z',
        WARN: '2026-11-23T12:30:00Z',
        UNHEALTHY: '2026-11-24T12:00:00Z',
        KILLED: 'never',
      }[state],
    )
    const [first] = inspected.answer.result.explanations
    expect(first.says).toContain(
      `at 2026-11-23T12:00:00Z, as read from ${box.url}/studio/health, which says ${state}`,
    )
  })

  test('delinquent is a warning, revoked an end, and each is told from the other', async () => {
    const box = await start()
    await box.does('delinquent')
    box.pass(5 * MINUTE)
    const delinquent = await lic(box, ['check', '--allow-unverifiable', ...health(box)])
    expect([delinquent.exitCode, codes(delinquent.answer.result.findings)]).toEqual([
      0,
      ['key.account-delinquent', 'key.unverifiable'],
    ])
    await box.does('paid')
    box.pass(5 * MINUTE)
    await box.does('revoke')
    box.pass(5 * MINUTE)
    const revoked = await lic(box, ['check', '--allow-unverifiable', ...health(box)])
    expect([revoked.exitCode, codes(revoked.answer.result.findings)]).toEqual([
      43,
      ['key.unverifiable', 'key.account-revoked'],
    ])
    await box.does('reinstate')
    await box.does('activate')
    expect((await lic(box, ['check', '--allow-unverifiable', ...health(box)])).exitCode).toBe(0)
  })

  test('refused on another host, Studio says that it is killed, though its heartbeat was just now', async () => {
    const box = await start()
    await box.does('move', { host: 'elsewhere' })
    const { exitCode, answer } = await lic(box, ['check', '--allow-unverifiable', ...health(box)])
    expect([exitCode, answer.result.findings.at(-1).message]).toEqual([
      41,
      `KILLED: ${box.url}/studio/health says so itself (other_host)`,
    ])
  })

  test('a token of another license than it runs on is not active there', async () => {
    const box = await start()
    const env = { LICENSE_TOKEN: box.issue() }
    const { exitCode, answer } = await lic(box, ['check', '--allow-unverifiable', ...health(box)], { env })
    expect([exitCode, codes(answer.result.findings)]).toEqual([43, ['key.unverifiable', 'key.not-active']])
  })

  test('several keys are judged by one answer', async () => {
    const box = await start()
    await box.does('disconnect')
    box.pass(HOUR)
    const host = { ...fakeHost({ now: NOON, stdin: `${box.key}\n${box.key}\n` }), get }
    const argv = ['check', '--lines', '-', '--allow-unverifiable', '--fail-on', 'warn', ...health(box)]
    expect(await run(argv, host)).toBe(21)
    expect(host.out().match(/UNHEALTHY/g)).toHaveLength(2)
  })

  test('a Studio that says OK, and not since when, leaves its license unjudged', async () => {
    const box = await start()
    const bare = { status: 200, contentType: '', cut: false, body: Buffer.from('{"license":"OK"}') }
    const host = { ...fakeHost({ now: NOON, env: { LICENSE_TOKEN: box.key } }), get: async () => bare }
    expect(await run(['check', '--allow-unverifiable', ...health(box)], host)).toBe(2)
    expect(host.err()).toContain('[health.no-heartbeat]')
  })

  test('what answers there and is no Studio says nothing, and nothing is judged', async () => {
    const box = await start()
    const plane = await startVendor(atlasai, { now: () => NOON })
    open.push(plane)
    for (const path of ['/api/health', '/nothing/here'])
      for (const verb of ['inspect', 'check']) {
        const { exitCode, answer } = await lic(box, [verb, '--health-url', plane.url + path])
        expect([exitCode, answer.error.code, 'result' in answer]).toEqual([2, 'health.no-heartbeat', false])
      }
  })
})

describe('lic rotate, of a license that lives by heartbeats', () => {
  const consents = ['unverifiable', 'other-identity'].flatMap((to) => [
    '--allow',
    to,
    '--reason',
    'a new license',
  ])
  const rotate = async (box: Running, fresh: string, ...more: readonly string[]) => {
    const files = { '.env': `LICENSE_TOKEN=${box.key}\n`, 'new.token': fresh }
    const argv = ['rotate', 'file:new.token', '--product', 'alphaagent', '--dotenv', '.env', ...consents]
    return lic(box, [...argv, ...more], { env: {}, files })
  }

  test('needs no --last-heartbeat where a running Studio is named', async () => {
    const box = await start()
    const fresh = box.issue()
    const blind = await rotate(box, fresh, '--dry-run')
    expect([blind.exitCode, blind.answer.error.code]).toEqual([50, 'rotation.key-not-usable'])
    const { exitCode, answer, kept } = await rotate(box, fresh, '--yes', ...health(box))
    expect([exitCode, answer.error, kept.get('.env')]).toEqual([0, undefined, `LICENSE_TOKEN=${fresh}\n`])
  })

  test.each([
    ['the new license', (fresh: string) => fresh, 0, 'runtime'],
    ['the old one still', () => null, 51, 'none'],
  ] as const)('Studio, restarted, proves it by running on %s', async (_what, key, exit, rung) => {
    const box = await start()
    const fresh = box.issue()
    let restarts = 0
    const command: World['command'] = async () => {
      const json = restarts++ === 0 ? { key: key(fresh) } : {}
      await ask(box, 'POST /_lic/restart', { json })
      return { kind: 'exited', code: 0 }
    }
    const files = { '.env': `LICENSE_TOKEN=${box.key}\n`, 'new.token': fresh }
    const argv = ['rotate', 'file:new.token', '--product', 'alphaagent', '--dotenv', '.env', ...consents]
    const { exitCode, answer } = await lic(
      box,
      [...argv, '--yes', '--restart', 'restart it', ...health(box)],
      { env: {}, files, command },
    )
    expect([exitCode, answer.result.report.proof?.rung]).toEqual([exit, rung])
  })

  test('a killed Studio is no reason not to give it another license', async () => {
    const box = await start()
    await box.does('revoke')
    box.pass(5 * MINUTE)
    const again = await rotate(box, box.key, '--dry-run', ...health(box))
    expect([again.exitCode, again.answer.error.code]).toEqual([50, 'rotation.key-not-usable'])
    const other = await rotate(box, box.issue(), '--dry-run', ...health(box))
    expect(other.exitCode).toBe(0)
  })

  test('a Studio that gives no answer leaves the key unjudged, and nothing is written', async () => {
    const box = await start()
    const { exitCode, answer, kept } = await rotate(
      box,
      box.issue(),
      '--yes',
      '--health-url',
      'http://127.0.0.1:9/health',
    )
    expect([exitCode, answer.error.code, [...kept]]).toEqual([31, 'health.no-answer', []])
  })
})
