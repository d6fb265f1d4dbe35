import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY } from '../../src/model/instant.ts'
import { ECS_ACTIONS } from '../../src/sandbox/world/ecs/actions.ts'
import { isOpen } from '../../src/sandbox/world/ecs/service-deployments.ts'
import { type AwsService, handle } from '../../src/sandbox/world/handle.ts'
import { SECRETS_ACTIONS } from '../../src/sandbox/world/secrets/actions.ts'
import { cloneWorld, type World } from '../../src/sandbox/world/world.ts'
import { deployed, keyFor, pass, token } from './support/worlds.ts'

const GOOD = keyFor()
const FORGED = keyFor({ forged: true })

/** What must hold in any world, whatever was asked of it. */
function check(world: World): void {
  for (const secret of world.secrets) {
    const ids = secret.versions.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(secret.labels.size).toBeLessThanOrEqual(20)
    for (const holder of secret.labels.values()) expect(ids).toContain(holder)
    if (ids.length > 0) expect(secret.labels.has('AWSCURRENT')).toBe(true)
    expect(ids.length).toBeLessThanOrEqual(100)
  }
  for (const service of world.services) {
    const states = service.deployments.map(({ status }) => status)
    expect([states[0], states.filter((one) => one === 'PRIMARY').length]).toEqual(['PRIMARY', 1])
    const live = world.tasks.filter((task) => task.service === service.name && task.status !== 'STOPPED')
    for (const task of live) {
      if (service.status === 'ACTIVE')
        expect(service.deployments.map(({ id }) => id)).toContain(task.deployment)
      expect(task.started === null || task.started >= task.created).toBe(true)
    }
    const open = world.serviceDeployments.filter((one) => one.service === service.arn && isOpen(one))
    expect(open.length).toBeLessThanOrEqual(1)
    const [primary] = service.deployments
    if (primary?.rollout !== 'IN_PROGRESS' && service.status === 'ACTIVE') expect(open).toEqual([])
    if (primary?.rollout === 'IN_PROGRESS' && service.status === 'ACTIVE') expect(open).toHaveLength(1)
    if (service.steady && primary?.rollout === 'COMPLETED')
      expect(live.every((task) => task.deployment === primary.id && task.ready)).toBe(true)
  }
}

const version = fc.constantFrom('a', 'b', 'c', 'd').map(token)
const label = fc.constantFrom(
  'AWSCURRENT',
  'AWSPREVIOUS',
  'AWSPENDING',
  'lic-pending',
  'lic-run.1',
  'lic-run.2',
)
const secret = fc.constantFrom('axonflow/license-key', 'other')
const service = fc.constantFrom('axonflow-agent-service', 'axonflow-orchestrator-service', 'third')
const cluster = fc.constant('axonflow-cluster')

interface Asked {
  readonly service: AwsService
  readonly action: string
  readonly body: object
}
const secrets = (action: string, body: fc.Arbitrary<object>): fc.Arbitrary<Asked> =>
  body.map((one) => ({ service: 'secretsmanager', action, body: one }))
const ecs = (action: string, body: fc.Arbitrary<object>): fc.Arbitrary<Asked> =>
  body.map((one) => ({ service: 'ecs', action, body: one }))
const some = { requiredKeys: [] as [] }

const sensible: fc.Arbitrary<Asked> = fc.oneof(
  secrets(
    'PutSecretValue',
    fc.record({
      SecretId: secret,
      ClientRequestToken: version,
      SecretString: fc.constantFrom(GOOD, FORGED),
      VersionStages: fc.array(label, { minLength: 1, maxLength: 3 }),
    }),
  ),
  secrets('PutSecretValue', fc.record({ SecretId: secret, SecretString: fc.constantFrom(GOOD, FORGED) })),
  secrets(
    'UpdateSecret',
    fc.record({ SecretId: secret, ClientRequestToken: version, SecretString: fc.constant(GOOD) }),
  ),
  secrets(
    'UpdateSecretVersionStage',
    fc.record(
      { SecretId: secret, VersionStage: label, MoveToVersionId: version, RemoveFromVersionId: version },
      { requiredKeys: ['SecretId', 'VersionStage'] },
    ),
  ),
  secrets(
    'CreateSecret',
    fc.record({ Name: secret, ClientRequestToken: version, SecretString: fc.constant(GOOD) }),
  ),
  secrets('DeleteSecret', fc.record({ SecretId: secret, ForceDeleteWithoutRecovery: fc.boolean() })),
  secrets('RestoreSecret', fc.record({ SecretId: secret })),
  ecs(
    'UpdateService',
    fc.record(
      {
        cluster,
        service,
        forceNewDeployment: fc.boolean(),
        desiredCount: fc.nat(4),
        taskDefinition: fc.constantFrom('axonflow-agent', 'axonflow-orchestrator'),
        deploymentConfiguration: fc.record(
          {
            minimumHealthyPercent: fc.constantFrom(0, 50, 100),
            maximumPercent: fc.constantFrom(100, 150, 200),
            deploymentCircuitBreaker: fc.record({ enable: fc.boolean(), rollback: fc.boolean() }),
            alarms: fc.record({
              alarmNames: fc.constant(['alarm']),
              enable: fc.boolean(),
              rollback: fc.boolean(),
            }),
            strategy: fc.constantFrom('ROLLING', 'BLUE_GREEN', 'LINEAR', 'CANARY'),
            bakeTimeInMinutes: fc.constantFrom(0, 1),
            lifecycleHooks: fc.constantFrom(
              [],
              [{ targetType: 'PAUSE', lifecycleStages: ['PRE_SCALE_UP', 'POST_SCALE_UP'] }],
            ),
          },
          some,
        ),
      },
      { requiredKeys: ['cluster', 'service'] },
    ),
  ),
  ecs(
    'CreateService',
    fc.record({
      cluster,
      serviceName: service,
      taskDefinition: fc.constantFrom('axonflow-agent', 'nope'),
      desiredCount: fc.nat(3),
    }),
  ),
  ecs('DeleteService', fc.record({ cluster, service, force: fc.boolean() })),
  ecs('ListServiceDeployments', fc.record({ cluster, service })),
  ecs('DescribeServices', fc.record({ cluster, services: fc.array(service, { maxLength: 3 }) })),
)

const anything: fc.Arbitrary<Asked> = fc
  .record({
    service: fc.constantFrom<AwsService>('secretsmanager', 'ecs', 'sts', 'logs'),
    action: fc.oneof(
      fc.constantFrom(...SECRETS_ACTIONS.keys(), ...ECS_ACTIONS.keys(), 'FilterLogEvents', 'GetLogEvents'),
      fc.string(),
    ),
    fields: fc.dictionary(
      fc.oneof(
        fc.constantFrom(
          'SecretId',
          'VersionStages',
          'Tags',
          'cluster',
          'service',
          'services',
          'tasks',
          'taskDefinition',
          'desiredCount',
          'containerDefinitions',
          'MaxResults',
          'NextToken',
          'include',
          '__proto__',
        ),
        fc.string(),
      ),
      fc.oneof(
        fc.jsonValue({ maxDepth: 3 }),
        fc.constantFrom(
          'axonflow/license-key',
          'axonflow-cluster',
          'axonflow-agent-service',
          'axonflow-agent',
        ),
      ),
    ),
  })
  .map(({ service: to, action, fields }) => ({ service: to, action, body: fields }))

const happening = fc.record({
  meanwhile: fc.constantFrom('nothing', 'stop', 'continue', 'alarm', 'loss'),
  asked: fc.oneof({ weight: 4, arbitrary: sensible }, anything),
  wait: fc.oneof(fc.nat(5000), fc.nat(2 * DAY)),
})

/** What needs names that only the world knows. */
function happen(world: World, what: string): void {
  const [primary] = world.services[0]?.deployments ?? []
  const story = world.serviceDeployments.findLast(({ deployment }) => deployment === primary?.id)
  const serviceDeploymentArn = story?.arn ?? ''
  if (what === 'stop')
    handle(world, { service: 'ecs', action: 'StopServiceDeployment', body: { serviceDeploymentArn } })
  if (what === 'continue') {
    const body = { serviceDeploymentArn, hookId: primary?.held?.id ?? '' }
    handle(world, { service: 'ecs', action: 'ContinueServiceDeployment', body })
  }
  if (what === 'alarm') world.schedule.push({ at: world.now, alarm: 'alarm', on: !world.alarms.has('alarm') })
  if (what === 'loss')
    world.schedule.push({ at: world.now, lose: { service: 'axonflow-agent-service', count: 1, why: 'host' } })
  pass(world, 0)
}

describe('whatever is asked', () => {
  test('no request throws, a refused one changes nothing, and what must hold holds', () => {
    fc.assert(
      fc.property(fc.array(happening, { minLength: 1, maxLength: 25 }), (happenings) => {
        const world = deployed()
        for (const { asked, wait, meanwhile } of happenings) {
          const before = cloneWorld(world)
          const answer = handle(world, asked)
          JSON.stringify(answer.body)
          if (answer.status !== 200) expect({ ...world, chance: 0 }).toEqual({ ...before, chance: 0 })
          check(world)
          happen(world, meanwhile)
          check(world)
          pass(world, wait)
          check(world)
        }
      }),
      { numRuns: 100 },
    )
  })

  test('looking often or once makes no difference', () => {
    fc.assert(
      fc.property(
        fc.array(sensible, { maxLength: 6 }),
        fc.array(fc.nat(4000), { minLength: 1, maxLength: 12 }),
        (all, waits) => {
          const often = deployed()
          for (const asked of all) handle(often, asked)
          const once = cloneWorld(often)
          for (const wait of waits) pass(often, wait)
          pass(
            once,
            waits.reduce((sum, wait) => sum + wait, 0),
          )
          expect(once).toEqual(often)
        },
      ),
      { numRuns: 60 },
    )
  })
})
