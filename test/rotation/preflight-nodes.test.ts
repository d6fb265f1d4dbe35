import { describe, expect, test } from 'vitest'
import { HttpTrouble } from '../../src/host/host.ts'
import { DAY, instantAt } from '../../src/model/instant.ts'
import { handle } from '../../src/sandbox/world/handle.ts'
import type { World } from '../../src/sandbox/world/world.ts'
import { NOON, sandboxed } from '../support/sandboxed.ts'
import { currentValue, NEW_KEY, withNewKey } from './lic.ts'
import { AGENT, type Looked, look, lookAt, said, secretOf } from './preflight.ts'

const AT = ['--health-url', 'http://agent/health']
const professional = { wish: { tier: 'Professional' } }
const about = ({ refusals, warnings }: Looked) => {
  const nodes = ({ code }: { readonly code: string }) => /over-limit|node-peak/.test(code)
  return { refusals: said(refusals.filter(nodes)), warnings: said(warnings.filter(nodes)) }
}
const scaled = (count: number) => (world: World) => {
  for (const one of world.services) if (one.name === AGENT) one.desired = count
}
const configured = (deploymentConfiguration: object) => (world: World) => {
  for (const { name } of world.services)
    handle(world, {
      service: 'ecs',
      action: 'UpdateService',
      body: { cluster: 'axonflow-cluster', service: name, deploymentConfiguration },
    })
}
const PEAK =
  'rotation.node-peak: up to 11 nodes may be counted during the rollout, and this key (Professional) allows 10: 6 at once (axonflow-agent-service 2 to 4, axonflow-orchestrator-service 1 to 2), and 5 that are gone and still counted; over the limit new tasks may refuse to start ("Maximum nodes reached")'

describe('nodes during the rollout', () => {
  test('the arithmetic, and the flag that keeps it within the limit', async () => {
    const { warnings } = await lookAt(() => {}, [], professional)
    const [peak] = warnings.filter(({ code }) => code === 'rotation.node-peak')
    expect([said(peak ? [peak] : []), peak?.hints]).toEqual([
      [PEAK],
      ['one service after the other needs at most 10, which is within the limit: --sequential'],
    ])
  })
  test('one after the other, it is within the limit', async () => {
    expect(about(await lookAt(() => {}, ['--sequential'], professional)).warnings).toEqual([])
  })
  test('a lower maximum percent counts, rounded down', async () => {
    const change = (world: World) => {
      scaled(3)(world)
      configured({ maximumPercent: 150 })(world)
    }
    expect(about(await lookAt(change, [], professional)).warnings).toEqual([])
  })
  test('with blue and green there are twice as many, whatever the maximum percent', async () => {
    const bluegreen = configured({ maximumPercent: 150, strategy: 'BLUE_GREEN' })
    expect(about(await lookAt(bluegreen, [], professional)).warnings).toEqual([PEAK])
  })
  test('a tier with room, or without a limit, says nothing', async () => {
    expect(about(await lookAt(() => {}))).toEqual({ refusals: [], warnings: [] })
    expect(about(await lookAt(() => {}, [], { wish: { tier: 'Plus' } }))).toEqual({
      refusals: [],
      warnings: [],
    })
  })
})

describe('more nodes than the key allows', () => {
  const TOO_MANY = '12 nodes are to run, and this key (Professional) allows 10'
  test('where no runtime counts them: a warning', async () => {
    expect(about(await lookAt(scaled(11), [], professional))).toEqual({
      refusals: [],
      warnings: [
        `rotation.over-limit: ${TOO_MANY}; no runtime states a limit of its own, so this is not refused`,
      ],
    })
  })
  test('where the runtime counts them: refused, but for consent', async () => {
    expect(about(await lookAt(scaled(11), AT, professional))).toEqual({
      refusals: [
        `rotation.over-limit: ${TOO_MANY}; http://agent/health counts nodes against a limit, 10 now`,
      ],
      warnings: [],
    })
    const allowed = await lookAt(
      scaled(11),
      [...AT, '--allow', 'over-limit', '--reason', 'scaled down tonight'],
      professional,
    )
    expect(about(allowed).refusals).toEqual([])
  })
  test('nodes that the runtime sees beyond the named services count, too', async () => {
    const here = await withNewKey(professional)
    const counted = '{"license_tier":"Professional","node_count":{"total_nodes":14,"license_max_nodes":10}}'
    Object.assign(here.host, { get: async () => answer(counted) })
    expect(about(await look(here, ...AT)).refusals).toEqual([
      'rotation.over-limit: 14 nodes are to run, and this key (Professional) allows 10; http://agent/health counts nodes against a limit, 10 now',
    ])
  })
  test('a limit that is another than the published one is none to go by', async () => {
    const here = await withNewKey(professional)
    const counted = '{"license_tier":"Professional","node_count":{"total_nodes":14,"license_max_nodes":99}}'
    Object.assign(here.host, { get: async () => answer(counted) })
    expect(about(await look(here, ...AT)).refusals).toEqual([])
  })
  const fromNobody = async () => {
    throw new HttpTrouble('refused')
  }
  test.each([
    ['silence', fromNobody],
    ['a page', async () => answer('<html>')],
  ])('%s of the runtime refuses nothing', async (_what, get) => {
    const here = await withNewKey(professional)
    scaled(11)(here.world())
    Object.assign(here.host, { get })
    expect(about(await look(here, ...AT)).refusals).toEqual([])
  })
})

const answer = (body: string) => ({
  status: 200,
  contentType: 'application/json',
  cut: false,
  body: Buffer.from(body),
})
describe('credentials that end', () => {
  const MINUTE = 60_000
  const ending = async (milliseconds: number, ...argv: string[]) => {
    const here = await sandboxed({ told: (key) => ({ files: { [NEW_KEY]: key() } }) })
    const aws = await here.host.aws({})
    const caller = async () => ({ ...(await aws.caller()), expires: instantAt(NOON + milliseconds) })
    Object.assign(here.host, { aws: async () => ({ ...aws, caller }) })
    const { refusals, warnings } = await look(here, ...argv)
    return said([...refusals, ...warnings].filter(({ code }) => code.startsWith('rotation.credentials')))
  }
  test('within five minutes: refused', async () => {
    expect(await ending(5 * MINUTE - 1)).toEqual([
      'rotation.credentials-short: the AWS credentials end at 2026-11-23T12:04:59.999Z (in 4 min 59 s): too soon to change a key and follow the tasks',
    ])
  })
  test('before the rollout may: a warning', async () => {
    const expected = [
      'rotation.credentials-end: the AWS credentials end at 2026-11-23T12:05:00Z (in 5 min), before the 30 min that following the rollout may take: unless they renew themselves, it stops on the way, safe, and can be resumed',
    ]
    expect(await ending(5 * MINUTE)).toEqual(expected)
    expect(await ending(30 * MINUTE - 1)).toHaveLength(1)
  })
  test('after it: nothing', async () => {
    expect(await ending(30 * MINUTE)).toEqual([])
    expect(await ending(10 * MINUTE, '--timeout', '10m')).toEqual([])
  })
})

test('nothing is redeployed where the key is there and every task is young: no word of a rollout', async () => {
  const here = await withNewKey()
  secretOf(here.world()).changed = instantAt(NOON - DAY)
  const host = here.colleague({ [NEW_KEY]: currentValue(here.world()) ?? '' })
  expect(about(await look({ ...here, host }))).toEqual({ refusals: [], warnings: [] })
})
