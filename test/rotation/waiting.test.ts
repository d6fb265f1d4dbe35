import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/model/instant.ts'
import type { Switches } from '../../src/sandbox/world/world.ts'
import type { Event } from '../support/sandboxed.ts'
import { rotate, withNewKey } from './lic.ts'

const baking = (role: string) =>
  role === 'agent' ? { deploymentConfiguration: { bakeTimeInMinutes: 2 } } : {}

async function rotated(switches: Partial<Switches> = {}, events: readonly Event[] = []) {
  const here = await withNewKey({ switches, events, wiring: { service: baking } })
  await here.host.sleep(5 * MINUTE)
  const { exitCode } = await rotate(here)
  const waits = here.host
    .err()
    .split('\n')
    .filter((line) => line.includes(' at BAKE_TIME'))
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
