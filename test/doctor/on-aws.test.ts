import { expect, test } from 'vitest'
import { HOUR } from '../../src/model/instant.ts'
import { run } from '../../src/run.ts'
import { sandboxed } from '../support/sandboxed.ts'

interface Check {
  readonly check: string
  readonly state: string
  readonly findings: readonly {
    readonly code: string
    readonly severity: string
    readonly hints: readonly string[]
  }[]
}

/** What `lic doctor --json` says, with the check of that name. */
async function doctor(told: Awaited<ReturnType<typeof sandboxed>>, ...more: readonly string[]) {
  const before = told.host.out().length
  const code = await run(['doctor', '--cluster', 'axonflow-cluster', '--json', ...more], told.host)
  const { result } = JSON.parse(told.host.out().slice(before))
  const checks = result.checks as readonly Check[]
  return { code, cause: result.cause, check: (name: string) => checks.find(({ check }) => check === name) }
}

/** Somebody put another key into the secret, and restarted nothing. */
async function changedByHand() {
  const told = await sandboxed()
  await told.host.sleep(HOUR)
  const aws = await told.host.aws({})
  await aws.secrets.put({
    id: 'axonflow/license-key',
    token: 'n'.repeat(32),
    text: told.key({ days: 300 }),
    stages: ['AWSCURRENT'],
  })
  return told
}

test('tasks that started before the version that is live was made surely hold another key', async () => {
  const told = await changedByHand()
  const { code, cause, check } = await doctor(told)
  expect([code, check('tasks')?.state, cause.check, cause.code]).toEqual([
    22,
    'failed',
    'tasks',
    'doctor.tasks-old',
  ])
  expect(check('tasks')?.findings[0]?.hints).toEqual([
    'start them again: lic redeploy --secret axonflow/license-key --cluster axonflow-cluster --service axonflow-agent-service --service axonflow-orchestrator-service',
  ])
})

test('what it proposes mends it', async () => {
  const told = await changedByHand()
  const cure = (await doctor(told)).check('tasks')?.findings[0]?.hints[0] ?? ''
  const words = cure.replace('start them again: lic ', '').split(' ')
  expect(await run([...words, '--yes', '--quiet'], told.host)).toBe(0)
  const { code, cause, check } = await doctor(told, '--health-url', 'http://agent/health')
  expect([code, cause, check('tasks')?.state, check('health')?.state]).toEqual([0, null, 'ok', 'ok'])
})

test('the clock of this machine against that of AWS', async () => {
  const told = await sandboxed()
  const { host } = told
  const ahead = { ...host, now: () => (host.now() + 2 * HOUR) as ReturnType<typeof host.now> }
  const { check, cause, code } = await doctor({ ...told, host: ahead })
  expect([code, check('clock')?.state, check('clock')?.findings[0]?.code]).toEqual([
    22,
    'failed',
    'doctor.clock',
  ])
  expect(cause.check).toBe('clock')
})

test('it asks for nothing but reads, and few of them', async () => {
  const told = await sandboxed()
  await doctor(told)
  expect([...told.calls].sort()).toEqual([
    'caller',
    'ecs.services',
    'ecs.taskDefinition',
    'ecs.taskDefinition',
    'ecs.tasks',
    'ecs.tasks',
    'logs.find',
    'logs.find',
    'secrets.describe',
    'secrets.get',
  ])
})

test.each(['caller', 'ecs.services', 'ecs.taskDefinition', 'ecs.tasks', 'secrets.describe', 'secrets.get'])(
  '%s denied: the rest is still seen, and it does not end with 0',
  async (call) => {
    const told = await sandboxed({ events: [{ call, fails: 'denied' }] })
    const { code, cause, check } = await doctor(told, '--health-url', 'http://agent/health')
    expect(code).toBe(32)
    expect(cause.code).toBe('aws.denied')
    const seen = ['definitions', 'task-definition', 'secret', 'tasks', 'aws', 'health', 'refusals'].filter(
      (name) => check(name)?.state === 'ok' || check(name)?.state === 'attention',
    )
    expect(seen.length).toBeGreaterThanOrEqual(3)
  },
)
