import { describe, expect, test } from 'vitest'
import { run } from '../../src/run.ts'
import { handle } from '../../src/sandbox/world/handle.ts'
import { SECRET, UNBOOTABLE } from '../rotation/lic.ts'
import { type Sandboxed, sandboxed } from '../support/sandboxed.ts'
import { codes, type Seen, status, tasksOf } from './look.ts'

const AGENT = 'axonflow-agent-service'
const ORCHESTRATOR = 'axonflow-orchestrator-service'
const MINUTE = 60_000
const OLDER = [
  [0, 2, 0],
  [0, 1, 0],
]
const ENTERPRISE = { tier: 'Enterprise', days: 200 } as const

const ecs = (here: Sandboxed, action: string, body: object) =>
  expect(
    handle(here.world(), { service: 'ecs', action, body: { cluster: 'axonflow-cluster', ...body } }).status,
  ).toBe(200)

const secrets = (here: Sandboxed, action: string, body: object) =>
  expect(
    handle(here.world(), { service: 'secretsmanager', action, body: { SecretId: SECRET, ...body } }).status,
  ).toBe(200)

async function put(here: Sandboxed, value: object) {
  await here.host.sleep(10 * MINUTE)
  secrets(here, 'PutSecretValue', { ClientRequestToken: 'a'.repeat(32), ...value })
  await here.host.sleep(MINUTE)
}

const hintsOf = ({ result }: Seen, code: string) => result.findings.find((one) => one.code === code)?.hints

/** The line of `lic` that a hint prints, run as it stands. */
const obey = (here: Sandboxed, hint = '') =>
  run([...(/: lic (.*)$/.exec(hint)?.[1] ?? '').split(' '), '--yes', '--quiet'], here.host)

describe('services that no key can be shown to run in', () => {
  test('one scaled to nothing', async () => {
    const here = await sandboxed({ key: ENTERPRISE })
    ecs(here, 'UpdateService', { service: AGENT, desiredCount: 0 })
    await here.host.sleep(10 * MINUTE)
    const seen = await status(here)
    expect([seen.exitCode, codes(seen)]).toEqual([22, ['service.no-tasks']])
    expect(hintsOf(seen, 'service.no-tasks')?.[0]).toBe(
      `start it: aws ecs update-service --cluster axonflow-cluster --service ${AGENT} --desired-count 1 --region us-east-1`,
    )
    ecs(here, 'UpdateService', { service: AGENT, desiredCount: 1 })
    await here.host.sleep(10 * MINUTE)
    expect((await status(here)).exitCode).toBe(0)
  })

  test('one that was removed', async () => {
    const here = await sandboxed({ key: ENTERPRISE })
    ecs(here, 'UpdateService', { service: AGENT, desiredCount: 0 })
    await here.host.sleep(10 * MINUTE)
    ecs(here, 'DeleteService', { service: AGENT })
    const seen = await status(here)
    expect([seen.exitCode, codes(seen)]).toEqual([22, ['service.inactive']])
    expect((await status(here, '--service', ORCHESTRATOR)).exitCode).toBe(0)
  })

  test('one that is being removed, its tasks still there', async () => {
    const here = await sandboxed({ key: ENTERPRISE })
    const service = here.world().services.find(({ name }) => name === AGENT)
    Object.assign(service ?? {}, { status: 'DRAINING' })
    const seen = await status(here)
    expect([seen.exitCode, seen.result.findings.map(({ message }) => message)]).toEqual([
      22,
      [`service ${AGENT} is DRAINING, not ACTIVE: it is being removed`],
    ])
  })
})

describe('the command that cures it names only what it can restart', () => {
  test('not what CodeDeploy deploys', async () => {
    const wiring = {
      service: (role: string) =>
        role === 'agent' ? { deploymentController: { type: 'CODE_DEPLOY' as const } } : {},
    }
    const here = await sandboxed({ key: ENTERPRISE, wiring })
    await put(here, { SecretString: here.key({ days: 300 }) })
    const hints = hintsOf(await status(here), 'status.older-key')
    expect(hints).toEqual([
      `have them read it: lic redeploy --secret ${SECRET} --cluster axonflow-cluster --service ${ORCHESTRATOR} --region us-east-1`,
      `service ${AGENT} is deployed by CODE_DEPLOY: deploy it the way it always is`,
    ])
    expect(await obey(here, hints?.[0])).toBe(0)
    expect(tasksOf(await status(here))).toEqual([
      [0, 2, 0],
      [1, 0, 0],
    ])
  })

  test('not what has no tasks', async () => {
    const here = await sandboxed({ key: ENTERPRISE })
    ecs(here, 'UpdateService', { service: AGENT, desiredCount: 0 })
    await put(here, { SecretString: here.key({ days: 300 }) })
    const hints = hintsOf(await status(here), 'status.older-key')
    expect(await obey(here, hints?.[0])).toBe(0)
    expect(codes(await status(here))).toEqual(['service.no-tasks'])
  })

  test.each([
    ['expired and past its grace', 41, (here: Sandboxed) => ({ SecretString: here.key({ days: -20 }) })],
    ['forged', 49, () => ({ SecretString: UNBOOTABLE })],
    ['no key', 44, () => ({ SecretString: 'hello' })],
    ['binary', 22, () => ({ SecretBinary: 'AAAA' })],
  ])(
    'no restart where the key in place is %s: what runs would not start again',
    async (_how, code, value) => {
      const here = await sandboxed({ key: ENTERPRISE })
      await put(here, value(here))
      const seen = await status(here)
      expect([seen.exitCode, tasksOf(seen)]).toEqual([code, OLDER])
      const hints = hintsOf(seen, 'status.older-key') ?? []
      expect(hints.join('\n')).not.toContain('lic redeploy')
      expect(hints[0]).toMatch(/^do not restart what runs: /)
      expect(hints[1]).toContain('lic rotate SOURCE ')
    },
  )

  test('in its grace a key starts with a warning, so a restart is said', async () => {
    const here = await sandboxed({ key: ENTERPRISE })
    await put(here, { SecretString: here.key({ days: -3 }) })
    const seen = await status(here)
    expect([seen.exitCode, hintsOf(seen, 'status.older-key')?.[0]]).toEqual([
      40,
      expect.stringContaining('have them read it: lic redeploy '),
    ])
  })

  test.each([
    ['secret.deleted', (here: Sandboxed) => secrets(here, 'DeleteSecret', {})],
    ['secret.no-current', (here: Sandboxed) => here.world().secrets[0]?.labels.delete('AWSCURRENT')],
  ])('%s: nothing is said of tasks', async (code, spoil) => {
    const here = await sandboxed({ key: ENTERPRISE })
    spoil(here)
    const seen = await status(here)
    expect([seen.exitCode, codes(seen)]).toEqual([22, [code]])
  })
})
