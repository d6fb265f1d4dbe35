import { describe, expect, test } from 'vitest'
import { after as later, MINUTE, SECOND } from '../../src/model/instant.ts'
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts'
import type { Fields } from '../../src/sandbox/world/fields.ts'
import type { Switches, World } from '../../src/sandbox/world/world.ts'
import { AGENT, counts, deployments, ecs, force, messages, setKey, tiers } from './support/ecs.ts'
import { told } from './support/service-deployments.ts'
import { deployed, keyFor, pass, START } from './support/worlds.ts'

const breaker = (rollback: boolean, more: object = {}): Partial<SandboxOptions> => ({
  wiring: {
    service: () => ({
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback }, ...more },
    }),
  },
})

/** A forged key, and a forced deployment that fails. */
function failing(options: Partial<SandboxOptions>, good = false): World {
  const world = deployed(options)
  setKey(world, keyFor(good ? { tier: 'Plus' } : { forged: true }))
  force(world)
  return world
}

const states = (world: World) =>
  deployments(world).map(({ status, rolloutState, rolloutStateReason }) => [
    status,
    rolloutState,
    rolloutStateReason,
  ])

describe('the circuit breaker', () => {
  test('with rollback leads back to the last good deployment, whose tasks never stopped', () => {
    const world = deployed(breaker(true))
    const [good] = deployments(world)
    setKey(world, keyFor({ forged: true }))
    force(world)
    const [bad] = deployments(world)
    pass(world, 10 * MINUTE)
    expect(deployments(world).map(({ id }) => id)).toEqual([good?.id])
    expect(messages(world).slice(0, 4)).toEqual([
      `(service ${AGENT}) has reached a steady state.`,
      `(service ${AGENT}) (deployment ${good?.id}) deployment completed.`,
      `(service ${AGENT}) rolling back to deployment ${good?.id}.`,
      `(service ${AGENT}) (deployment ${bad?.id}) deployment failed: tasks failed to start.`,
    ])
    expect(tiers(world)).toEqual(['Professional', 'Professional'])
    expect(told(world)).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
      rollback: {
        reason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
      },
    })
  })

  test('says while it goes back to which deployment', () => {
    const world = failing({
      ...breaker(true),
      switches: { rollback: 'new-deployment' },
    })
    const good = deployments(world)[1]?.id
    while (told(world).status === 'IN_PROGRESS') pass(world, 100)
    expect(states(world)).toEqual([
      ['PRIMARY', 'IN_PROGRESS', `ECS deployment circuit breaker: rolling back to deploymentId ${good}.`],
      ['ACTIVE', 'COMPLETED', `ECS deployment ${good} completed.`],
    ])
  })

  test.each(['same-deployment', 'new-deployment'] as const)(
    'a rollback does not undo the secret: tasks that it starts read the key that is current (%s)',
    (rollback) => {
      const world = failing({
        ...breaker(true, { minimumHealthyPercent: 0, maximumPercent: 100 }),
        switches: { rollback },
      })
      pass(world, 30 * MINUTE)
      expect(counts(world).slice(0, 2)).toEqual([2, 0])
      expect(deployments(world)[0]).toMatchObject({ status: 'PRIMARY', rolloutState: 'FAILED' })
      expect(told(world)).toMatchObject({
        status: 'ROLLBACK_FAILED',
        statusReason: 'No rollback candidate was found to run the rollback.',
      })
    },
  )

  test('a rollback by a new deployment replaces the good tasks: with a refused key it fails, and they stay', () => {
    const world = failing({ ...breaker(true), switches: { rollback: 'new-deployment' } })
    pass(world, 30 * MINUTE)
    expect(told(world).status).toBe('ROLLBACK_FAILED')
    expect(tiers(world)).toEqual(['Professional', 'Professional'])
  })

  test('a rollback by a new deployment succeeds once the secret is put back', () => {
    const world = failing({ ...breaker(true), switches: { rollback: 'new-deployment' } })
    while (told(world).status === 'IN_PROGRESS') pass(world, 100)
    expect(told(world).status).toBe('ROLLBACK_IN_PROGRESS')
    setKey(world, keyFor({ tier: 'Plus' }))
    pass(world, MINUTE)
    expect([told(world).status, tiers(world)]).toEqual(['ROLLBACK_SUCCESSFUL', ['Plus', 'Plus']])
  })

  test('without rollback the deployment is FAILED for good, and starts nothing more', () => {
    const world = failing(breaker(false))
    pass(world, 10 * MINUTE)
    const started = world.tasks.length
    pass(world, 30 * MINUTE)
    expect(states(world)[0]).toEqual([
      'PRIMARY',
      'FAILED',
      'ECS deployment circuit breaker: tasks failed to start.',
    ])
    expect([world.tasks.length, tiers(world)]).toEqual([started, ['Professional', 'Professional']])
    expect(told(world)).toMatchObject({ status: 'STOPPED', stoppedAt: expect.any(Number) })
  })

  test('a service that never had a good deployment has nowhere to go back to', () => {
    const world = deployed({ ...breaker(true), key: { forged: true } })
    pass(world, 10 * MINUTE)
    expect(told(world)).toMatchObject({
      status: 'ROLLBACK_FAILED',
      statusReason: 'No rollback candidate was found to run the rollback.',
      sourceServiceRevisions: [],
    })
  })

  test('is done with a deployment once one of its tasks ran well: the count starts again, and never fires', () => {
    const world = deployed(breaker(true))
    pass(world, MINUTE)
    setKey(world, keyFor({ forged: true }))
    world.schedule.push({ at: world.now, lose: { service: AGENT, count: 1, why: 'host' } })
    pass(world, 30 * MINUTE)
    expect(counts(world).slice(0, 2)).toEqual([2, 1])
    expect(deployments(world)).toHaveLength(1)
    expect(deployments(world)[0]).toMatchObject({ rolloutState: 'COMPLETED', failedTasks: 0 })
  })

  test('fires in the middle of a deployment only for as long as no task of it ran', () => {
    const world = failing(breaker(true, { minimumHealthyPercent: 50, maximumPercent: 100 }), true)
    pass(world, 6 * SECOND)
    expect(tiers(world)).toEqual(['Plus'])
    setKey(world, keyFor({ forged: true }))
    pass(world, 20 * MINUTE)
    expect([told(world).status, deployments(world)[0]?.failedTasks]).toEqual(['IN_PROGRESS', 0])
    expect(tiers(world)).toEqual(['Plus'])
  })
})

describe('what the circuit breaker counts', () => {
  const outcome = (counting: Switches['breaker'], options: Partial<SandboxOptions>) => {
    const world = failing({ ...options, switches: { breaker: counting } })
    pass(world, 20 * MINUTE)
    return [told(world).status, Number(deployments(world)[0]?.failedTasks) > 0]
  }

  test('tasks that exit soon after they ran: under one answer it never fires', () => {
    expect(outcome('counts-exits', breaker(false))).toEqual(['STOPPED', true])
    expect(outcome('counts-failed-starts', breaker(false))).toEqual(['IN_PROGRESS', false])
  })

  test('tasks that cannot read their secret count under either', () => {
    for (const counting of ['counts-exits', 'counts-failed-starts'] as const) {
      const world = deployed({ ...breaker(false), switches: { breaker: counting } })
      world.secrets[0]?.labels.delete('AWSCURRENT')
      force(world)
      pass(world, 10 * MINUTE)
      expect(told(world).status).toBe('STOPPED')
      expect(deployments(world)[0]?.failedTasks).toBe(4)
    }
  })
})

describe('alarms', () => {
  const guarded = (rollback: boolean): Partial<SandboxOptions> => ({
    wiring: {
      service: () => ({
        deploymentConfiguration: {
          alarms: { alarmNames: ['errors', 'latency'], enable: true, rollback },
          bakeTimeInMinutes: 5,
        },
      }),
    },
  })
  const ringing = (options: Partial<SandboxOptions>, when: number) => {
    const world = deployed({
      ...options,
      schedule: [{ at: later(START, 10 * MINUTE + when), alarm: 'latency', on: true }],
    })
    pass(world, 10 * MINUTE)
    setKey(world, keyFor({ tier: 'Plus' }))
    force(world)
    return world
  }

  test('one that goes on while a deployment bakes rolls it back: the new tasks are replaced, with what is current', () => {
    const world = ringing(guarded(true), 2 * MINUTE)
    const [bad, good] = deployments(world)
    pass(world, 2 * MINUTE - 1)
    expect(told(world)).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'BAKE_TIME' })
    pass(world, 10 * MINUTE)
    expect(deployments(world).map(({ id }) => id)).toEqual([good?.id])
    expect(messages(world)).toContain(
      `(service ${AGENT}) (deployment ${bad?.id}) deployment failed: alarm detected.`,
    )
    expect(told(world)).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      alarms: { status: 'TRIGGERED', alarmNames: ['errors', 'latency'], triggeredAlarmNames: ['latency'] },
    })
    expect(tiers(world)).toEqual(['Plus', 'Plus'])
  })

  test('without rollback the deployment fails and stays', () => {
    const world = ringing(guarded(false), 2 * MINUTE)
    pass(world, 10 * MINUTE)
    expect([told(world).status, deployments(world)[0]?.rolloutState]).toEqual(['STOPPED', 'FAILED'])
  })

  test('that are not enabled do nothing', () => {
    const alarms = { alarmNames: ['latency'], enable: false, rollback: true }
    const wiring = { service: () => ({ deploymentConfiguration: { alarms, bakeTimeInMinutes: 5 } }) }
    const world = ringing({ wiring }, 2 * MINUTE)
    pass(world, 10 * MINUTE)
    expect(told(world)).toMatchObject({ status: 'SUCCESSFUL', alarms: { status: 'DISABLED' } })
  })

  test('after the bake time nothing happens any more', () => {
    const world = ringing(guarded(true), 6 * MINUTE)
    pass(world, 20 * MINUTE)
    expect(told(world)).toMatchObject({ status: 'SUCCESSFUL', alarms: { status: 'MONITORING_COMPLETE' } })
  })

  test('one that went off again before is none, and one that nobody asked about neither', () => {
    const world = deployed(guarded(true))
    pass(world, 10 * MINUTE)
    world.schedule.push(
      { at: world.now, alarm: 'errors', on: true },
      { at: later(world.now, SECOND), alarm: 'errors', on: false },
      { at: world.now, alarm: 'of somebody else', on: true },
    )
    pass(world, SECOND)
    force(world)
    pass(world, 10 * MINUTE)
    expect(told(world).status).toBe('SUCCESSFUL')
    expect(world.kept.map(({ what }) => what)).toEqual([
      'alarm errors on',
      'alarm of somebody else on',
      'alarm errors off',
    ])
  })
})

describe('minimum and maximum percent say who goes first', () => {
  /** How many tasks there are at most, and how many serve at least, while four are replaced. */
  const range = (minimumHealthyPercent: number, maximumPercent: number) => {
    const world = deployed({
      wiring: {
        service: () => ({
          desiredCount: 4,
          deploymentConfiguration: { minimumHealthyPercent, maximumPercent },
        }),
      },
    })
    force(world)
    let [most, least, firstToStop] = [0, 4, '']
    for (let moment = 0; moment < 600 && deployments(world)[0]?.rolloutState !== 'COMPLETED'; moment++) {
      pass(world, 100)
      const ours = world.tasks.filter((task) => task.service === AGENT && task.status !== 'STOPPED')
      most = Math.max(most, ours.length)
      least = Math.min(least, ours.filter(({ ready }) => ready).length)
      if (firstToStop === '' && ours.some(({ desired }) => desired === 'STOPPED'))
        firstToStop = ours.some((task) => task.ready && task.deployment === deployments(world)[0]?.id)
          ? 'after a new one serves'
          : 'before'
    }
    return [most, least, firstToStop]
  }

  test.each([
    [100, 200, 8, 4, 'after a new one serves'],
    [100, 150, 6, 4, 'after a new one serves'],
    [50, 200, 8, 2, 'before'],
    [50, 100, 4, 2, 'before'],
    [0, 100, 4, 0, 'before'],
    [75, 125, 5, 3, 'before'],
  ])('%d and %d', (minimum, maximum, most, least, first) => {
    expect(range(minimum, maximum)).toEqual([most, least, first])
  })

  test('with less than 100 a refused key is an outage', () => {
    const world = failing({
      wiring: {
        service: () => ({ deploymentConfiguration: { minimumHealthyPercent: 0, maximumPercent: 100 } }),
      },
    })
    pass(world, MINUTE)
    expect([
      tiers(world),
      (ecs(world, 'DescribeServices', { services: [AGENT] }).services as Fields[])[0]?.runningCount,
    ]).toEqual([[], 0])
  })

  test('both at 100 are refused in AWS’s words', () => {
    expect(() =>
      deployed({
        wiring: {
          service: () => ({
            deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 100 },
          }),
        },
      }),
    ).toThrow('Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.')
  })
})
