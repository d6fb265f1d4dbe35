import { describe, expect, test } from 'vitest'
import { after, DAY, HOUR, MINUTE, SECOND } from '../../src/model/instant.ts'
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts'
import type { Fields } from '../../src/sandbox/world/fields.ts'
import type { World } from '../../src/sandbox/world/world.ts'
import {
  AGENT,
  counts,
  deployments,
  ecs,
  force,
  messages,
  no,
  ORCHESTRATOR,
  service,
  setKey,
  tiers,
} from './support/ecs.ts'
import { listed, told } from './support/service-deployments.ts'
import { deployed, keyFor, pass, START } from './support/worlds.ts'

const BORN = START - 4500
const prefix = 'arn:aws:ecs:us-east-1:123456789012'
const wired = (deploymentConfiguration: object): Partial<SandboxOptions> => ({
  wiring: { service: () => ({ deploymentConfiguration }) },
})
const stop = (world: World, more: object = {}) =>
  ecs(world, 'StopServiceDeployment', {
    serviceDeploymentArn: listed(world)[0]?.serviceDeploymentArn,
    ...more,
  })

describe('a service deployment', () => {
  test('is listed and described from its creation to its end', () => {
    const world = deployed()
    const [first] = listed(world)
    expect(first).toEqual({
      serviceDeploymentArn: expect.stringMatching(
        new RegExp(`^${prefix}:service-deployment/axonflow-cluster/${AGENT}/[\\w-]{21}$`),
      ),
      serviceArn: service(world).serviceArn,
      clusterArn: `${prefix}:cluster/axonflow-cluster`,
      createdAt: BORN / 1000 + 1,
      startedAt: BORN / 1000 + 1,
      finishedAt: START / 1000,
      targetServiceRevisionArn: expect.stringMatching(
        new RegExp(`^${prefix}:service-revision/axonflow-cluster/${AGENT}/\\d{19}$`),
      ),
      status: 'SUCCESSFUL',
    })
    force(world)
    pass(world, 2 * SECOND)
    expect(listed(world).map(({ status }) => status)).toEqual(['IN_PROGRESS', 'SUCCESSFUL'])
    const story = told(world)
    expect(story).toEqual({
      serviceDeploymentArn: listed(world)[0]?.serviceDeploymentArn,
      serviceArn: first?.serviceArn,
      clusterArn: first?.clusterArn,
      createdAt: START / 1000,
      startedAt: START / 1000,
      updatedAt: START / 1000,
      status: 'IN_PROGRESS',
      lifecycleStage: 'SCALE_UP',
      sourceServiceRevisions: [
        {
          arn: first?.targetServiceRevisionArn,
          requestedTaskCount: 0,
          runningTaskCount: 2,
          pendingTaskCount: 0,
        },
      ],
      targetServiceRevision: {
        arn: listed(world)[0]?.targetServiceRevisionArn,
        requestedTaskCount: 2,
        runningTaskCount: 2,
        pendingTaskCount: 0,
      },
      deploymentConfiguration: service(world).deploymentConfiguration,
      deploymentCircuitBreaker: { status: 'DISABLED', failureCount: 0, threshold: 3 },
      alarms: { status: 'DISABLED', alarmNames: [], triggeredAlarmNames: [] },
    })
    pass(world, MINUTE)
    expect(told(world)).toMatchObject({ status: 'SUCCESSFUL', finishedAt: START / 1000 + 4.5 })
    expect(told(world).lifecycleStage).toBeUndefined()
    expect(told(world, 1)).toEqual({ ...told(world, 1), serviceDeploymentArn: first?.serviceDeploymentArn })
  })

  test('is PENDING until ECS takes it up; till then nothing starts', () => {
    const world = deployed({ timings: { pending: 5 * SECOND } })
    pass(world, 5 * SECOND)
    force(world)
    pass(world, 5 * SECOND - 1)
    expect([listed(world)[0]?.status, listed(world)[0]?.startedAt, counts(world)]).toEqual([
      'PENDING',
      undefined,
      [2, 2, 0],
    ])
    pass(world, 1)
    expect([listed(world)[0]?.status, counts(world)]).toEqual(['IN_PROGRESS', [2, 2, 2]])
    pass(world, MINUTE)
    expect(listed(world)[0]?.status).toBe('SUCCESSFUL')
  })

  test('that is superseded by another is STOPPED', () => {
    const world = deployed()
    force(world)
    pass(world, SECOND)
    force(world)
    pass(world, MINUTE)
    expect(listed(world).map(({ status }) => status)).toEqual(['SUCCESSFUL', 'STOPPED', 'SUCCESSFUL'])
    expect(told(world, 1).stoppedAt).toBe(START / 1000 + 1)
  })

  test('is found by its status, by when it was created, page by page', () => {
    const world = deployed()
    for (let turn = 0; turn < 3; turn++) {
      pass(world, MINUTE)
      force(world)
    }
    const created = (more: object) => listed(world, more).map(({ createdAt }) => createdAt)
    const at = (minutes: number) => after(START, minutes * MINUTE) / 1000
    expect(created({})).toEqual([at(3), at(2), at(1), BORN / 1000 + 1])
    expect(created({ status: ['IN_PROGRESS', 'PENDING'] })).toEqual([at(3)])
    expect(created({ createdAt: { after: at(2) } })).toEqual([at(3), at(2)])
    expect(created({ createdAt: { after: at(2) + 0.001 } })).toEqual([at(3)])
    expect(created({ createdAt: { before: at(2) } })).toEqual([at(1), BORN / 1000 + 1])
    expect(created({ createdAt: { after: at(1), before: at(3) } })).toEqual([at(2), at(1)])
    const first = ecs(world, 'ListServiceDeployments', { service: AGENT, maxResults: 3 })
    expect((first.serviceDeployments as Fields[]).length).toBe(3)
    expect(created({ nextToken: first.nextToken })).toEqual([BORN / 1000 + 1])
    expect(listed(world, { service: ORCHESTRATOR })).toHaveLength(1)
    pass(world, 91 * DAY)
    expect(listed(world)).toEqual([])
  })

  test('asks for what is there', () => {
    const world = deployed()
    expect(no(world, 'ListServiceDeployments', { service: 'nope' })[0]).toBe('ServiceNotFoundException')
    expect(no(world, 'ListServiceDeployments', { service: AGENT, status: ['DONE'] })[0]).toBe(
      'InvalidParameterException',
    )
    expect(
      no(world, 'ListServiceDeployments', { service: AGENT, createdAt: { after: 'yesterday' } })[0],
    ).toBe('SerializationException')
    expect(no(world, 'DescribeServiceDeployments', {})[0]).toBe('InvalidParameterException')
    expect(no(world, 'DescribeServiceDeployments', { serviceDeploymentArns: Array(21).fill('x') })[0]).toBe(
      'InvalidParameterException',
    )
    expect(ecs(world, 'DescribeServiceDeployments', { serviceDeploymentArns: ['x'] })).toEqual({
      serviceDeployments: [],
      failures: [{ arn: 'x', reason: 'MISSING' }],
    })
  })

  test('is unknown to an older endpoint, which deploys all the same', () => {
    const world = deployed({ switches: { serviceDeployments: 'unknown' } })
    for (const [action, body] of [
      ['ListServiceDeployments', { service: AGENT }],
      ['DescribeServiceDeployments', { serviceDeploymentArns: ['x'] }],
      ['StopServiceDeployment', { serviceDeploymentArn: 'x' }],
      ['ContinueServiceDeployment', { serviceDeploymentArn: 'x', hookId: 'x' }],
    ] as const)
      expect(no(world, action, body)).toEqual(['UnknownOperationException', undefined])
    force(world)
    pass(world, MINUTE)
    expect(deployments(world)).toHaveLength(1)
  })
})

describe('stopping a service deployment', () => {
  test('rolls it back at once, to the tasks that never stopped', () => {
    const world = deployed()
    const [good] = deployments(world)
    setKey(world, keyFor({ tier: 'Plus' }))
    force(world)
    pass(world, SECOND)
    expect(stop(world)).toEqual({ serviceDeploymentArn: listed(world)[0]?.serviceDeploymentArn })
    pass(world, MINUTE)
    expect(deployments(world).map(({ id }) => id)).toEqual([good?.id])
    expect([told(world).status, tiers(world)]).toEqual([
      'ROLLBACK_SUCCESSFUL',
      ['Professional', 'Professional'],
    ])
    expect(messages(world)).toContain(`(service ${AGENT}) rolling back to deployment ${good?.id}.`)
  })

  test('keeps a task of the old deployment that was replaced after the secret changed: it has the new key', () => {
    const world = deployed({
      ...wired({ lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['PRE_SCALE_UP'] }] }),
    })
    ecs(world, 'ContinueServiceDeployment', { ...hookOf(world) })
    pass(world, MINUTE)
    setKey(world, keyFor({ tier: 'Plus' }))
    force(world)
    world.schedule.push({ at: world.now, lose: { service: AGENT, count: 1, why: 'host' } })
    pass(world, MINUTE)
    stop(world)
    pass(world, MINUTE)
    expect([told(world).status, tiers(world)]).toEqual(['ROLLBACK_SUCCESSFUL', ['Professional', 'Plus']])
  })

  test('is ROLLBACK_REQUESTED until ECS takes that up', () => {
    const world = deployed({ timings: { pending: SECOND } })
    pass(world, MINUTE)
    force(world)
    pass(world, SECOND)
    stop(world)
    expect(told(world).status).toBe('ROLLBACK_REQUESTED')
    stop(world)
    expect(told(world).status).toBe('ROLLBACK_REQUESTED')
    pass(world, SECOND)
    expect(['ROLLBACK_IN_PROGRESS', 'ROLLBACK_SUCCESSFUL']).toContain(told(world).status)
    pass(world, MINUTE)
    expect(told(world).status).toBe('ROLLBACK_SUCCESSFUL')
  })

  test('of one that has ended, or is not there, is refused; and there is only one way to stop', () => {
    const world = deployed()
    const serviceDeploymentArn = listed(world)[0]?.serviceDeploymentArn
    expect(no(world, 'StopServiceDeployment', { serviceDeploymentArn })).toEqual([
      'ConflictException',
      'The service deployment is in the SUCCESSFUL state.',
    ])
    expect(no(world, 'StopServiceDeployment', { serviceDeploymentArn: 'x' })[0]).toBe(
      'ServiceDeploymentNotFoundException',
    )
    expect(no(world, 'StopServiceDeployment', { serviceDeploymentArn, stopType: 'ABORT' })[0]).toBe(
      'InvalidParameterException',
    )
  })
})

const hookOf = (world: World) => {
  const { serviceDeploymentArn, lifecycleHookDetails } = told(world)
  const [detail] = lifecycleHookDetails as Fields[]
  return { serviceDeploymentArn, hookId: detail?.hookId }
}

describe('stages', () => {
  const pause = (stage: string, timeoutConfiguration: object = {}) =>
    wired({
      lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: [stage], timeoutConfiguration }],
    })
  /** Past the pause of its very first deployment. */
  const begun = (options: Partial<SandboxOptions>) => {
    const world = deployed(options)
    pass(world, 10 * SECOND)
    ecs(world, 'ContinueServiceDeployment', hookOf(world))
    pass(world, MINUTE)
    expect(told(world).status).toBe('SUCCESSFUL')
    force(world)
    return world
  }

  test('a pause before scaling up keeps every new task from starting', () => {
    const world = begun(pause('PRE_SCALE_UP'))
    const asked = world.now
    pass(world, 12 * HOUR)
    expect([counts(world), deployments(world)[0]?.rolloutState]).toEqual([[2, 2, 0], 'IN_PROGRESS'])
    expect(told(world)).toMatchObject({
      status: 'IN_PROGRESS',
      lifecycleStage: 'PRE_SCALE_UP',
      lifecycleHookDetails: [
        {
          hookId: expect.stringMatching(/^[0-9a-f]{32}$/),
          targetType: 'PAUSE',
          status: 'AWAITING_ACTION',
          expiresAt: after(asked, DAY) / 1000,
          timeoutAction: 'ROLLBACK',
        },
      ],
    })
    ecs(world, 'ContinueServiceDeployment', hookOf(world))
    pass(world, MINUTE)
    expect(told(world).status).toBe('SUCCESSFUL')
  })

  test('a pause after scaling up leaves a rollout open that has replaced every task', () => {
    const world = begun(pause('POST_SCALE_UP'))
    pass(world, HOUR)
    expect([told(world).lifecycleStage, deployments(world)[0]?.rolloutState]).toEqual([
      'POST_SCALE_UP',
      'IN_PROGRESS',
    ])
    expect(deployments(world).map(({ runningCount }) => runningCount)).toEqual([2])
  })

  test('a pause that nobody ends rolls back after its time, or goes on', () => {
    for (const [action, status] of [
      ['ROLLBACK', 'ROLLBACK_SUCCESSFUL'],
      ['CONTINUE', 'SUCCESSFUL'],
    ]) {
      const world = begun(pause('PRE_SCALE_UP', { timeoutInMinutes: 30, action }))
      pass(world, 30 * MINUTE - 1)
      expect(told(world).status).toBe('IN_PROGRESS')
      pass(world, MINUTE)
      expect(told(world).status).toBe(status)
    }
  })

  test('a pause can be ended by going back', () => {
    const world = begun(pause('PRE_SCALE_UP'))
    ecs(world, 'ContinueServiceDeployment', { ...hookOf(world), action: 'ROLLBACK' })
    expect(told(world)).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: 'Service deployment rolled back because PRE_SCALE_UP lifecycle hook(s) failed.',
    })
    expect(
      no(world, 'ContinueServiceDeployment', {
        serviceDeploymentArn: listed(world)[0]?.serviceDeploymentArn,
        hookId: 'x',
      })[0],
    ).toBe('InvalidParameterException')
  })

  test('a bake time keeps a rollout open after its last task was replaced', () => {
    const world = deployed(wired({ bakeTimeInMinutes: 10 }))
    pass(world, HOUR)
    force(world)
    pass(world, 9 * MINUTE)
    expect([told(world).status, told(world).lifecycleStage, counts(world)]).toEqual([
      'IN_PROGRESS',
      'BAKE_TIME',
      [2, 2, 0],
    ])
    pass(world, 2 * MINUTE)
    expect([told(world).status, deployments(world)[0]?.rolloutState]).toEqual(['SUCCESSFUL', 'COMPLETED'])
  })

  test('side by side, the old tasks run until the bake time is over', () => {
    const world = deployed(wired({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 10 }))
    pass(world, HOUR)
    setKey(world, keyFor({ tier: 'Plus' }))
    force(world)
    pass(world, 9 * MINUTE)
    expect([told(world).lifecycleStage, tiers(world)]).toEqual([
      'BAKE_TIME',
      ['Professional', 'Professional', 'Plus', 'Plus'],
    ])
    pass(world, 2 * MINUTE)
    expect([told(world).status, tiers(world)]).toEqual(['SUCCESSFUL', ['Plus', 'Plus']])
  })

  test('side by side, going back only takes the new tasks away', () => {
    const world = deployed(wired({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 10 }))
    pass(world, HOUR)
    setKey(world, keyFor({ tier: 'Plus' }))
    force(world)
    pass(world, 5 * MINUTE)
    stop(world)
    pass(world, MINUTE)
    expect([told(world).status, tiers(world)]).toEqual([
      'ROLLBACK_SUCCESSFUL',
      ['Professional', 'Professional'],
    ])
  })

  /** What the old and the new have of the traffic, and where the deployment stands. */
  const traffic = (world: World) => {
    const { lifecycleStage, sourceServiceRevisions, targetServiceRevision } = told(world)
    const [source] = sourceServiceRevisions as Fields[]
    const weight = (of: unknown) => (of as Fields | undefined)?.requestedProductionTrafficWeight
    return [lifecycleStage, weight(source), weight(targetServiceRevision)]
  }
  const BOTH_RUN = ['Professional', 'Professional', 'Plus', 'Plus']

  test('CANARY: some traffic goes over, and after its time the rest', () => {
    const canaryConfiguration = { canaryPercent: 12.5, canaryBakeTimeInMinutes: 20 }
    const world = deployed(wired({ strategy: 'CANARY', canaryConfiguration, bakeTimeInMinutes: 5 }))
    pass(world, HOUR)
    setKey(world, keyFor({ tier: 'Plus' }))
    force(world)
    pass(world, 20 * MINUTE)
    expect([traffic(world), tiers(world)]).toEqual([['PRODUCTION_TRAFFIC_SHIFT', 87.5, 12.5], BOTH_RUN])
    pass(world, 4 * MINUTE)
    expect([traffic(world), tiers(world)]).toEqual([['BAKE_TIME', 0, 100], BOTH_RUN])
    pass(world, 2 * MINUTE)
    expect([told(world).status, tiers(world)]).toEqual(['SUCCESSFUL', ['Plus', 'Plus']])
    expect(service(world).deploymentConfiguration).toMatchObject({ strategy: 'CANARY', canaryConfiguration })
  })

  test('LINEAR: step by step; the last one is not waited after', () => {
    const linearConfiguration = { stepPercent: 33.4, stepBakeTimeInMinutes: 10 }
    const world = deployed(wired({ strategy: 'LINEAR', linearConfiguration }))
    pass(world, HOUR)
    setKey(world, keyFor({ tier: 'Plus' }))
    force(world)
    pass(world, 9 * MINUTE)
    expect(traffic(world)).toEqual(['PRODUCTION_TRAFFIC_SHIFT', 66.6, 33.4])
    pass(world, 10 * MINUTE)
    expect([traffic(world)[2], tiers(world)]).toEqual([66.8, BOTH_RUN])
    pass(world, 2 * MINUTE)
    expect([told(world).status, tiers(world)]).toEqual(['SUCCESSFUL', ['Plus', 'Plus']])
    expect(service(world).deploymentConfiguration).toMatchObject({ strategy: 'LINEAR', linearConfiguration })
  })

  test('going back in the middle of it only takes the new tasks away', () => {
    const world = deployed(wired({ strategy: 'LINEAR' }))
    pass(world, 2 * HOUR)
    setKey(world, keyFor({ tier: 'Plus' }))
    force(world)
    pass(world, 20 * MINUTE)
    stop(world)
    pass(world, MINUTE)
    expect([told(world).status, tiers(world)]).toEqual([
      'ROLLBACK_SUCCESSFUL',
      ['Professional', 'Professional'],
    ])
  })

  test('what is not said is as AWS has it, and stays until it is said otherwise', () => {
    const world = deployed()
    const update = (deploymentConfiguration: object) => {
      ecs(world, 'UpdateService', { service: AGENT, deploymentConfiguration })
      return service(world).deploymentConfiguration as Fields
    }
    expect(update({ strategy: 'CANARY' }).canaryConfiguration).toEqual({
      canaryPercent: 5,
      canaryBakeTimeInMinutes: 10,
    })
    update({ canaryConfiguration: { canaryPercent: 20 } })
    expect(update({ bakeTimeInMinutes: 1 }).canaryConfiguration).toEqual({
      canaryPercent: 20,
      canaryBakeTimeInMinutes: 10,
    })
    const linear = update({ strategy: 'LINEAR' })
    expect([linear.canaryConfiguration, linear.linearConfiguration]).toEqual([
      undefined,
      { stepPercent: 10, stepBakeTimeInMinutes: 6 },
    ])
    expect(update({ strategy: 'ROLLING' }).linearConfiguration).toBeUndefined()
  })

  test('what this sandbox cannot play is refused', () => {
    const world = deployed()
    for (const deploymentConfiguration of [
      { strategy: 'RAINBOW' },
      { strategy: 'CANARY', canaryConfiguration: { canaryPercent: 0.15 } },
      { strategy: 'CANARY', canaryConfiguration: { canaryPercent: 0 } },
      { strategy: 'CANARY', canaryConfiguration: { canaryBakeTimeInMinutes: 1441 } },
      { strategy: 'CANARY', linearConfiguration: { stepPercent: 10 } },
      { strategy: 'LINEAR', linearConfiguration: { stepPercent: 2.9 } },
      { strategy: 'LINEAR', linearConfiguration: { stepPercent: 100.1 } },
      { canaryConfiguration: { canaryPercent: 10 } },
      { lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['TEST_TRAFFIC_SHIFT'] }] },
    ])
      expect([
        deploymentConfiguration,
        no(world, 'UpdateService', { service: AGENT, deploymentConfiguration })[0],
      ]).toEqual([deploymentConfiguration, expect.stringMatching(/^(InvalidParameter|Validation)Exception$/)])
    expect(listed(world)).toHaveLength(1)
  })
})
