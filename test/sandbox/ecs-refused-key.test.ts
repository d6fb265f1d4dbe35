import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE, SECOND } from '../../src/model/instant.ts'
import { breakerThreshold } from '../../src/sandbox/world/ecs/failures.ts'
import type { Fields } from '../../src/sandbox/world/fields.ts'
import {
  AGENT,
  counts,
  deployments,
  force,
  messages,
  ORCHESTRATOR,
  service,
  setKey,
  tasks,
} from './support/ecs.ts'
import { deployed, keyFor, pass } from './support/worlds.ts'

describe('a key that its runtime refuses', () => {
  test('tasks exit one after the other, the old ones go on serving', () => {
    const world = deployed()
    setKey(world, keyFor({ forged: true }))
    force(world)
    pass(world, 4 * MINUTE)
    expect(counts(world).slice(0, 2)).toEqual([2, 2])
    expect(deployments(world).map(({ rolloutState, runningCount }) => [rolloutState, runningCount])).toEqual([
      ['IN_PROGRESS', 0],
      ['COMPLETED', 2],
    ])
    expect(deployments(world)[0]?.failedTasks).toBeGreaterThanOrEqual(6)
    const [stopped] = tasks(world, 'STOPPED')
    expect([stopped?.stoppedReason, stopped?.stopCode]).toEqual([
      'Essential container in task exited',
      'EssentialContainerExited',
    ])
    expect((stopped?.containers as Fields[] | undefined)?.[0]?.exitCode).toBe(1)
    expect(messages(world)).toContain(
      `(service ${AGENT}) is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.`,
    )
    const log = world.tasks.filter(({ stop }) => stop).flatMap((task) => task.log)
    expect(log[0]?.text).toMatch(/^License validation failed: /)
  })

  test('is tried again later and later', () => {
    const world = deployed()
    setKey(world, keyFor({ forged: true }))
    force(world)
    pass(world, HOUR)
    const times = [
      ...new Set(
        world.tasks
          .filter(
            ({ service: name, deployment }) =>
              name === AGENT && deployment === world.services[0]?.deployments[0]?.id,
          )
          .map(({ created }) => created),
      ),
    ]
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0))
    expect(gaps).toEqual([...gaps].sort((one, other) => one - other))
    expect(gaps.at(-1)).toBeLessThanOrEqual(15 * MINUTE + 10_000)
  })

  test('a circuit breaker gives up after three, and goes back where asked', () => {
    for (const rollback of [true, false]) {
      const world = deployed({
        wiring: {
          service: () => ({
            deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback } },
          }),
        },
      })
      const [old] = deployments(world)
      setKey(world, keyFor({ forged: true }))
      force(world)
      const failed = deployments(world)[0]?.id
      pass(world, 10 * MINUTE)
      if (rollback) {
        expect(deployments(world).map(({ id, status, rolloutState }) => [id, status, rolloutState])).toEqual([
          [old?.id, 'PRIMARY', 'COMPLETED'],
        ])
        expect(messages(world)).toContain(`(service ${AGENT}) rolling back to deployment ${old?.id}.`)
      } else {
        expect(deployments(world).map(({ id, status, rolloutState }) => [id, status, rolloutState])).toEqual([
          [failed, 'PRIMARY', 'FAILED'],
          [old?.id, 'ACTIVE', 'COMPLETED'],
        ])
        expect(deployments(world)[0]?.rolloutStateReason).toBe(
          'ECS deployment circuit breaker: tasks failed to start.',
        )
      }
      expect(messages(world)).toContain(
        `(service ${AGENT}) (deployment ${failed}) deployment failed: tasks failed to start.`,
      )
      expect(counts(world)).toEqual([2, 2, 0])
    }
  })

  test('the breaker counts to half of what is desired, at least 3, at most 200', () => {
    expect([0, 1, 6, 7, 400, 401, 5000].map(breakerThreshold)).toEqual([3, 3, 3, 4, 200, 200, 200])
    const deploymentCircuitBreaker = { enable: true, rollback: false }
    const world = deployed({
      wiring: { service: () => ({ deploymentConfiguration: { deploymentCircuitBreaker } }) },
    })
    setKey(world, keyFor({ forged: true }))
    force(world, ORCHESTRATOR)
    pass(world, 10 * MINUTE)
    const [failed] = service(world, ORCHESTRATOR).deployments as Fields[]
    expect([failed?.rolloutState, failed?.failedTasks]).toEqual(['FAILED', 3])
  })

  test('a new deployment does not wait for the pause of the one before', () => {
    const world = deployed()
    setKey(world, keyFor({ forged: true }))
    force(world)
    pass(world, 10 * MINUTE)
    setKey(world, keyFor())
    force(world)
    pass(world, 6 * SECOND)
    expect(deployments(world).map(({ rolloutState }) => rolloutState)).toEqual(['COMPLETED'])
  })

  test('heals by itself when the secret is put right', () => {
    const world = deployed()
    setKey(world, keyFor({ forged: true }))
    force(world)
    pass(world, MINUTE)
    setKey(world, keyFor())
    pass(world, 5 * MINUTE)
    expect(deployments(world).map(({ rolloutState }) => rolloutState)).toEqual(['COMPLETED'])
    expect(world.services[0]?.steady).toBe(true)
  })
})
