import { describe, expect, test } from 'vitest'
import { handle } from '../../src/sandbox/world/handle.ts'
import type { World } from '../../src/sandbox/world/world.ts'
import { labels, rotate, withNewKey } from './lic.ts'
import { AGENT, look, lookAt, said, secretOf } from './preflight.ts'

const ORCHESTRATOR = 'axonflow-orchestrator-service'
const BOTH = `${AGENT}, ${ORCHESTRATOR}`
const ecs = (world: World, action: string, body: object) => {
  const { status, body: answer } = handle(world, {
    service: 'ecs',
    action,
    body: { cluster: 'axonflow-cluster', ...body },
  })
  if (status !== 200) throw new Error(JSON.stringify(answer))
}
const service = (world: World, name: string) => world.services.find((one) => one.name === name)
const configure =
  (deploymentConfiguration: object, names: readonly string[] = [AGENT]) =>
  (world: World): void => {
    for (const name of names) ecs(world, 'UpdateService', { service: name, deploymentConfiguration })
  }
const set = (fields: object) => (world: World) => void Object.assign(service(world, AGENT) ?? {}, fields)

describe('services that cannot be redeployed now', () => {
  const rows = [
    ['not ACTIVE', set({ status: 'DRAINING' }), `service.inactive: service ${AGENT} is DRAINING, not ACTIVE`],
    [
      'CodeDeploy',
      set({ controller: 'CODE_DEPLOY' }),
      `service.controller: service ${AGENT} is deployed by CODE_DEPLOY, which refuses a forced deployment`,
    ],
    [
      'something outside',
      set({ controller: 'EXTERNAL' }),
      `service.controller: service ${AGENT} is deployed by EXTERNAL, which refuses a forced deployment`,
    ],
    [
      'a desired count of 0',
      set({ desired: 0 }),
      `service.no-tasks: service ${AGENT} has a desired count of 0: nothing would run the key, and nothing could prove it`,
    ],
    [
      "somebody's deployment",
      (world: World) => ecs(world, 'UpdateService', { service: AGENT, forceNewDeployment: true }),
      `service.deploying: a deployment of service ${AGENT} is in progress already: it began at 2026-11-23T12:00:00Z, and 0 of 2 tasks of axonflow-agent:1 run`,
    ],
  ] as const
  test.each(rows)('%s', async (_what, before, expected) => {
    expect(said((await lookAt(before)).refusals)).toEqual([expected])
  })
})

describe('what a redeployment may do beside', () => {
  const about = async (code: string, before: (world: World) => void) =>
    said((await lookAt(before)).warnings.filter((one) => one.code === code))

  test('no circuit breaker', async () => {
    expect(await about('service.no-breaker', () => {})).toEqual([
      `service.no-breaker: no deployment circuit breaker (${BOTH}): if new tasks fail, ECS starts them again and again, and does not give up by itself; old tasks go on serving meanwhile`,
    ])
    expect(await about('service.no-breaker', configure({ minimumHealthyPercent: 0 }))).toEqual([
      `service.no-breaker: no deployment circuit breaker (${BOTH}): if new tasks fail, ECS starts them again and again, and does not give up by itself; old tasks that were stopped first are missing meanwhile`,
    ])
    expect(
      await about(
        'service.no-breaker',
        configure({ deploymentCircuitBreaker: { enable: true, rollback: true } }, [AGENT, ORCHESTRATOR]),
      ),
    ).toEqual([])
  })
  test.each([
    [100, []],
    [51, []],
    [
      50,
      [
        `service.stops-first: ECS may stop old tasks before new ones run (${AGENT}: 1 of 2): fewer serve until the new ones are healthy`,
      ],
    ],
    [
      0,
      [
        `service.stops-first: ECS may stop old tasks before new ones run (${AGENT}: 2 of 2): nothing serves there until the new ones are healthy, an outage`,
      ],
    ],
  ])('a minimum healthy percent of %s', async (minimumHealthyPercent, expected) => {
    expect(await about('service.stops-first', configure({ minimumHealthyPercent }))).toEqual(expected)
  })
  test('alarms', async () => {
    const alarms = { alarmNames: ['5xx', 'latency'], enable: true, rollback: true }
    expect(await about('service.alarms', configure({ alarms }))).toEqual([
      `service.alarms: deployments are given up when an alarm goes off (${AGENT}: 5xx, latency): lic then takes the key back, whatever the alarm was about`,
    ])
  })
  test('pauses and bake times', async () => {
    const hook = { targetType: 'PAUSE', lifecycleStages: ['POST_SCALE_UP'] }
    const deploymentConfiguration = { lifecycleHooks: [hook], bakeTimeInMinutes: 15 }
    expect(await about('service.waits', configure(deploymentConfiguration))).toEqual([
      `service.waits: deployments wait on the way (${AGENT}: 1 pause until somebody goes on, 15 min with old and new tasks)`,
    ])
  })
  test('traffic that goes over step by step, and a time that is too short for it', async () => {
    const linear = configure({ strategy: 'LINEAR', bakeTimeInMinutes: 5 })
    expect(await about('service.waits', linear)).toEqual([
      `service.waits: deployments wait on the way (${AGENT}: 54 min while traffic goes over (LINEAR), 5 min with old and new tasks)`,
    ])
    const hints = async (argv: string[]) =>
      (await lookAt(linear, argv)).warnings.find(({ code }) => code === 'service.waits')?.hints
    expect(await hints([])).toEqual([
      'that is 59 min at least, and --timeout ends it before: give it --timeout 2h',
    ])
    expect(await hints(['--timeout', '2h'])).toEqual([])
  })
  test('a stack that made both services', async () => {
    const { warnings } = await lookAt((world) => {
      for (const one of world.services)
        one.tags = [{ key: 'aws:cloudformation:stack-name', value: 'axonflow' }]
    })
    expect(said(warnings.filter(({ code }) => code === 'service.cloudformation'))).toEqual([
      `service.cloudformation: CloudFormation stack axonflow made ${BOTH}: where it fills in the license from its parameter LicenseKey, its next update brings the old key back`,
    ])
  })
})

/** More services in the cluster, each with a task definition that reads its key from there. */
const more = (names: readonly string[], valueFrom: (arn: string) => string, desiredCount = 1) =>
  function add(world: World) {
    ecs(world, 'RegisterTaskDefinition', {
      family: 'worker',
      containerDefinitions: [
        {
          ...{ name: 'worker', image: 'worker:1' },
          secrets: [{ name: 'ANY_NAME', valueFrom: valueFrom(secretOf(world).arn) }],
        },
      ],
    })
    for (const serviceName of names)
      ecs(world, 'CreateService', { serviceName, taskDefinition: 'worker', desiredCount })
  }

describe('other services that read the secret', () => {
  const others = async (before: (world: World) => void) => {
    const here = await withNewKey()
    before(here.world())
    const { warnings } = await look(here)
    return {
      found: warnings.filter(({ code }) => ['service.other-reader', 'aws.not-looked'].includes(code)),
      definitions: here.calls.filter((call) => call === 'ecs.taskDefinition').length,
    }
  }
  test('are named, with the flags that take them in; each definition is read once', async () => {
    const { found, definitions } = await others(more(['worker-a', 'worker-b'], (arn) => arn))
    expect(found).toEqual([
      {
        code: 'service.other-reader',
        severity: 'warning',
        message:
          'worker-a, worker-b in this cluster read this key, too, and are not named: running tasks there keep the old key until they are replaced',
        hints: [
          `redeploy them, too: --service ${AGENT} --service ${ORCHESTRATOR} --service worker-a --service worker-b`,
        ],
      },
    ])
    expect(definitions).toBe(3)
  })
  test.each([
    ['one that reads another secret', (arn: string) => arn.replace('license', 'other'), 1],
    ['one that pins a version', (arn: string) => `${arn}:::v1`, 1],
    ['one without tasks', (arn: string) => arn, 0],
  ])('%s is none', async (_what, valueFrom, desired) => {
    expect((await others(more(['worker'], valueFrom, desired))).found).toEqual([])
  })
  test.each([
    ['password', 0],
    ['license', 1],
  ])('in a document, the field %s: %s', async (field, expected) => {
    const here = await withNewKey({
      wiring: {
        value: (key) => JSON.stringify({ license: key, password: 'p' }),
        container: (_role, arn) => ({
          secrets: [{ name: 'AXONFLOW_LICENSE_KEY', valueFrom: `${arn}:license::` }],
        }),
      },
    })
    more(['worker'], (arn) => `${arn}:${field}::`)(here.world())
    const { warnings } = await look(here)
    expect(warnings.filter(({ code }) => code === 'service.other-reader')).toHaveLength(expected)
  })
  test('with the task definition of a named service, that is not read again', async () => {
    const { found, definitions } = await others((world) =>
      ecs(world, 'CreateService', { serviceName: 'twin', taskDefinition: 'axonflow-agent', desiredCount: 1 }),
    )
    expect([found.map(({ code }) => code), definitions]).toEqual([['service.other-reader'], 2])
  })
  test('of a large cluster only some are looked at, and that is said', async () => {
    const names = Array.from({ length: 40 }, (_, n) => `w${String(n).padStart(2, '0')}`)
    const { found } = await others(more(names, () => 'parameter'))
    expect(said(found)).toEqual([
      'aws.not-looked: only 30 of the 40 other services of cluster axonflow-cluster were looked at: more of them may read this secret',
    ])
  })
})

describe('calls', () => {
  test('looking before a rotation of two services asks AWS this, and no more', async () => {
    const here = await withNewKey()
    await look(here)
    const counts = new Map<string, number>()
    for (const action of here.actions) counts.set(action, (counts.get(action) ?? 0) + 1)
    expect(Object.fromEntries([...counts].sort())).toEqual({
      'ecs:DescribeServices': 1,
      'ecs:DescribeTaskDefinition': 2,
      'ecs:DescribeTasks': 2,
      'ecs:ListServices': 1,
      'ecs:ListTasks': 4,
      'secretsmanager:DescribeSecret': 1,
      'secretsmanager:GetSecretValue': 1,
      'sts:GetCallerIdentity': 1,
    })
  })
  test('services with the same task definition have it read once', async () => {
    const here = await withNewKey()
    const [agent] = here.world().services
    for (const one of here.world().services)
      one.deployments = one.deployments.map((each) => ({
        ...each,
        taskDefinition: agent?.deployments[0]?.taskDefinition ?? '',
      }))
    await look(here)
    expect(here.calls.filter((call) => call === 'ecs.taskDefinition')).toHaveLength(1)
  })
  test('a service that is named twice is one', async () => {
    const here = await withNewKey()
    const arn = service(here.world(), AGENT)?.arn ?? ''
    const { exitCode } = await rotate(here, '--service', AGENT, '--service', arn)
    expect([exitCode, here.calls.filter((call) => call === 'ecs.forceDeployment').length]).toEqual([0, 1])
    expect(labels(here.world())).toEqual(['AWSCURRENT v2', 'AWSPREVIOUS v1', 'lic-archive v1'])
  })
})
