import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsAt, HOW, telling } from './cases.ts'
import { type Fault, type Place, proxyBefore } from './proxy.ts'
import { deployment } from './rotation.ts'
import { expectTrue, type Said, saidBy } from './truth.ts'

interface Case {
  readonly at: Place
  readonly fault: Fault
}

const cases: Case[] = []
const counts: Record<string, number> = {}

async function rotateThrough(plan: Case | null) {
  const here = await deployment()
  const proxy = await proxyBefore(here.endpoint, plan)
  const close = async () => {
    await proxy.close()
    await here.close()
  }
  const first = await here.lic(proxy.url, 'rotate', 'file:new.key', '--yes', ...here.health)
  return { here, proxy, first, close }
}

beforeAll(async () => {
  const { proxy, first, close } = await rotateThrough(null)
  expect(first.exitCode).toBe(0)
  for (const at of telling(proxy.calls)) for (const fault of faultsAt(at)) cases.push({ at, fault })
  await close()
})

afterAll(() => {
  const said = Object.entries(counts).map(([name, count]) => `${count} ${name}`)
  process.stdout.write(`faults over sockets: ${cases.length} cases${HOW}: ${said.join(', ')}\n`)
})

/** Whatever happens to one call: what is said is so, and going on afterwards brings it to a good end. */
async function play(plan: Case): Promise<readonly [Said, Said]> {
  const { here, first, close } = await rotateThrough(plan)
  try {
    const said = saidBy(first)
    expectTrue(said, here)
    if (said !== 'to be gone on with') return [said, said]
    const second = await here.lic(here.endpoint, 'rotate', '--resume', '--yes', ...here.health)
    const then = saidBy(second)
    expect(['done', 'undone']).toContain(then)
    expectTrue(here.live() === 'new' ? 'done' : 'undone', here)
    return [said, then]
  } finally {
    await close()
  }
}

test('a fault at any call of a rotation leaves the truth, and a way on', async () => {
  const wrong: string[] = []
  for (const plan of cases) {
    const name = `${plan.fault} at ${plan.at.action} ${plan.at.nth}`
    const [said, then] = await play(plan).catch((thrown: unknown) => {
      wrong.push(`${name}: ${thrown instanceof Error ? thrown.message.slice(0, 400) : thrown}`)
      return ['wrong', 'wrong'] as const
    })
    const way = said === then ? said : `${said}, then ${then}`
    counts[way] = (counts[way] ?? 0) + 1
  }
  expect(cases.length).toBeGreaterThan(80)
  expect(wrong).toEqual([])
}, 1_800_000)
