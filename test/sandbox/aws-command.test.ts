import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts'
import { awsIsThere, folder, shell } from './support/aws-command.ts'

const name = awsIsThere
  ? 'the real aws command'
  : 'the real aws command (skipped: there is no aws on the PATH)'

/** Every command between the quotes stands as the vendor's documents print it. */
describe.skipIf(!awsIsThere)(name, () => {
  let sandbox: Sandbox
  let cwd: string
  const run = (command: string) => shell(command, sandbox.env, cwd)
  const parsed = async (command: string) => {
    const { code, out, err } = await run(command)
    expect([command, code, err]).toEqual([command, 0, ''])
    return JSON.parse(out)
  }

  beforeAll(async () => {
    cwd = folder()
    sandbox = await startSandbox({
      timings: { pull: 1, spread: 0, start: 1, boot: 1, healthy: 1, stop: 1, retry: 1 },
    })
  })
  afterAll(async () => {
    await sandbox.close()
    rmSync(cwd, { recursive: true })
  })

  test('creates a secret', async () => {
    await parsed(
      'aws secretsmanager delete-secret --secret-id axonflow/license-key --force-delete-without-recovery',
    )
    const created = await parsed(`aws secretsmanager create-secret \\
--name axonflow/license-key \\
--description "AxonFlow license key for production" \\
--secret-string "AXON-ENT-acme-20261028-3c282532"`)
    expect(created).toEqual({
      ARN: expect.stringMatching(/:secret:axonflow\/license-key-[A-Za-z0-9]{6}$/),
      Name: 'axonflow/license-key',
      VersionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    const again = await run('aws secretsmanager create-secret --name axonflow/license-key --secret-string x')
    expect([again.code > 0, again.err]).toEqual([
      true,
      expect.stringContaining(
        'An error occurred (ResourceExistsException) when calling the CreateSecret operation: The operation failed because the secret axonflow/license-key already exists.',
      ),
    ])
  })

  test('updates it, and reads it back', async () => {
    const key = sandbox.issue({ tier: 'Enterprise' })
    const updated = await parsed(`aws secretsmanager update-secret \\
--secret-id axonflow/license-key \\
--secret-string "${key}"`)
    const got = await parsed('aws secretsmanager get-secret-value --secret-id axonflow/license-key')
    expect([got.SecretString, got.VersionId, got.VersionStages]).toEqual([
      key,
      updated.VersionId,
      ['AWSCURRENT'],
    ])
    const old = await parsed(
      'aws secretsmanager get-secret-value --secret-id axonflow/license-key --version-stage AWSPREVIOUS',
    )
    expect(old.SecretString).toBe('AXON-ENT-acme-20261028-3c282532')
  })

  test('redeploys both services, waits until they are stable, and describes them', async () => {
    // the secret was made anew, so the task definitions must name the new one
    const { ARN } = await parsed('aws secretsmanager describe-secret --secret-id axonflow/license-key')
    for (const role of ['agent', 'orchestrator']) {
      const { taskDefinition } = await parsed(
        `aws ecs describe-task-definition --task-definition axonflow-${role}`,
      )
      const [container] = taskDefinition.containerDefinitions
      const secrets = [{ name: 'AXONFLOW_LICENSE_KEY', valueFrom: ARN }]
      await parsed(
        `aws ecs register-task-definition --family axonflow-${role} --container-definitions '${JSON.stringify([{ ...container, secrets }])}'`,
      )
      await parsed(
        `aws ecs update-service --cluster axonflow-cluster --service axonflow-${role}-service --task-definition axonflow-${role}`,
      )
    }
    const agent = await parsed(`aws ecs update-service --cluster axonflow-cluster \\
--service axonflow-agent-service --force-new-deployment`)
    await parsed(`aws ecs update-service --cluster axonflow-cluster \\
--service axonflow-orchestrator-service --force-new-deployment`)
    const waited = await run(
      'aws ecs wait services-stable --cluster axonflow-cluster --services axonflow-agent-service axonflow-orchestrator-service',
    )
    expect([waited.code, waited.err]).toEqual([0, ''])
    const { services } = await parsed(
      'aws ecs describe-services --cluster axonflow-cluster --services axonflow-agent-service axonflow-orchestrator-service',
    )
    const [deployment] = services[0].deployments
    expect([services[0].deployments.length, deployment.id, deployment.rolloutState]).toEqual([
      1,
      agent.service.deployments[0].id,
      'COMPLETED',
    ])
    expect(services.map((one: { runningCount: number }) => one.runningCount)).toEqual([2, 1])
    const { out } = await run(`curl -s ${sandbox.healthUrls.agent}`)
    expect(JSON.parse(out).license_tier).toBe('Enterprise')
  })

  test('a described task definition cannot be registered again as it stands', async () => {
    const described = await run(
      'aws ecs describe-task-definition --task-definition axonflow-agent > agent-task.json',
    )
    expect([
      described.code,
      Object.keys(JSON.parse(readFileSync(join(cwd, 'agent-task.json'), 'utf8'))),
    ]).toEqual([0, ['taskDefinition', 'tags']])
    const registered = await run('aws ecs register-task-definition --cli-input-json file://agent-task.json')
    expect(registered.code).toBeGreaterThan(0)
    expect(registered.err).toContain('Unknown parameter in input: "taskDefinition", must be one of: family, ')
    expect(registered.err).toContain('Missing required parameter in input: "family"')
  })

  test('scales', async () => {
    const { service } = await parsed(`aws ecs update-service --cluster axonflow-cluster \\
--service axonflow-agent-service \\
--desired-count 5`)
    expect([service.desiredCount, service.deployments.length]).toEqual([5, 1])
  })

  test('knows its caller, and lists tasks and versions', async () => {
    expect((await parsed('aws sts get-caller-identity')).Account).toBe('123456789012')
    const { taskArns } = await parsed(
      'aws ecs list-tasks --cluster axonflow-cluster --service-name axonflow-agent-service',
    )
    const { tasks } = await parsed(
      `aws ecs describe-tasks --cluster axonflow-cluster --tasks ${taskArns.join(' ')}`,
    )
    expect(tasks).toHaveLength(5)
    const { Versions } = await parsed(
      'aws secretsmanager list-secret-version-ids --secret-id axonflow/license-key --include-deprecated',
    )
    expect(Versions.map((one: { VersionStages: unknown }) => one.VersionStages)).toEqual([
      ['AWSPREVIOUS'],
      ['AWSCURRENT'],
    ])
  })

  test('reads the log of a service', async () => {
    const { events } = await parsed(
      'aws logs filter-log-events --log-group-name /ecs/axonflow-agent --filter-pattern \'"License validated"\'',
    )
    expect(events[0].message).toMatch(/^License validated: tier /)
    const stream = `--log-stream-names ${events[0].logStreamName}`
    const one = await parsed(`aws logs filter-log-events --log-group-name /ecs/axonflow-agent ${stream}`)
    expect(one.events.map(({ message }: { message: string }) => message)).toEqual([events[0].message])
    const lines = await parsed(
      `aws logs get-log-events --log-group-name /ecs/axonflow-agent --log-stream-name ${events[0].logStreamName}`,
    )
    expect(lines.events.map(({ message }: { message: string }) => message)).toEqual([events[0].message])
    const gone = await run(
      'aws logs filter-log-events --log-group-name /ecs/axonflow-agent --log-stream-names agent/agent/0',
    )
    expect([gone.code > 0, gone.err]).toEqual([
      true,
      expect.stringContaining(
        'An error occurred (ResourceNotFoundException) when calling the FilterLogEvents operation: The specified log stream does not exist.',
      ),
    ])
  })

  test('registers a cleaned revision with its tags, and goes to it', async () => {
    const { taskDefinition } = await parsed(
      'aws ecs describe-task-definition --task-definition axonflow-agent',
    )
    const added =
      /^(taskDefinitionArn|revision|status|requiresAttributes|compatibilities|registeredAt|registeredBy)$/
    const draft = Object.fromEntries(Object.entries(taskDefinition).filter(([field]) => !added.test(field)))
    writeFileSync(join(cwd, 'draft.json'), JSON.stringify(draft))
    const registered = await parsed(
      'aws ecs register-task-definition --cli-input-json file://draft.json --tags key=team,value=core',
    )
    expect([registered.taskDefinition.revision, registered.tags]).toEqual([
      taskDefinition.revision + 1,
      [{ key: 'team', value: 'core' }],
    ])
    await parsed(
      `aws ecs update-service --cluster axonflow-cluster --service axonflow-agent-service --task-definition ${registered.taskDefinition.taskDefinitionArn}`,
    )
    const waited = await run(
      'aws ecs wait services-stable --cluster axonflow-cluster --services axonflow-agent-service',
    )
    expect([waited.code, waited.err]).toEqual([0, ''])
    const { services } = await parsed(
      'aws ecs describe-services --cluster axonflow-cluster --services axonflow-agent-service',
    )
    expect(services[0].taskDefinition).toBe(registered.taskDefinition.taskDefinitionArn)
  })

  const NEWEST = 'serviceDeployments[0].serviceDeploymentArn'
  const list = 'aws ecs list-service-deployments --cluster axonflow-cluster --service axonflow-agent-service'

  test('lists and describes service deployments', async () => {
    const { serviceDeployments } = await parsed(list)
    expect(serviceDeployments[0]).toMatchObject({
      status: 'SUCCESSFUL',
      clusterArn: 'arn:aws:ecs:us-east-1:123456789012:cluster/axonflow-cluster',
    })
    const arns = serviceDeployments.map((one: { serviceDeploymentArn: string }) => one.serviceDeploymentArn)
    const described = await parsed(
      `aws ecs describe-service-deployments --service-deployment-arns ${arns.slice(0, 2).join(' ')} nope`,
    )
    expect(described.serviceDeployments.map((one: { status: string }) => one.status)).toEqual([
      'SUCCESSFUL',
      'SUCCESSFUL',
    ])
    expect(described.failures).toEqual([{ arn: 'nope', reason: 'MISSING' }])
    expect((await parsed(`${list} --created-at after=2100-01-01`)).serviceDeployments).toEqual([])
    expect((await parsed(`${list} --status IN_PROGRESS PENDING`)).serviceDeployments).toEqual([])
  })

  test('stops a service deployment that bakes, which rolls it back', async () => {
    const { service } =
      await parsed(`aws ecs update-service --cluster axonflow-cluster --service axonflow-agent-service \\
--force-new-deployment --deployment-configuration bakeTimeInMinutes=60`)
    const [ours, before] = service.deployments.map((one: { id: string }) => one.id)
    const { out } = await run(`${list} --status IN_PROGRESS --query ${NEWEST} --output text`)
    const arn = out.trim()
    expect(await parsed(`aws ecs stop-service-deployment --service-deployment-arn ${arn}`)).toEqual({
      serviceDeploymentArn: arn,
    })
    const described = await parsed(`aws ecs describe-service-deployments --service-deployment-arns ${arn}`)
    const [story] = described.serviceDeployments
    expect(story.status).toMatch(/^ROLLBACK_(IN_PROGRESS|SUCCESSFUL)$/)
    expect(story.rollback.reason).toBe('Service deployment rolled back because of a user request.')
    const { services } = await parsed(
      'aws ecs describe-services --cluster axonflow-cluster --services axonflow-agent-service',
    )
    expect(services[0].deployments[0].id).toBe(before)
    expect(ours).not.toBe(before)
    const again = await run('aws ecs stop-service-deployment --service-deployment-arn nope')
    expect(again.err).toContain('(ServiceDeploymentNotFoundException)')
  })

  test('tries again when it is throttled', async () => {
    sandbox.world().weather = [{ call: 'ecs:ListClusters', does: 'throttled', times: 2 }]
    expect((await parsed('aws ecs list-clusters')).clusterArns).toHaveLength(1)
    sandbox.world().weather = [{ call: 'ecs:ListClusters', does: 'denied' }]
    expect((await run('aws ecs list-clusters')).err).toContain(
      'An error occurred (AccessDeniedException) when calling the ListClusters operation: User: arn:aws:iam::123456789012:user/sandbox-operator is not authorized',
    )
    sandbox.world().weather = []
  })

  test('an action that is not there is an error of its own', async () => {
    const { code, err } = await run('aws secretsmanager rotate-secret --secret-id axonflow/license-key')
    expect([code > 0, err]).toEqual([true, expect.stringContaining('(UnknownOperationException)')])
  })

  test('registers a service to be scaled by itself, and a count is set as the documents say', async () => {
    const of =
      '--service-namespace ecs --scalable-dimension ecs:service:DesiredCount --resource-id service/axonflow-cluster/axonflow-agent-service'
    await parsed(
      `aws application-autoscaling register-scalable-target ${of} --min-capacity 1 --max-capacity 9`,
    )
    await parsed(`aws application-autoscaling register-scalable-target ${of} --max-capacity 6`)
    const { ScalableTargets } = await parsed(
      'aws application-autoscaling describe-scalable-targets --service-namespace ecs',
    )
    expect(ScalableTargets).toMatchObject([
      {
        ResourceId: 'service/axonflow-cluster/axonflow-agent-service',
        MinCapacity: 1,
        MaxCapacity: 6,
        SuspendedState: { ScheduledScalingSuspended: false },
      },
    ])
    const { service } = await parsed(`aws ecs update-service --cluster axonflow-cluster \\
--service axonflow-agent-service \\
--desired-count 5`)
    expect([service.desiredCount, service.deployments.length]).toEqual([5, 1])
  })
})
