import { describe, expect, test } from 'vitest'
import { SECOND } from '../../src/model/instant.ts'
import { newIssuer } from '../../src/sandbox/issuer.ts'
import type { Switches } from '../../src/sandbox/world/world.ts'
import { NOON, sandboxed } from '../support/sandboxed.ts'
import { currentValue, labels, NEW_KEY, rotate, running } from './lic.ts'

const issuer = newIssuer()
const early = issuer.issue({ tier: 'Plus', org: 'acme', early: true }, NOON)
const good = issuer.issue({ tier: 'Plus', org: 'acme' }, NOON)

const ANSWERS: readonly Partial<Switches>[] = [
  {},
  { breaker: 'counts-failed-starts' },
  { rollback: 'new-deployment' },
  { serviceDeployments: 'unknown' },
  { breaker: 'counts-failed-starts', rollback: 'new-deployment', serviceDeployments: 'unknown' },
]

/** A deployment with a circuit breaker that rolls back, and a key in `new.key`. */
const withKey = (key: string, switches: Partial<Switches>, configuration: object = {}) =>
  sandboxed({
    issuer,
    switches,
    wiring: {
      service: () => ({
        deploymentConfiguration: {
          deploymentCircuitBreaker: { enable: true, rollback: true },
          ...configuration,
        },
      }),
    },
    told: {
      files: { [NEW_KEY]: key },
      env: {
        LIC_PUBLIC_KEY: `enterprise=${issuer.anchors.enterprise},enterprise=${issuer.nextEnterprise}`,
      },
    },
  })

describe.each(ANSWERS)('where AWS answers %o', (switches) => {
  test.each([
    ['keep serving', {}],
    ['stop first', { minimumHealthyPercent: 0, maximumPercent: 100 }],
  ])('a key whose tasks fail is undone, when old tasks %s', async (_name, configuration) => {
    const here = await withKey(early, switches, configuration)
    const before = currentValue(here.world())
    expect((await rotate(here)).exitCode).toBe(51)
    expect(currentValue(here.world())).toBe(before)
    expect(labels(here.world()).filter((label) => /pending|run/.test(label))).toEqual([])
    expect(running(here.world())).toEqual(['Professional', 'Professional', 'Professional'])
  })

  test('a good key is put in place', async () => {
    const here = await withKey(good, switches)
    expect((await rotate(here)).exitCode).toBe(0)
    expect(currentValue(here.world())).toBe(good)
    expect(running(here.world())).toEqual(['Plus', 'Plus', 'Plus'])
  })
})

test('a task that is lost in the middle changes nothing of the end', async () => {
  const here = await withKey(good, {})
  const at = (seconds: number) => ({ at: (NOON + seconds * SECOND) as typeof NOON })
  here
    .world()
    .schedule.push(
      { ...at(2), lose: { service: 'axonflow-agent-service', count: 1, why: 'host' } },
      { ...at(4), lose: { service: 'axonflow-orchestrator-service', why: 'spot' } },
    )
  expect((await rotate(here)).exitCode).toBe(0)
  expect(here.world().kept.map(({ what }) => what)).toEqual([
    'lost 1 of axonflow-agent-service',
    'lost 2 of axonflow-orchestrator-service',
  ])
  expect(running(here.world())).toEqual(['Plus', 'Plus', 'Plus'])
})
