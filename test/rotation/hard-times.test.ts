import { describe, expect, test } from 'vitest'
import { HttpTrouble } from '../../src/host/host.ts'
import { HOUR, type Instant, instantAt } from '../../src/model/instant.ts'
import type { World } from '../../src/sandbox/world/world.ts'
import { type Event, sandboxed } from '../support/sandboxed.ts'
import { currentValue, labels, NEW_KEY, rotate, running, withNewKey } from './lic.ts'

const OLD = ['Professional', 'Professional', 'Professional']
const NEW = ['Enterprise', 'Enterprise', 'Enterprise']
const breaker = { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } }

/** While another key than the first is live, no task can pull it. */
function cannotPull(): Event {
  let first: string | undefined
  return {
    call: 'ecs.tasks',
    before: (world) => {
      first ??= currentValue(world)
      if (currentValue(world) === first) return
      for (const task of world.tasks.filter(({ status }) => status === 'PENDING')) {
        task.due = null
        task.status = 'STOPPED'
        task.desired = 'STOPPED'
        task.stopped = world.now
        task.stop = {
          code: 'TaskFailedToStart',
          reason: 'ResourceInitializationError: unable to pull secrets or registry auth',
        }
      }
    },
  }
}

describe('a rollout', () => {
  test.each([
    ['with a circuit breaker, which goes back by itself, but leaves the new key in the secret', breaker],
    ['without one', {}],
  ])('whose tasks cannot pull the secret is undone, %s', async (_name, service) => {
    const here = await withNewKey({ wiring: { service: () => service }, events: [cannotPull()] })
    const { exitCode, error, result } = await rotate(here)
    expect([exitCode, result.report?.ending]).toEqual([51, 'undone'])
    expect(error?.message).toContain('ResourceInitializationError')
    expect(labels(here.world())).toEqual([
      'AWSCURRENT v1',
      'AWSPREVIOUS v2',
      'lic-archive v1',
      'lic-failed v2',
    ])
    expect(running(here.world())).toEqual(OLD)
  })

  test('that says it is complete while no task changed is not believed', async () => {
    const pretend = (world: World) => {
      for (const service of world.services)
        service.deployments = service.deployments.map((one) => ({ ...one, rollout: 'COMPLETED' as const }))
      world.tasks = world.tasks.filter(({ created }) => created < world.now - HOUR || created < promoted)
    }
    let promoted = Number.POSITIVE_INFINITY
    const here = await withNewKey({
      events: [
        { call: 'ecs.forceDeployment', nth: 1, before: ({ now }) => (promoted = now) },
        { call: 'ecs.tasks', before: (world) => promoted < Number.POSITIVE_INFINITY && pretend(world) },
      ],
    })
    const { exitCode, result } = await rotate(here, '--timeout', '2m')
    expect([exitCode, result.report?.ending]).toEqual([54, 'unfinished'])
  })

  test('that never ends is left as it is, with the way on and the way back', async () => {
    const here = await withNewKey({ timings: { boot: 24 * HOUR } })
    const { exitCode, error, result } = await rotate(here, '--timeout', '10m')
    expect([exitCode, error?.code, result.report?.ending]).toEqual([54, 'rotation.timeout', 'unfinished'])
    expect(labels(here.world())).toContain('lic-pending v2')
    expect(result.report?.next.some((line) => line.includes('update-secret-version-stage'))).toBe(true)
  })
})

describe('what the runtime says', () => {
  const answering = (status: number, contentType: string, body: string) => ({
    get: async () => ({ status, contentType, body: Buffer.from(body), cut: false }),
  })
  const silent = [
    ['is a page', answering(200, 'text/html', '<html><title>Sign in</title></html>')],
    ['is 451', answering(451, 'text/plain', 'Unavailable For Legal Reasons')],
    ['is half of an answer', answering(200, 'application/json', '{"license_tier":"Enter')],
    ['is another shape', answering(200, 'application/json', '{"status":["ok"]}')],
    [
      'does not come',
      {
        get: async () => {
          throw new HttpTrouble('timeout')
        },
      },
    ],
  ] as const

  test.each(silent)('%s: that proves nothing, and is no reason to go back', async (_name, told) => {
    const here = await sandboxed({ told: (key) => ({ files: { [NEW_KEY]: key() }, ...told }) })
    const { exitCode, result } = await rotate(here, '--health-url', 'http://agent/health')
    expect([exitCode, result.report?.ending]).toEqual([0, 'done'])
    const proof = result.report?.steps.find(({ id }) => id === 'prove')?.evidence ?? []
    expect(proof.find(({ label }) => label === 'rung')?.value).toMatch(/^tasks only/)
    expect(proof.find(({ label }) => label === 'http://agent/health')?.value).toMatch(/^cannot tell/)
    expect(running(here.world())).toEqual(NEW)
  })

  test.each([
    ['still the old tier', '{"status":"healthy","license_tier":"Professional"}'],
    ['a tier that no key names', '{"status":"healthy","license_tier":"Community"}'],
  ])('is %s: undone', async (_name, body) => {
    const told = answering(200, 'application/json', body)
    const here = await sandboxed({ told: (key) => ({ files: { [NEW_KEY]: key() }, ...told }) })
    const { exitCode, error } = await rotate(here, '--health-url', 'http://agent/health')
    expect([exitCode, error?.code]).toEqual([51, 'health.differs'])
    expect(running(here.world())).toEqual(OLD)
  })
})

describe("this machine's clock", () => {
  test.each([
    ['is two hours fast', 2 * HOUR],
    ['is two hours slow', -2 * HOUR],
  ])('%s: freshness goes by the clock of AWS', async (_name, skew) => {
    const here = await withNewKey()
    const world = here.host.now
    Object.assign(here.host, { now: (): Instant => instantAt(world() + skew) })
    const { exitCode, result } = await rotate(here)
    expect([exitCode, result.report?.ending]).toEqual([0, 'done'])
    expect(running(here.world())).toEqual(NEW)
    expect(labels(here.world())).toEqual(['AWSCURRENT v2', 'AWSPREVIOUS v1', 'lic-archive v1'])
  })
})

describe('reads that lag', () => {
  test.each([
    ['secretsmanager:*', 500],
    ['secretsmanager:*', 2000],
    ['ecs:*', 2000],
    ['*', 2000],
  ])('%s by %i ms: nobody is accused of what this run did itself', async (call, by) => {
    const here = await withNewKey()
    here.world().weather.push({ call, does: 'lagging', by })
    const { exitCode, error } = await rotate(here)
    expect([exitCode, error?.message]).toEqual([0, undefined])
    expect(running(here.world())).toEqual(NEW)
    // How long it was live is told where that was long enough to tell.
    const needed = labels(here.world()).filter((label) => label !== 'lic-lived v2')
    expect(needed).toEqual(['AWSCURRENT v2', 'AWSPREVIOUS v1', 'lic-archive v1'])
  })
})
