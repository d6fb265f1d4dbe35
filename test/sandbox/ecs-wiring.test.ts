import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/model/instant.ts'
import type { Fields } from '../../src/sandbox/world/fields.ts'
import type { World } from '../../src/sandbox/world/world.ts'
import { AGENT, ecs, force, service, setKey, tasks } from './support/ecs.ts'
import { ask, deployed, keyFor, pass } from './support/worlds.ts'

describe('secrets in a task definition', () => {
  const started = (valueFrom: (arn: string) => string, value?: (key: string) => string): World => {
    const world = deployed({
      wiring: {
        container: (_role, arn) => ({
          secrets: [{ name: 'AXONFLOW_LICENSE_KEY', valueFrom: valueFrom(arn) }],
        }),
        ...(value ? { value } : {}),
      },
    })
    pass(world, MINUTE)
    return world
  }
  const tier = (world: World) => world.tasks.find(({ status }) => status === 'RUNNING')?.license?.tier
  const reason = (world: World) => String(world.tasks.find(({ stop }) => stop)?.stop?.reason)
  const inJson = (key: string) => JSON.stringify({ license: key, other: 'kept' })

  test.each([
    ['a whole ARN', (arn: string) => arn],
    ['an ARN without its suffix', (arn: string) => arn.slice(0, -7)],
    ['four fields, all empty', (arn: string) => `${arn}:::`],
    ['a stage', (arn: string) => `${arn}::AWSCURRENT:`],
  ])('%s is resolved', (_name, valueFrom) => {
    expect(tier(started(valueFrom))).toBe('Professional')
  })

  test('a field of a JSON secret is resolved', () => {
    expect(tier(started((arn) => `${arn}:license::`, inJson))).toBe('Professional')
  })

  test.each([
    ['a field that is not there', (arn: string) => `${arn}:licence::`, 'did not contain json key licence'],
    [
      'a stage nobody has',
      (arn: string) => `${arn}::lic-pending:`,
      "can't find the specified secret value for staging label: lic-pending",
    ],
    [
      'a version nobody has',
      (arn: string) => `${arn}:::0123456789abcdef0123456789abcdef`,
      'VersionId: 0123456789abcdef0123456789abcdef',
    ],
    ['two fields', (arn: string) => `${arn}:license`, 'unexpected ARN format with parameters'],
    ['three fields', (arn: string) => `${arn}:license:AWSCURRENT`, 'unexpected ARN format with parameters'],
    [
      'another Region',
      (arn: string) => arn.replace('us-east-1', 'eu-west-1'),
      "ResourceNotFoundException: Secrets Manager can't find the specified secret.",
    ],
    ['a bare name', () => 'axonflow/license-key', 'invalid parameters: axonflow/license-key'],
  ])('%s fails the task before it starts', (_name, valueFrom, why) => {
    const world = started(valueFrom, inJson)
    expect(tier(world)).toBeUndefined()
    expect(reason(world)).toMatch(/^ResourceInitializationError: unable to pull secrets or registry auth: /)
    expect(reason(world)).toContain(why)
    const [stopped] = tasks(world, 'STOPPED')
    expect([
      stopped?.stopCode,
      stopped?.startedAt,
      (stopped?.containers as Fields[] | undefined)?.[0]?.exitCode,
    ]).toEqual(['TaskFailedToStart', undefined, undefined])
  })

  test('a pinned version goes on giving the old key', () => {
    const world = deployed()
    const secret = ask(world, 'secretsmanager', 'GetSecretValue', { SecretId: 'axonflow/license-key' })
    const { taskDefinition } = ecs(world, 'DescribeTaskDefinition', { taskDefinition: 'axonflow-agent' })
    const { containerDefinitions, family } = taskDefinition as Fields
    const [container] = containerDefinitions as Fields[]
    const secrets = [{ name: 'AXONFLOW_LICENSE_KEY', valueFrom: `${secret.ARN}:::${secret.VersionId}` }]
    ecs(world, 'RegisterTaskDefinition', { family, containerDefinitions: [{ ...container, secrets }] })
    ecs(world, 'UpdateService', { service: AGENT, taskDefinition: 'axonflow-agent' })
    setKey(world, keyFor())
    force(world)
    pass(world, MINUTE)
    expect(service(world).taskDefinition).toMatch(/axonflow-agent:2$/)
    expect(
      world.tasks
        .filter(({ status, service: name }) => status === 'RUNNING' && name === AGENT)
        .map(({ license }) => license?.tier),
    ).toEqual(['Professional', 'Professional'])
  })

  test('a plain environment entry is a key too; a secret of the same name wins', () => {
    const plain = keyFor({ tier: 'Evaluation' })
    const world = deployed({
      wiring: {
        container: () => ({ secrets: [], environment: [{ name: 'AXONFLOW_LICENSE_KEY', value: plain }] }),
      },
    })
    expect(tier(world)).toBe('Evaluation')
  })

  test('an SSM parameter is read where it exists', () => {
    const world = deployed()
    world.parameters.set('license', keyFor({ tier: 'Plus' }))
    const { taskDefinition } = ecs(world, 'DescribeTaskDefinition', { taskDefinition: 'axonflow-agent' })
    const [container] = (taskDefinition as Fields).containerDefinitions as Fields[]
    ecs(world, 'RegisterTaskDefinition', {
      family: 'axonflow-agent',
      containerDefinitions: [
        { ...container, secrets: [{ name: 'AXONFLOW_LICENSE_KEY', valueFrom: 'license' }] },
      ],
    })
    ecs(world, 'UpdateService', { service: AGENT, taskDefinition: 'axonflow-agent:2' })
    pass(world, MINUTE)
    expect(
      world.tasks
        .filter(({ status, service: name }) => status === 'RUNNING' && name === AGENT)
        .map(({ license }) => license?.tier),
    ).toEqual(['Plus', 'Plus'])
  })
})
