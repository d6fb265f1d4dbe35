import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/model/instant.ts'
import type { Fields } from '../../src/sandbox/world/fields.ts'
import {
  AGENT,
  counts,
  deployments,
  ecs,
  force,
  messages,
  no,
  ORCHESTRATOR,
  setKey,
  tasks,
} from './support/ecs.ts'
import { deployed, keyFor, pass } from './support/worlds.ts'

describe('a rollout', () => {
  test('replaces every task, one deployment after the other, and says so as AWS does', () => {
    const world = deployed()
    const before = tasks(world, 'RUNNING').map(({ taskArn }) => taskArn)
    const [old] = deployments(world)
    const answered = (force(world).service as Fields).deployments as Fields[]
    expect(
      answered.map(({ status, rolloutState, runningCount, id }) => [
        status,
        rolloutState,
        runningCount,
        id === old?.id,
      ]),
    ).toEqual([
      ['PRIMARY', 'IN_PROGRESS', 0, false],
      ['ACTIVE', 'COMPLETED', 2, true],
    ])
    const id = answered[0]?.id
    expect(id).toMatch(/^ecs-svc\/\d{19}$/)
    pass(world, 500)
    expect(counts(world)).toEqual([2, 2, 2])
    pass(world, 2500)
    expect(counts(world)).toEqual([2, 4, 0])
    pass(world, MINUTE)
    expect(counts(world)).toEqual([2, 2, 0])
    expect(deployments(world).map((one) => [one.id, one.rolloutState, one.rolloutStateReason])).toEqual([
      [id, 'COMPLETED', `ECS deployment ${id} completed.`],
    ])
    const now = tasks(world, 'RUNNING')
    expect(
      now.map(({ startedBy, lastStatus, healthStatus }) => [startedBy, lastStatus, healthStatus]),
    ).toEqual([
      [id, 'RUNNING', 'HEALTHY'],
      [id, 'RUNNING', 'HEALTHY'],
    ])
    const names = (all: readonly unknown[]) =>
      all.map((arn) => `(task ${String(arn).split('/').at(-1)})`).join(' ')
    expect(messages(world).slice(0, 5)).toEqual([
      `(service ${AGENT}) has reached a steady state.`,
      `(service ${AGENT}) (deployment ${id}) deployment completed.`,
      `(service ${AGENT}, taskSet ${old?.id}) has begun draining connections on 2 tasks.`,
      `(service ${AGENT}) has stopped 2 running tasks: ${names(before)}.`,
      `(service ${AGENT}) has started 2 tasks: ${names(now.map(({ taskArn }) => taskArn))}.`,
    ])
  })

  test('createdAt, the reading of secrets, startedAt and stoppedAt come in that order', () => {
    const world = deployed()
    const asked = world.now
    force(world)
    pass(world, MINUTE)
    const [fresh] = tasks(world, 'RUNNING')
    expect([fresh?.createdAt, fresh?.pullStartedAt, fresh?.startedAt]).toEqual([
      asked / 1000,
      asked / 1000 + 1,
      asked / 1000 + 2,
    ])
    const [gone] = tasks(world, 'STOPPED')
    expect([gone?.stoppingAt, gone?.stoppedAt, gone?.stopCode, gone?.stoppedReason]).toEqual([
      asked / 1000 + 3.5,
      asked / 1000 + 4.5,
      'ServiceSchedulerInitiated',
      `Scaling activity initiated by (deployment ${deployments(world)[0]?.id})`,
    ])
  })

  test('a task reads its secret between createdAt and startedAt, and keeps it', () => {
    const world = deployed()
    force(world)
    pass(world, 999)
    setKey(world, keyFor({ tier: 'Plus' }))
    pass(world, 1)
    setKey(world, keyFor({ tier: 'Enterprise' }))
    pass(world, MINUTE)
    const tiers = world.tasks
      .filter(({ status }) => status === 'RUNNING')
      .map(({ service: name, license }) => [name, license?.tier])
    expect(tiers).toEqual([
      [ORCHESTRATOR, 'Professional'],
      [AGENT, 'Plus'],
      [AGENT, 'Plus'],
    ])
  })

  test('a draining task is listed as STOPPED while it still runs down', () => {
    const world = deployed()
    force(world)
    pass(world, 3600)
    expect(
      tasks(world, 'STOPPED').map(({ lastStatus, desiredStatus }) => [lastStatus, desiredStatus]),
    ).toEqual([
      ['DEACTIVATING', 'STOPPED'],
      ['DEACTIVATING', 'STOPPED'],
    ])
    expect(deployments(world).map(({ status, runningCount }) => [status, runningCount])).toEqual([
      ['PRIMARY', 2],
      ['ACTIVE', 0],
    ])
  })

  test('minimum and maximum percent hold at every moment', () => {
    for (const [minimumHealthyPercent, maximumPercent, least, most] of [
      [100, 200, 4, 8],
      [50, 100, 2, 4],
      [100, 125, 4, 5],
      [0, 100, 0, 4],
    ] as const) {
      const world = deployed()
      const deploymentConfiguration = { minimumHealthyPercent, maximumPercent }
      ecs(world, 'UpdateService', { service: AGENT, desiredCount: 4, deploymentConfiguration })
      pass(world, MINUTE)
      expect(counts(world)).toEqual([4, 4, 0])
      force(world)
      for (let moment = 0; moment < 600 && world.services[0]?.steady === false; moment++) {
        pass(world, 100)
        const ours = world.tasks.filter((task) => task.service === AGENT && task.status !== 'STOPPED')
        expect(ours.length).toBeLessThanOrEqual(most)
        expect(ours.filter(({ ready }) => ready).length).toBeGreaterThanOrEqual(least)
      }
      expect(deployments(world).map(({ rolloutState }) => rolloutState)).toEqual(['COMPLETED'])
    }
  })

  test('100 and 100 percent leave no room to move: refused', () => {
    const deploymentConfiguration = { minimumHealthyPercent: 100, maximumPercent: 100 }
    expect(no(deployed(), 'UpdateService', { service: AGENT, deploymentConfiguration })[0]).toBe(
      'InvalidParameterException',
    )
  })

  test('a second deployment supersedes the first', () => {
    const world = deployed()
    force(world)
    pass(world, 1500)
    force(world)
    expect(deployments(world)).toHaveLength(3)
    pass(world, MINUTE)
    expect(deployments(world).map(({ status, rolloutState }) => [status, rolloutState])).toEqual([
      ['PRIMARY', 'COMPLETED'],
    ])
  })

  test('stopped tasks can be described for an hour', () => {
    const world = deployed()
    force(world)
    pass(world, HOUR)
    expect(tasks(world, 'STOPPED')).toHaveLength(2)
    pass(world, MINUTE)
    expect(tasks(world, 'STOPPED')).toEqual([])
  })

  test('a stopped task is replaced', () => {
    const world = deployed()
    const [task] = tasks(world, 'RUNNING')
    const answer = ecs(world, 'StopTask', { task: task?.taskArn, reason: 'try it' })
    expect((answer.task as Fields).desiredStatus).toBe('STOPPED')
    pass(world, MINUTE)
    expect(counts(world)).toEqual([2, 2, 0])
    expect(tasks(world, 'STOPPED').map(({ stoppedReason, stopCode }) => [stoppedReason, stopCode])).toEqual([
      ['try it', 'UserInitiated'],
    ])
  })

  test('a service with a task on its way out is not steady, even without room for another', () => {
    const deploymentConfiguration = { minimumHealthyPercent: 50, maximumPercent: 100 }
    const world = deployed({ wiring: { service: () => ({ deploymentConfiguration }) } })
    ecs(world, 'StopTask', { task: tasks(world, 'RUNNING')[0]?.taskArn })
    expect([world.services[0]?.steady, counts(world)]).toEqual([false, [2, 1, 0]])
    pass(world, MINUTE)
    expect([world.services[0]?.steady, counts(world)]).toEqual([true, [2, 2, 0]])
  })

  test('scaling out and in, to nothing and back', () => {
    const world = deployed()
    for (const desiredCount of [5, 1, 0, 2]) {
      ecs(world, 'UpdateService', { service: AGENT, desiredCount })
      pass(world, MINUTE)
      expect(counts(world)).toEqual([desiredCount, desiredCount, 0])
      expect(deployments(world)).toHaveLength(1)
    }
  })
})
