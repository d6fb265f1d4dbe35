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

  test('a group that no container names is not there', () => {
    expect(refused(deployed(), 'logs', 'FilterLogEvents', { logGroupName: '/ecs/other' })).toEqual([
      'ResourceNotFoundException',
      'The specified log group does not exist.',
    ])
  })
})
