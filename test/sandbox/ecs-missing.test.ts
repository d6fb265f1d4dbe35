import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/model/instant.ts'
import type { Fields } from '../../src/sandbox/world/fields.ts'
import { AGENT, ecs, no, ORCHESTRATOR, service } from './support/ecs.ts'
import { ask, deployed, pass, refused } from './support/worlds.ts'

describe('what is not there', () => {
  test('clusters, services, tasks and definitions, each in its own way', () => {
    const world = deployed()
    expect(refused(world, 'ecs', 'DescribeServices', { cluster: 'nope', services: [AGENT] })).toEqual([
      'ClusterNotFoundException',
      'Cluster not found.',
    ])
    expect(ecs(world, 'DescribeServices', { services: ['nope'] })).toEqual({
      services: [],
      failures: [
        { arn: 'arn:aws:ecs:us-east-1:123456789012:service/axonflow-cluster/nope', reason: 'MISSING' },
      ],
    })
    expect(no(world, 'UpdateService', { service: 'nope' })).toEqual([
      'ServiceNotFoundException',
      'Service not found.',
    ])
    expect(no(world, 'ListTasks', { serviceName: 'nope' })[0]).toBe('ServiceNotFoundException')
    expect(ecs(world, 'DescribeTasks', { tasks: ['nope'] }).failures).toEqual([
      { arn: 'arn:aws:ecs:us-east-1:123456789012:task/axonflow-cluster/nope', reason: 'MISSING' },
    ])
    expect(no(world, 'DescribeTaskDefinition', { taskDefinition: 'nope' })).toEqual([
      'ClientException',
      'Unable to describe task definition.',
    ])
    expect(no(world, 'DescribeServices', { services: Array(11).fill(AGENT) })[0]).toBe(
      'InvalidParameterException',
    )
  })

  test('a deleted service can no longer be updated', () => {
    const world = deployed()
    expect(no(world, 'DeleteService', { service: AGENT })[0]).toBe('InvalidParameterException')
    ecs(world, 'DeleteService', { service: AGENT, force: true })
    expect(no(world, 'UpdateService', { service: AGENT, forceNewDeployment: true })).toEqual([
      'ServiceNotActiveException',
      'Service was not ACTIVE.',
    ])
    const again = { serviceName: AGENT, taskDefinition: 'axonflow-agent', desiredCount: 0 }
    expect(no(world, 'CreateService', again)).toEqual([
      'InvalidParameterException',
      'Unable to Start a service that is still Draining.',
    ])
    pass(world, MINUTE)
    expect(service(world).runningCount).toBe(0)
    expect(ecs(world, 'ListServices', {}).serviceArns).toEqual([expect.stringContaining(ORCHESTRATOR)])
    expect((ecs(world, 'CreateService', again).service as Fields).status).toBe('ACTIVE')
  })

  test('other deployment controllers refuse a forced deployment', () => {
    for (const [type, kind, instead] of [
      ['CODE_DEPLOY', 'a CODE_DEPLOY', 'Use AWS CodeDeploy to trigger a new deployment.'],
      ['EXTERNAL', 'an EXTERNAL', 'Use task sets to deploy changes.'],
    ]) {
      const world = deployed({ wiring: { service: () => ({ deploymentController: { type } }) } })
      for (const [what, asked] of [
        ['Cannot force a new deployment', { forceNewDeployment: true }],
        ['Unable to update task definition', { taskDefinition: 'axonflow-orchestrator' }],
      ] as const)
        expect(no(world, 'UpdateService', { service: AGENT, ...asked })).toEqual([
          'InvalidParameterException',
          `${what} on services with ${kind} deployment controller. ${instead}`,
        ])
      ecs(world, 'UpdateService', { service: AGENT, desiredCount: 3 })
      pass(world, MINUTE)
      expect(service(world)).toMatchObject({ runningCount: 3, deploymentController: { type } })
    }
  })
})

test('a deployment that belongs to a stack says so in its tags', () => {
  const world = deployed()
  const stack = { 'aws:cloudformation:stack-name': 'axonflow', 'aws:cloudformation:logical-id': 'Agent' }
  const entries = Object.entries(stack)
  ask(world, 'ecs', 'TagResource', {
    resourceArn: service(world).serviceArn,
    tags: entries.map(([key, value]) => ({ key, value })),
  })
  const SecretId = 'axonflow/license-key'
  ask(world, 'secretsmanager', 'TagResource', {
    SecretId,
    Tags: entries.map(([Key, Value]) => ({ Key, Value })),
  })
  const [shown] = ecs(world, 'DescribeServices', { services: [AGENT], include: ['TAGS'] })
    .services as Fields[]
  expect(shown?.tags).toEqual(entries.map(([key, value]) => ({ key, value })))
  expect(ask(world, 'secretsmanager', 'DescribeSecret', { SecretId }).Tags).toEqual(
    entries.map(([Key, Value]) => ({ Key, Value })),
  )
})

test('a new revision keeps its tags, and a service goes to it', () => {
  const world = deployed()
  const { taskDefinition } = ask(world, 'ecs', 'DescribeTaskDefinition', { taskDefinition: 'axonflow-agent' })
  const { containerDefinitions, cpu, memory } = taskDefinition as Fields
  const tags = [{ key: 'team', value: 'core' }]
  const registered = ask(world, 'ecs', 'RegisterTaskDefinition', {
    family: 'axonflow-agent',
    containerDefinitions,
    cpu,
    memory,
    tags,
  })
  const arn = (registered.taskDefinition as Fields).taskDefinitionArn
  expect(arn).toBe('arn:aws:ecs:us-east-1:123456789012:task-definition/axonflow-agent:2')
  expect(
    ask(world, 'ecs', 'DescribeTaskDefinition', { taskDefinition: arn, include: ['TAGS'] }).tags,
  ).toEqual(tags)
  ecs(world, 'UpdateService', { service: AGENT, taskDefinition: arn })
  pass(world, MINUTE)
  const deployments = service(world).deployments as Fields[]
  expect(deployments.map((one) => [one.taskDefinition, one.rolloutState])).toEqual([[arn, 'COMPLETED']])
  expect(ecs(world, 'ListServices', {}).serviceArns).toHaveLength(2)
})

test('tags of a service are shown when asked for', () => {
  const world = deployed()
  const arn = service(world).serviceArn
  ask(world, 'ecs', 'TagResource', { resourceArn: arn, tags: [{ key: 'team', value: 'core' }] })
  expect(ask(world, 'ecs', 'ListTagsForResource', { resourceArn: arn })).toEqual({
    tags: [{ key: 'team', value: 'core' }],
  })
  const [shown] = ecs(world, 'DescribeServices', { services: [AGENT], include: ['TAGS'] })
    .services as Fields[]
  expect([shown?.tags, service(world).tags]).toEqual([[{ key: 'team', value: 'core' }], undefined])
})
