import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/model/instant.ts'
import type { Fields } from '../../src/sandbox/world/fields.ts'
import { force, setKey } from './support/ecs.ts'
import { ask, deployed, keyFor, pass, refused, START } from './support/worlds.ts'

const logGroupName = '/ecs/axonflow-agent'
const filtered = (body: object, world = failed()) =>
  ask(world, 'logs', 'FilterLogEvents', { logGroupName, ...body })

function failed() {
  const world = deployed()
  setKey(world, keyFor({ forged: true }))
  force(world)
  pass(world, MINUTE)
  return world
}

describe('the log of a service', () => {
  test('holds what its tasks wrote, each in a stream of its own, oldest first', () => {
    const world = failed()
    const [first] = world.tasks.filter(({ service }) => service.includes('agent'))
    const events = filtered({}, world).events as Fields[]
    expect(events[0]).toEqual({
      logStreamName: `agent/agent/${first?.id}`,
      timestamp: START - 1000,
      message: 'License validated: tier Professional, expires 2026-12-13T00:00:00Z',
      ingestionTime: START - 1000,
      eventId: expect.stringMatching(/^[0-9a-f]{56}$/),
    })
    expect(events.map(({ timestamp }) => timestamp)).toEqual(
      events.map(({ timestamp }) => Number(timestamp)).sort((a, b) => a - b),
    )
    expect(
      ask(world, 'logs', 'GetLogEvents', { logGroupName, logStreamName: events[0]?.logStreamName }).events,
    ).toHaveLength(1)
  })

  test('is searched by words, time and stream', () => {
    const found = filtered({ filterPattern: '"License validation failed"' }).events as Fields[]
    expect(found.length).toBeGreaterThanOrEqual(4)
    for (const { message } of found) expect(message).toMatch(/^License validation failed: /)
    expect(filtered({ filterPattern: 'License nowhere' }).events).toEqual([])
    expect((filtered({ endTime: START }).events as Fields[]).length).toBe(2)
    expect(filtered({ startTime: START + 2 * MINUTE }).events).toEqual([])
    expect(filtered({ logStreamNamePrefix: 'orchestrator/' }).events).toEqual([])
  })

  test('a stream that is named must be there; a prefix need not fit any', () => {
    const world = failed()
    const [task] = world.tasks.filter(({ service }) => service.includes('agent'))
    const mine = `agent/agent/${task?.id}`
    const names = (...logStreamNames: string[]) => ({ logGroupName, logStreamNames })
    expect(filtered(names(mine), world).events).toHaveLength(1)
    expect(refused(world, 'logs', 'FilterLogEvents', names(mine, 'agent/agent/0'))).toEqual([
      'ResourceNotFoundException',
      'The specified log stream does not exist.',
    ])
    expect(filtered({ logStreamNamePrefix: mine }, world).events).toHaveLength(1)
    expect(filtered({ logStreamNamePrefix: 'nothing/' }, world).events).toEqual([])
  })

  test('a task that has not started has no stream', () => {
    const world = deployed()
    force(world)
    const started = world.tasks.filter(({ started }) => started !== null)
    expect(started.length).toBeLessThan(world.tasks.length)
    for (const { id, started } of world.tasks.filter(({ service }) => service.includes('agent'))) {
      const asked = { logGroupName, logStreamNames: [`agent/agent/${id}`] }
      expect(refused(world, 'logs', 'FilterLogEvents', asked).length).toBe(started === null ? 2 : 0)
    }
  })

  test.each([
    [{ logStreamNames: ['a'], logStreamNamePrefix: 'a' }, 'mutually exclusive'],
    [{ logStreamNames: [] }, 'between 1 and 100'],
    [{ logStreamNames: Array(101).fill('a') }, 'between 1 and 100'],
    [{ startTime: 2, endTime: 1 }, 'time range'],
    [{ nextToken: 'x' }, 'nextToken'],
    [{ logGroupIdentifier: logGroupName }, 'mutually exclusive'],
  ])('what goes not together is refused: %j', (body, why) => {
    expect(refused(failed(), 'logs', 'FilterLogEvents', { logGroupName, ...body })).toEqual([
      'InvalidParameterException',
      expect.stringContaining(why),
    ])
  })

  test('a page of so many, and the token of the next', () => {
    const world = failed()
    const all = filtered({}, world).events as Fields[]
    const found: unknown[] = []
    let nextToken: unknown
    do {
      const page = filtered({ limit: 2, ...(nextToken ? { nextToken } : {}) }, world)
      found.push(...(page.events as Fields[]).map(({ message }) => message))
      nextToken = page.nextToken
    } while (nextToken !== undefined)
    expect(found).toEqual(all.map(({ message }) => message))
  })

  test('pages may be empty and have a token', () => {
    const world = deployed({ switches: { emptyLogPages: 2 } })
    const first = filtered({}, world)
    const second = filtered({ nextToken: first.nextToken }, world)
    const third = filtered({ nextToken: second.nextToken }, world)
    expect([first.events, second.events]).toEqual([[], []])
    expect([(third.events as Fields[]).length, third.nextToken]).toEqual([2, undefined])
  })

  test('a group that no container names is not there', () => {
    expect(refused(deployed(), 'logs', 'FilterLogEvents', { logGroupName: '/ecs/other' })).toEqual([
      'ResourceNotFoundException',
      'The specified log group does not exist.',
    ])
  })
})
