import { describe, expect, test } from 'vitest'
import { run } from '../../src/run.ts'
import { handle } from '../../src/sandbox/world/handle.ts'
import type { Switches } from '../../src/sandbox/world/world.ts'
import type { FakeHost } from '../support/host.ts'
import { sandboxed } from '../support/sandboxed.ts'
import { currentValue, labels, rotate, running, withNewKey } from './lic.ts'

const both = (a: Promise<unknown>, b: Promise<unknown>) => Promise.all([a, b])
const endingOf = (host: FakeHost): { readonly exitCode: number } => JSON.parse(host.out())

describe('two operators at once', () => {
  // The second one begins after that many of the first one's calls: every place where they can meet.
  test.each(Array.from({ length: 24 }, (_, n) => n))('with different keys, %i calls apart', async (apart) => {
    let second: Promise<number> | undefined
    const here = await sandboxed({
      told: (key) => ({ files: { 'new.key': key() } }),
      events: [
        {
          call: '*',
          nth: apart + 1,
          before: () => {
            second = run(['rotate', 'file:other.key', '--yes', '--json'], colleague)
          },
        },
      ],
    })
    const colleague = here.colleague({ 'other.key': here.key({ tier: 'Plus' }) })
    const first = run(['rotate', 'file:new.key', '--yes', '--json'], here.host)
    await first
    await both(first, second ?? Promise.resolve())
    const codes = [endingOf(here.host).exitCode, second ? endingOf(colleague).exitCode : null]
    const done = codes.filter((code) => code === 0).length
    expect(codes.every((code) => code === 0 || code === 50 || code === 53)).toBe(true)
    // Nobody is told "done" while another key is live, and no lock is left behind.
    expect(labels(here.world()).filter((label) => /lic-(pending|run)/.test(label))).toEqual([])
    expect(done).toBeGreaterThanOrEqual(1)
    const live = currentValue(here.world()) === here.key() ? 'Enterprise' : 'Plus'
    expect(new Set(running(here.world()))).toEqual(new Set([live]))
  })
})

describe('whatever AWS does where it says nothing', () => {
  const worlds: readonly Partial<Switches>[] = [
    { demotion: 'drops-labels' },
    { move: 'steals' },
    { unlabelled: 'gone-after-a-day' },
  ]
  test.each(worlds)('%o', async (switches) => {
    const here = await withNewKey({ switches })
    expect((await rotate(here)).exitCode).toBe(0)
    expect(labels(here.world())).toEqual(['AWSCURRENT v2', 'AWSPREVIOUS v1', 'lic-archive v1'])
    expect(new Set(running(here.world()))).toEqual(new Set(['Enterprise']))
  })
})

describe('other people meanwhile', () => {
  test('somebody else deploys a service: their tasks read the new key too, and nothing is undone', async () => {
    const here = await withNewKey({
      events: [
        {
          call: 'secrets.describe',
          nth: 9,
          before: (world) => {
            const body = {
              cluster: 'axonflow-cluster',
              service: 'axonflow-agent-service',
              forceNewDeployment: true,
            }
            handle(world, { service: 'ecs', action: 'UpdateService', body })
          },
        },
      ],
    })
    const { exitCode, result } = await rotate(here)
    expect([exitCode, result.report?.undo]).toEqual([0, []])
    expect(new Set(running(here.world()))).toEqual(new Set(['Enterprise']))
  })
})
