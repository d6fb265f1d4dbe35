import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/model/instant.ts'
import { run } from '../../src/run.ts'
import { handle } from '../../src/sandbox/world/handle.ts'
import type { Switches, World } from '../../src/sandbox/world/world.ts'
import { testAnchors } from '../support/sample-keys.ts'
import { type Event, sandboxed } from '../support/sandboxed.ts'
import { NEW_KEY, rotate, running, UNBOOTABLE, withNewKey } from './lic.ts'

const LINE =
  '  axonflow-agent-service: 2 of 4 tasks on the key, 2 wanted, 0 pending, IN_PROGRESS, waiting at PRODUCTION_TRAFFIC_SHIFT'

const baking = (role: string) =>
  role === 'agent' ? { deploymentConfiguration: { bakeTimeInMinutes: 2 } } : {}

async function rotated(switches: Partial<Switches> = {}, events: readonly Event[] = []) {
  const here = await withNewKey({ switches, events, wiring: { service: baking } })
  await here.host.sleep(5 * MINUTE)
  const { exitCode } = await rotate(here)
  const waits = here.host
    .err()
    .split('\n')
    .filter((line) => line.includes(', waiting at BAKE_TIME'))
  return { exitCode, waits, asked: here.calls.filter((call) => call === 'ecs.serviceDeployments').length }
}

describe('a deployment that waits on the way', () => {
  test('says where it stands, and is asked now and then, of that service alone', async () => {
    const { exitCode, waits, asked } = await rotated()
    expect(exitCode).toBe(0)
    expect(waits.length).toBeGreaterThan(0)
    expect(waits.every((line) => line.includes('axonflow-agent-service'))).toBe(true)
    expect(asked).toBeGreaterThan(5)
    expect(asked).toBeLessThan(20)
  })

  test.each<[string, Partial<Switches>, readonly Event[]]>([
    ['where AWS does not know the call', { serviceDeployments: 'unknown' }, []],
    ['where it may not be asked', {}, [{ call: 'ecs.serviceDeployments', fails: 'denied' }]],
    ['where the answer is lost', {}, [{ call: 'ecs.serviceDeployments', fails: 'lost' }]],
  ])('%s, nothing is said of it, and all goes on', async (_name, switches, events) => {
    expect(await rotated(switches, events)).toMatchObject({ exitCode: 0, waits: [] })
  })
})

test('where deployments do not wait, nobody asks', async () => {
  const here = await withNewKey()
  expect((await rotate(here)).exitCode).toBe(0)
  expect(here.calls).not.toContain('ecs.serviceDeployments')
})

describe.each([
  ['CANARY', { canaryConfiguration: { canaryPercent: 20, canaryBakeTimeInMinutes: 3 } }],
  ['LINEAR', { linearConfiguration: { stepPercent: 50, stepBakeTimeInMinutes: 3 } }],
])('%s', (strategy, shift) => {
  const deploymentConfiguration = { strategy, ...shift }
  const shifting = (role: string) => (role === 'agent' ? { deploymentConfiguration } : {})

  test('is followed until the last old task is gone, and where it stands is said', async () => {
    const here = await withNewKey({ wiring: { service: shifting } })
    await here.host.sleep(10 * MINUTE)
    const before = here.host.now()
    expect((await rotate(here)).exitCode).toBe(0)
    expect(here.host.now() - before).toBeGreaterThan(3 * MINUTE)
    const line = here.host
      .err()
      .split('\n')
      .find((one) => one.includes('PRODUCTION_TRAFFIC_SHIFT'))
    expect(line).toBe(LINE)
    expect(running(here.world())).toEqual(['Enterprise', 'Enterprise', 'Enterprise'])
  })

  test('whose new tasks fail is undone', async () => {
    const here = await sandboxed({
      wiring: { service: shifting },
      told: { files: { [NEW_KEY]: UNBOOTABLE } },
    })
    await here.host.sleep(10 * MINUTE)
    expect((await rotate(here, '--public-key', testAnchors.enterprise)).exitCode).toBe(51)
    expect(running(here.world())).toEqual(['Professional', 'Professional', 'Professional'])
  })

  test('for which there is no time is unfinished, and gone on with', async () => {
    const here = await withNewKey({ wiring: { service: shifting } })
    await here.host.sleep(10 * MINUTE)
    expect((await rotate(here, '--timeout', '1m')).exitCode).toBe(54)
    const told = here.host.out().length
    expect(await run(['rotate', '--resume', '--yes', '--json'], here.host)).toBe(0)
    expect(here.host.out().slice(told)).toContain('"ending":"done"')
    expect(running(here.world())).toEqual(['Enterprise', 'Enterprise', 'Enterprise'])
  })
})

test('a pause says how somebody lets it go on, once, as a line that works', async () => {
  const hook = { targetType: 'PAUSE', lifecycleStages: ['POST_SCALE_UP'] }
  const pausing = (role: string) =>
    role === 'agent' ? { deploymentConfiguration: { lifecycleHooks: [hook] } } : {}
  const letGo = (world: World, line: string) => {
    const [, serviceDeploymentArn, hookId] =
      /--service-deployment-arn (\S+) --hook-id (\S+) /.exec(line) ?? []
    const body = { serviceDeploymentArn, hookId }
    const { status } = handle(world, { service: 'ecs', action: 'ContinueServiceDeployment', body })
    expect(status).toBe(200)
  }
  const lines = () =>
    here.host
      .err()
      .split('\n')
      .filter((line) => line.includes('waits for somebody'))
  let answered = false
  const here = await withNewKey({
    wiring: { service: pausing },
    events: [
      {
        call: 'ecs.serviceDeployments',
        before: (world) => {
          const [line] = lines()
          if (line === undefined || answered || ++looks < 4) return
          answered = true
          letGo(world, line)
        },
      },
    ],
  })
  let looks = 0
  await here.host.sleep(MINUTE)
  const first = here.world().services.find(({ name }) => name === 'axonflow-agent-service')?.deployments[0]
  const story = here.world().serviceDeployments.find(({ deployment }) => deployment === first?.id)
  letGo(here.world(), `--service-deployment-arn ${story?.arn} --hook-id ${first?.held?.id} `)
  await here.host.sleep(MINUTE)
  expect((await rotate(here)).exitCode).toBe(0)
  expect(lines()).toEqual([
    expect.stringMatching(
      /^service axonflow-agent-service waits for somebody at POST_SCALE_UP until 2026-11-24T12:0\d:\d\d(\.\d+)?Z, and then does ROLLBACK; to let it go on: aws ecs continue-service-deployment --service-deployment-arn \S+ --hook-id [0-9a-f]{32} --region us-east-1$/,
    ),
  ])
  expect(here.host.err()).toContain('IN_PROGRESS, waiting at POST_SCALE_UP')
})
