import { describe, expect, test } from 'vitest'
import { DAY, MINUTE, SECOND, toIso } from '../../src/model/instant.ts'
import { PRODUCTS } from '../../src/products/registry.ts'
import { nextTask } from '../../src/sandbox/runtime/balance.ts'
import { health, metrics } from '../../src/sandbox/runtime/health.ts'
import type { Service, Task } from '../../src/sandbox/world/ecs/nouns.ts'
import type { Fields } from '../../src/sandbox/world/fields.ts'
import { HEALTH_SHAPES, type World } from '../../src/sandbox/world/world.ts'
import { AGENT, ecs, force, ORCHESTRATOR, setKey, tasks, tiers } from './support/ecs.ts'
import { ask, deployed, keyFor, pass } from './support/worlds.ts'

const serviceIn = (world: World, name = AGENT): Service => {
  const found = world.services.find((one) => one.name === name)
  if (!found) throw new Error(`no ${name}`)
  return found
}
const asked = (world: World, name = AGENT, turn = 0): Task => {
  const task = nextTask(world, serviceIn(world, name), turn)
  if (!task) throw new Error('nobody serves')
  return task
}
const says = (world: World, name = AGENT) => health(world, serviceIn(world, name), asked(world, name))

describe('at start', () => {
  const startedWith = (text: string, wait = MINUTE): World => {
    const world = deployed()
    setKey(world, text)
    force(world)
    pass(world, wait)
    return world
  }
  const lastLog = (world: World) => world.tasks.findLast(({ log }) => log.length > 0)?.log[0]?.text

  test('a key in term boots with its tier', () => {
    const world = startedWith(keyFor({ tier: 'Plus', days: 90 }))
    expect(tiers(world)).toEqual(['Plus', 'Plus'])
    expect(lastLog(world)).toBe('License validated: tier Plus, expires 2027-02-21T00:00:00Z')
  })

  test('a key in grace boots, and runs as Community', () => {
    const world = startedWith(keyFor({ days: -3 }))
    expect(world.services[0]?.steady).toBe(true)
    expect(says(world).license_tier).toBe('Community')
    expect(lastLog(world)).toContain('within the grace period')
  })

  test.each([
    ['expired past grace', () => keyFor({ days: -9 })],
    ['forged', () => keyFor({ forged: true })],
    ['for another organization', () => keyFor({ org: 'globex' })],
    ['a SaaS token', () => keyFor({ audience: 'axonflow.saas.plugin' })],
    ['of an unknown tier', () => keyFor({ tier: 'Gold' })],
    ['of an old form', () => 'AXON-ENT-acme-20261028-3c282532'],
    ['with a space in front', () => ` ${keyFor()}`],
    ['with a line feed behind', () => `${keyFor()}\n `],
    ['no key of any kind', () => 'hunter2'],
  ])('a key %s is refused', (_name, text) => {
    const world = startedWith(text(), 10 * SECOND)
    expect(tiers(world).slice(0, 2)).toEqual(['Professional', 'Professional'])
    expect(lastLog(world)).toMatch(/^License validation failed: /)
    expect(world.tasks.findLast(({ stop }) => stop)?.stop?.reason).toBe('Essential container in task exited')
  })

  test('without a key it is Community', () => {
    const world = deployed({ wiring: { container: () => ({ secrets: [] }) } })
    expect(tiers(world)).toEqual(['Community', 'Community'])
  })

  test('its log never holds the key', () => {
    const text = keyFor({ forged: true })
    const world = startedWith(text)
    expect(JSON.stringify(world.tasks)).not.toContain(text.slice(10, 60))
  })

  test('a container that is not essential may exit without its task', () => {
    const world = deployed()
    const environment = [{ name: 'AXONFLOW_LICENSE_KEY', value: keyFor({ forged: true }) }]
    const containerDefinitions = [
      { name: 'web', image: 'nginx:1' },
      { name: 'side', image: 'axonflow:1', essential: false, environment },
    ]
    ask(world, 'ecs', 'RegisterTaskDefinition', { family: 'axonflow-agent', containerDefinitions })
    ecs(world, 'UpdateService', { service: AGENT, taskDefinition: 'axonflow-agent' })
    pass(world, MINUTE)
    const [task] = tasks(world, 'RUNNING')
    const codes = ((task?.containers ?? []) as Fields[]).map(({ name, exitCode }) => [name, exitCode])
    expect([task?.lastStatus, codes]).toEqual([
      'RUNNING',
      [
        ['web', undefined],
        ['side', 1],
      ],
    ])
  })

  test('a container that is not AxonFlow just runs', () => {
    const world = deployed({ wiring: { container: () => ({ image: 'nginx:1', secrets: [] }) } })
    expect(world.services.map(({ steady }) => steady)).toEqual([true, true])
    expect(world.tasks.map(({ license }) => license)).toEqual([null, null, null])
  })
})

test('at the first instant after expiry the running process is Community', () => {
  const world = deployed({ key: { days: 1 } })
  const expires = world.tasks[0]?.license?.expires ?? 0
  expect(toIso(world.now)).toBe('2026-11-23T12:00:00Z')
  pass(world, expires - world.now)
  expect([says(world).license_tier, metrics(world, asked(world))]).toEqual([
    'Professional',
    '# HELP axonflow_license_tier_read_rejected_total License tier reads that were rejected\n# TYPE axonflow_license_tier_read_rejected_total counter\n',
  ])
  pass(world, 1)
  expect(says(world).license_tier).toBe('Community')
  expect(metrics(world, asked(world))).toMatch(
    /\naxonflow_license_tier_read_rejected_total\{reason="expired"\} 1\n$/,
  )
  pass(world, 5 * DAY)
  expect(says(world).license_tier).toBe('Community')
})

describe('the community build', () => {
  const startedWith = (text: string) => {
    const world = deployed({ build: 'community' })
    setKey(world, text)
    force(world)
    pass(world, MINUTE)
    return world
  }

  test.each([
    ['signature', () => keyFor({ forged: true })],
    ['expired', () => keyFor({ days: -9 })],
    ['unknown_tier', () => keyFor({ tier: 'Gold' })],
    ['malformed', () => 'AXON-hunter2.'],
    ['invalid', () => keyFor({ audience: 'axonflow.saas.plugin' })],
    ['invalid', () => keyFor({ org: 'globex' })],
  ])('starts as Community with a key that it refuses, and counts why: %s', (reason, text) => {
    const world = startedWith(text())
    expect([tiers(world), world.services[0]?.steady]).toEqual([['Community', 'Community'], true])
    expect(says(world)).toMatchObject({ status: 'healthy', license_tier: 'Community' })
    expect(metrics(world, asked(world))).toContain(`_rejected_total{reason="${reason}"} 1`)
    expect(world.tasks.findLast(({ log }) => log.length > 0)?.log[0]?.text).toMatch(
      /^license not valid, running as Community: /,
    )
  })

  test('takes a good key as any other', () => {
    const world = startedWith(keyFor({ tier: 'Plus' }))
    expect(tiers(world)).toEqual(['Plus', 'Plus'])
    expect(metrics(world, asked(world))).not.toContain('{')
  })
})

test('in community mode no key is looked at', () => {
  const environment = [{ name: 'DEPLOYMENT_MODE', value: 'community' }]
  const world = deployed({ key: { forged: true }, wiring: { container: () => ({ environment }) } })
  expect([tiers(world), metrics(world, asked(world)).includes('{')]).toEqual([
    ['Community', 'Community'],
    false,
  ])
})

describe('/health', () => {
  const shaped = (healthShape: (typeof HEALTH_SHAPES)[number]) => says(deployed({ healthShape }))
  const base = {
    status: 'healthy',
    service: 'axonflow-agent',
    timestamp: '2026-11-23T12:00:00Z',
    version: '11.1.0',
  }
  const nodes = {
    license_tier: 'Professional',
    total_nodes: 3,
    node_count: {
      active_agents: 2,
      active_orchestrators: 1,
      total_nodes: 3,
      license_max_nodes: 10,
      nodes_remaining: 7,
    },
  }
  const marketplace = { tier: 'PRO', maxNodes: 10, valid: true }
  const migration = {
    valid: true,
    version: 'V2',
    tier: 'PROFESSIONAL',
    organization: 'acme',
    expires: '2026-12-13T00:00:00Z',
  }

  test('in every published shape', () => {
    expect(shaped('plain')).toEqual(base)
    expect(shaped('nodes')).toEqual({ ...base, ...nodes })
    expect(shaped('marketplace')).toEqual({ ...base, license: marketplace })
    expect(shaped('migration')).toEqual({ ...base, license: migration })
    expect(shaped('all')).toEqual({ ...base, ...nodes, license: { ...marketplace, ...migration } })
  })

  test('each is understood by the product', async () => {
    for (const shape of HEALTH_SHAPES) {
      const word = await PRODUCTS.axonflow.readHealth(Buffer.from(JSON.stringify(shaped(shape))))
      expect([shape, word?.healthy]).toEqual([shape, true])
      if (shape !== 'plain') expect(PRODUCTS.axonflow.tierNamed(word?.tier ?? '')).toBe('Professional')
    }
  })

  test('the orchestrator answers for itself', () => {
    expect(says(deployed(), ORCHESTRATOR).service).toBe('axonflow-orchestrator')
  })

  test('a rollout shows the old and the new by turns', () => {
    const world = deployed({ timings: { spread: 20 * SECOND } })
    setKey(world, keyFor())
    force(world)
    const served = () => [0, 1].map((turn) => asked(world, AGENT, turn).license?.tier)
    const seen = new Set<string>()
    while (!world.services[0]?.steady) {
      pass(world, 100)
      seen.add(served().sort().join())
    }
    expect([...seen]).toEqual([
      'Professional,Professional',
      'Enterprise,Professional',
      'Enterprise,Enterprise',
    ])
  })
})
