import { describe, expect, test } from 'vitest'
import { connect } from '../../src/host/aws/clients.ts'
import { AwsTrouble } from '../../src/host/aws-api.ts'
import { instantAt } from '../../src/model/instant.ts'
import { sandboxed } from '../support/sandboxed.ts'

const SECRET = 'axonflow/license-key'
const CLUSTER = 'axonflow-cluster'
const DATE = 'Mon, 23 Nov 2026 12:00:00 GMT'

/** What a sandbox's own host gives to a command. */
const sandbox = async () => {
  const here = await sandboxed()
  return { ...here, aws: await here.host.aws({}) }
}

type Answers = Readonly<
  Record<string, (input: Record<string, unknown>) => readonly [status: number, body: object]>
>

/** A handler in the place of sockets, and what it was asked. */
async function answering(answers: Answers, region = 'eu-west-1') {
  const asked: { readonly call: string; readonly host: string; readonly input: Record<string, unknown> }[] =
    []
  const aws = await connect(
    { region },
    {},
    {
      maxAttempts: 1,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      requestHandler: {
        handle: async (request: { hostname: string; headers: Record<string, string>; body: string }) => {
          const call = String(request.headers['x-amz-target']).replace(/^.*\./, '')
          const input = JSON.parse(request.body)
          asked.push({ call, host: request.hostname, input })
          const [statusCode, body] = answers[call]?.(input) ?? [400, { __type: 'UnknownOperationException' }]
          const headers = { date: DATE, 'content-type': 'application/x-amz-json-1.1' }
          return { response: { statusCode, headers, body: new TextEncoder().encode(JSON.stringify(body)) } }
        },
      },
    },
  )
  return { aws, asked }
}

describe('secrets', () => {
  test('a created one has its first version, and cannot be created twice', async () => {
    const { aws, host } = await sandbox()
    const token = 'a'.repeat(32)
    const { arn, version, date } = await aws.secrets.create({ name: 'new/one', token, text: 'x' })
    expect([version, date]).toEqual([token, host.now()])
    expect(await aws.secrets.get(arn, { stage: 'AWSCURRENT' })).toMatchObject({ version: token, text: 'x' })
    expect((await aws.secrets.create({ name: 'new/one', token, text: 'x' })).version).toBe(token)
    const again = await aws.secrets
      .create({ name: 'new/one', token: 'b'.repeat(32), text: 'y' })
      .catch((thrown: unknown) => thrown)
    expect(again).toMatchObject({ reason: 'conflict', uncertain: false })
  })

  test('versions are all there, newest first, those without a label too', async () => {
    const { aws, host } = await sandbox()
    for (const letter of ['a', 'b']) {
      await host.sleep(60_000)
      await aws.secrets.put({ id: SECRET, token: letter.repeat(32), text: letter, stages: ['lic-run.x'] })
    }
    const versions = await aws.secrets.versions(SECRET)
    expect(versions.map(({ id, stages }) => `${id.slice(0, 2)} ${stages.join(' ')}`)).toEqual([
      'bb lic-run.x',
      'aa ',
      expect.stringMatching(/ AWSCURRENT$/),
    ])
    expect((versions[0]?.created ?? 0) - (versions[1]?.created ?? 0)).toBe(60_000)
    expect(versions.every(({ kmsKeys }) => kmsKeys.length === 1)).toBe(true)
  })

  test('versions are read to the last page', async () => {
    const { aws, asked } = await answering({
      ListSecretVersionIds: ({ NextToken }) => [
        200,
        NextToken === undefined
          ? { Versions: [{ VersionId: 'v1', CreatedDate: 1 }], NextToken: 'more' }
          : { Versions: [{ VersionId: 'v2', CreatedDate: 2, VersionStages: ['l'], KmsKeyIds: ['k'] }] },
      ],
    })
    expect(await aws.secrets.versions('s')).toEqual([
      { id: 'v2', stages: ['l'], created: 2000, kmsKeys: ['k'] },
      { id: 'v1', stages: [], created: 1000, kmsKeys: [] },
    ])
    expect(asked.map(({ input }) => input)).toEqual([
      { SecretId: 's', IncludeDeprecated: true },
      { SecretId: 's', IncludeDeprecated: true, NextToken: 'more' },
    ])
  })
})

/** Every field that a task definition can have here, some of them unknown to us, and what only answers hold. */
const GIVEN = {
  family: 'agent',
  taskRoleArn: 'arn:role',
  networkMode: 'awsvpc',
  cpu: '256',
  memory: '512',
  volumes: [{ name: 'v', efsVolumeConfiguration: { fileSystemId: 'fs-1' } }],
  placementConstraints: [{ type: 'memberOf', expression: 'x' }],
  requiresCompatibilities: ['FARGATE'],
  runtimePlatform: { cpuArchitecture: 'ARM64' },
  ephemeralStorage: { sizeInGiB: 30 },
  enableFaultInjection: true,
  containerDefinitions: [
    {
      name: 'agent',
      image: 'axonflow/agent:1',
      essential: true,
      secrets: [{ name: 'AXONFLOW_LICENSE_KEY', valueFrom: 'arn:s' }],
      environment: [{ name: 'A', value: 'b' }],
      healthCheck: { command: ['CMD', 'x'], interval: 5 },
      restartPolicy: { enabled: true, ignoredExitCodes: [0] },
      dependsOn: [{ containerName: 'x', condition: 'START' }],
    },
  ],
}
const ADDED = {
  taskDefinitionArn: 'arn:td:7',
  revision: 7,
  status: 'ACTIVE',
  requiresAttributes: [{ name: 'com.amazonaws.ecs.capability.x' }],
  compatibilities: ['EC2'],
  registeredAt: 1,
  registeredBy: 'arn:me',
}

describe('task definitions', () => {
  test('a draft is all that was registered, and registers again as it is', async () => {
    const { aws, asked } = await answering({
      DescribeTaskDefinition: () => [
        200,
        { taskDefinition: { ...GIVEN, ...ADDED }, tags: [{ key: 'team', value: 'x' }] },
      ],
      RegisterTaskDefinition: () => [200, { taskDefinition: { taskDefinitionArn: 'arn:td:8' } }],
    })
    const draft = await aws.ecs.taskDefinitionDraft('arn:td:7')
    expect(draft).toEqual({ ...GIVEN, tags: [{ key: 'team', value: 'x' }] })
    expect(await aws.ecs.register(draft)).toEqual({ arn: 'arn:td:8', date: Date.parse(DATE) })
    expect(asked.map(({ call, input }) => [call, input])).toEqual([
      ['DescribeTaskDefinition', { taskDefinition: 'arn:td:7', include: ['TAGS'] }],
      ['RegisterTaskDefinition', { ...GIVEN, tags: [{ key: 'team', value: 'x' }] }],
    ])
  })

  test('in the sandbox: the next revision, equal in all its fields, and a service goes to it', async () => {
    const { aws, host } = await sandbox()
    const [arn = ''] = await aws.ecs.serviceArns(CLUSTER)
    const before = (await aws.ecs.services(CLUSTER, [arn])).services[0]
    const draft = await aws.ecs.taskDefinitionDraft(before?.taskDefinition ?? '')
    const made = await aws.ecs.register(draft)
    expect(made.arn).toMatch(/:2$/)
    expect(await aws.ecs.taskDefinitionDraft(made.arn)).toEqual(draft)
    const { deployment } = await aws.ecs.forceDeployment(CLUSTER, arn, made.arn)
    await host.sleep(1)
    const after = (await aws.ecs.services(CLUSTER, [arn])).services[0]
    expect(after?.taskDefinition).toBe(made.arn)
    expect(after?.deployments.find(({ id }) => id === deployment)?.taskDefinition).toBe(made.arn)
  })

  test('a register that got no answer may have happened, and is sent once', async () => {
    const { aws, asked } = await answering({
      RegisterTaskDefinition: () => [500, { __type: 'ServerException' }],
    })
    const thrown = await aws.ecs.register({ family: 'f' }).catch((error: unknown) => error)
    expect(thrown).toMatchObject({ reason: 'fault', uncertain: true })
    expect(asked).toHaveLength(1)
  })
})

describe('services', () => {
  test('of a cluster are listed to the last page', async () => {
    const { aws } = await answering({
      ListServices: ({ nextToken }) => [
        200,
        nextToken === undefined ? { serviceArns: ['a'], nextToken: 'more' } : { serviceArns: ['b'] },
      ],
    })
    expect(await aws.ecs.serviceArns('c')).toEqual(['a', 'b'])
  })

  test('go to a revision only where one is named', async () => {
    const service = { deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY' }] }
    const { aws, asked } = await answering({ UpdateService: () => [200, { service }] })
    await aws.ecs.forceDeployment('c', 's', 'arn:td:8')
    await aws.ecs.forceDeployment('c', 's')
    expect(asked.map(({ input }) => input)).toEqual([
      { cluster: 'c', service: 's', forceNewDeployment: true, taskDefinition: 'arn:td:8' },
      { cluster: 'c', service: 's', forceNewDeployment: true },
    ])
  })
})

describe('service deployments', () => {
  const since = instantAt(Date.UTC(2026, 10, 23, 12))

  test.each(['UnknownOperationException', 'AccessDeniedException', 'UnsupportedFeatureException'])(
    'are nothing where the endpoint says %s',
    async (__type) => {
      const { aws } = await answering({ ListServiceDeployments: () => [400, { __type }] })
      expect(await aws.ecs.serviceDeployments('c', 's', since)).toBeNull()
    },
  )

  test('other trouble is trouble', async () => {
    const { aws } = await answering({
      ListServiceDeployments: () => [400, { __type: 'ClusterNotFoundException' }],
    })
    await expect(aws.ecs.serviceDeployments('c', 's', since)).rejects.toBeInstanceOf(AwsTrouble)
  })

  test('newest first, twenty a call, with why ECS went back', async () => {
    const arns = Array.from({ length: 21 }, (_, n) => `d${n}`)
    const { aws, asked } = await answering({
      ListServiceDeployments: () => [
        200,
        { serviceDeployments: arns.map((serviceDeploymentArn) => ({ serviceDeploymentArn })) },
      ],
      DescribeServiceDeployments: ({ serviceDeploymentArns }) => [
        200,
        {
          serviceDeployments: (serviceDeploymentArns as string[]).map((arn) => ({
            serviceDeploymentArn: arn,
            status: 'ROLLBACK_SUCCESSFUL',
            statusReason: 'tasks failed',
            lifecycleStage: 'BAKE_TIME',
            lifecycleHookDetails: [
              { hookId: 'past', status: 'SUCCEEDED' },
              { hookId: 'h', status: 'AWAITING_ACTION', expiresAt: 77, timeoutAction: 'CONTINUE' },
            ],
            createdAt: Number(arn.slice(1)),
            rollback: { reason: 'circuit breaker' },
          })),
        },
      ],
    })
    const found = await aws.ecs.serviceDeployments('c', 's', since)
    expect(found?.map(({ arn }) => arn)).toEqual([...arns].reverse())
    expect(found?.[0]).toEqual({
      arn: 'd20',
      status: 'ROLLBACK_SUCCESSFUL',
      reason: 'tasks failed',
      lifecycleStage: 'BAKE_TIME',
      held: { hook: 'h', until: 77_000, otherwise: 'CONTINUE' },
      created: 20_000,
      rollbackReason: 'circuit breaker',
    })
    expect(asked.map(({ call }) => call)).toEqual([
      'ListServiceDeployments',
      'DescribeServiceDeployments',
      'DescribeServiceDeployments',
    ])
    expect(asked[0]?.input).toEqual({ cluster: 'c', service: 's', createdAt: { after: since / 1000 } })
  })
})

test.each([
  ['eu-west-1', 'eu-west-1.amazonaws.com'],
  ['cn-north-1', 'cn-north-1.amazonaws.com.cn'],
  ['us-gov-west-1', 'us-gov-west-1.amazonaws.com'],
  ['us-iso-east-1', 'us-iso-east-1.c2s.ic.gov'],
])('%s is asked in its own partition', async (region, suffix) => {
  const { aws, asked } = await answering({}, region)
  await aws.secrets.describe('s').catch(() => {})
  await aws.ecs.serviceArns('c').catch(() => {})
  expect(asked.map(({ host }) => host)).toEqual([`secretsmanager.${suffix}`, `ecs.${suffix}`])
})

describe('counts', () => {
  test('another count is asked for with nothing else, sent once', async () => {
    const { aws, asked } = await answering({ UpdateService: () => [200, { service: {} }] })
    expect(await aws.ecs.setDesired(CLUSTER, 'agent', 3)).toEqual({ date: instantAt(Date.parse(DATE)) })
    expect(asked.map(({ call, input }) => [call, input])).toEqual([
      ['UpdateService', { cluster: CLUSTER, service: 'agent', desiredCount: 3 }],
    ])
  })

  test('services that are scaled by themselves: by name or ARN, over pages', async () => {
    const target = (name: string, off: boolean) => ({
      ResourceId: `service/${CLUSTER}/${name}`,
      MinCapacity: 1,
      MaxCapacity: 9,
      SuspendedState: {
        DynamicScalingInSuspended: off,
        DynamicScalingOutSuspended: true,
        ScheduledScalingSuspended: true,
      },
    })
    const { aws, asked } = await answering({
      DescribeScalableTargets: ({ NextToken }) =>
        NextToken === undefined
          ? [200, { ScalableTargets: [target('agent', true)], NextToken: 'more' }]
          : [200, { ScalableTargets: [target('orchestrator', false)] }],
    })
    const arn = `arn:aws:ecs:eu-west-1:123456789012:service/${CLUSTER}/orchestrator`
    const cluster = `arn:aws:ecs:eu-west-1:123456789012:cluster/${CLUSTER}`
    expect(await aws.ecs.scalables(cluster, ['agent', arn])).toEqual([
      { service: 'agent', least: 1, most: 9, suspended: true },
      { service: 'orchestrator', least: 1, most: 9, suspended: false },
    ])
    expect(asked[0]).toEqual({
      call: 'DescribeScalableTargets',
      host: 'application-autoscaling.eu-west-1.amazonaws.com',
      input: {
        ServiceNamespace: 'ecs',
        ScalableDimension: 'ecs:service:DesiredCount',
        ResourceIds: [`service/${CLUSTER}/agent`, `service/${CLUSTER}/orchestrator`],
      },
    })
  })
})
