import { describe, expect, test } from 'vitest'
import { after, MINUTE, SECOND } from '../../src/model/instant.ts'
import type { Appointment } from '../../src/sandbox/world/schedule.ts'
import { cloneWorld } from '../../src/sandbox/world/world.ts'
import { AGENT, counts, deployments, ecs, messages, ORCHESTRATOR, tasks, tiers } from './support/ecs.ts'
import { ID, value } from './support/secrets.ts'
import { deployed, keyFor, pass, START, token } from './support/worlds.ts'

const at = (milliseconds: number) => after(START, milliseconds)
const cluster = 'axonflow-cluster'

const ci = (when: number, more: object = { forceNewDeployment: true }): Appointment => ({
  at: at(when),
  call: { service: 'ecs', action: 'UpdateService', body: { cluster, service: AGENT, ...more } },
})
const put = (when: number, more: object): Appointment => ({
  at: at(when),
  call: {
    service: 'secretsmanager',
    action: 'PutSecretValue',
    body: { SecretId: ID, ClientRequestToken: token('x'), ...more },
  },
})

describe('others at work', () => {
  test('a pipeline deploys at its moment, not before', () => {
    const world = deployed({ schedule: [ci(SECOND)] })
    pass(world, SECOND - 1)
    expect(deployments(world)).toHaveLength(1)
    pass(world, 1)
    expect(deployments(world)[0]).toMatchObject({ status: 'PRIMARY', createdAt: at(SECOND) / 1000 })
    expect(deployments(world)).toHaveLength(2)
    expect([world.schedule, world.kept]).toEqual([
      [],
      [{ at: at(SECOND), what: 'ecs:UpdateService', error: null }],
    ])
  })

  test('a pipeline ships another revision', () => {
    const world = deployed({ schedule: [ci(SECOND, { taskDefinition: 'axonflow-orchestrator' })] })
    pass(world, MINUTE)
    expect(deployments(world).map(({ taskDefinition }) => taskDefinition)).toEqual([
      'arn:aws:ecs:us-east-1:123456789012:task-definition/axonflow-orchestrator:1',
    ])
  })

  test('somebody edits the secret in the console', () => {
    const key = keyFor({ tier: 'Plus' })
    const world = deployed({ schedule: [put(SECOND, { SecretString: key }), ci(2 * SECOND)] })
    pass(world, SECOND)
    expect(value(world)).toBe(key)
    pass(world, MINUTE)
    expect(tiers(world)).toEqual(['Plus', 'Plus'])
  })

  test('a second operator takes the lock, and a third is refused', () => {
    const lock = (when: number, to: string): Appointment => ({
      at: at(when),
      call: {
        service: 'secretsmanager',
        action: 'UpdateSecretVersionStage',
        body: { SecretId: ID, VersionStage: 'lic-pending', MoveToVersionId: token(to) },
      },
    })
    const world = deployed({
      schedule: [
        put(SECOND, { SecretString: keyFor(), VersionStages: ['lic-run.2'] }),
        put(SECOND, {
          SecretString: keyFor({ tier: 'Plus' }),
          VersionStages: ['lic-run.3'],
          ClientRequestToken: token('y'),
        }),
        lock(SECOND, 'x'),
        lock(2 * SECOND, 'y'),
      ],
    })
    pass(world, 2 * SECOND)
    expect(world.secrets[0]?.labels.get('lic-pending')).toBe(token('x'))
    expect(world.kept.map(({ error }) => error)).toEqual([null, null, null, 'InvalidParameterException'])
  })

  test.each([
    ['host', 'TerminationNotice', 'Host EC2 (instance i-0123456789abcdef0) terminated.', 0],
    ['spot', 'SpotInterruption', 'Your Spot Task was interrupted.', SECOND],
    [
      'maintenance',
      'TerminationNotice',
      'ECS is performing maintenance on the underlying infrastructure hosting the task.',
      SECOND,
    ],
  ] as const)('a task is lost to its %s, and another takes its place', (why, code, reason, lingers) => {
    const world = deployed({ schedule: [{ at: at(SECOND), lose: { service: AGENT, count: 1, why } }] })
    const [first, second] = tasks(world, 'RUNNING').map(({ taskArn }) => taskArn)
    pass(world, SECOND)
    expect(counts(world)).toEqual([2, 1, 1])
    const [lost] = tasks(world, 'STOPPED')
    expect([lost?.taskArn, lost?.stopCode, lost?.stoppedReason]).toEqual([first, code, reason])
    expect(world.tasks.find(({ arn }) => arn === first)?.stopped).toBe(lingers === 0 ? at(SECOND) : null)
    pass(world, MINUTE)
    expect(counts(world)).toEqual([2, 2, 0])
    const [stayed, other] = tasks(world, 'RUNNING')
    expect(stayed?.taskArn).toBe(second)
    expect(other?.startedBy).toBe(deployments(world)[0]?.id)
    expect(deployments(world)[0]).toMatchObject({ rolloutState: 'COMPLETED', failedTasks: 0 })
    expect(messages(world)[0]).toBe(`(service ${AGENT}) has reached a steady state.`)
  })

  test('a task that takes a lost one’s place reads the secret as it is by then', () => {
    const world = deployed({
      schedule: [
        put(SECOND, { SecretString: keyFor({ tier: 'Plus' }) }),
        { at: at(2 * SECOND), lose: { service: AGENT, count: 1, why: 'host' } },
      ],
    })
    pass(world, MINUTE)
    expect(tiers(world)).toEqual(['Professional', 'Plus'])
  })

  test('scaling by itself starts a task of the deployment that is there', () => {
    const world = deployed({ schedule: [ci(SECOND, { desiredCount: 3 })] })
    const id = deployments(world)[0]?.id
    pass(world, MINUTE)
    expect(tasks(world, 'RUNNING').map(({ startedBy }) => startedBy)).toEqual([id, id, id])
  })

  test('a whole service is lost, the other one is not touched', () => {
    const world = deployed({ schedule: [{ at: at(SECOND), lose: { service: AGENT, why: 'spot' } }] })
    pass(world, SECOND)
    expect(world.kept).toEqual([{ at: at(SECOND), what: `lost 2 of ${AGENT}`, error: null }])
    expect(counts(world)).toEqual([2, 0, 2])
    expect(tasks(world, 'RUNNING', ORCHESTRATOR)).toHaveLength(1)
  })

  test('what is to come is part of a clone, and comes the same in each', () => {
    const world = deployed({
      schedule: [ci(SECOND), { at: at(3 * SECOND), lose: { service: AGENT, count: 1, why: 'host' } }],
    })
    const other = cloneWorld(world)
    pass(world, MINUTE)
    for (let turn = 0; turn < 60; turn++) pass(other, SECOND)
    expect(other).toEqual(world)
    expect(ecs(world, 'DescribeServices', { services: [AGENT] })).toEqual(
      ecs(other, 'DescribeServices', { services: [AGENT] }),
    )
  })
})
