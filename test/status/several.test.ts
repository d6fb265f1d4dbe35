import { describe, expect, test } from 'vitest'
import { run } from '../../src/run.ts'
import { handle } from '../../src/sandbox/world/handle.ts'
import { SECRET } from '../rotation/lic.ts'
import { type Sandboxed, sandboxed } from '../support/sandboxed.ts'

const MINUTE = 60_000

interface One {
  readonly deployment: string
  readonly exitCode: number
  readonly error?: { readonly code: string }
  readonly findings?: readonly { readonly code: string }[]
  readonly services?: readonly { readonly tasks: Readonly<Record<string, number>> | null }[]
}

const names = (count: number) => Array.from({ length: count }, (_, at) => `d${at + 1}`)

/** A cluster, a secret and two services of its own for each name, and the project file that names them. */
async function several(count: number, more: object = {}): Promise<Sandboxed> {
  const deployments = Object.fromEntries(
    names(count).map((name) => [
      name,
      {
        secret: `${name}/key`,
        cluster: name,
        services: [`${name}-agent`, `${name}-orchestrator`],
        region: 'us-east-1',
      },
    ]),
  )
  const here = await sandboxed({
    told: { files: { 'lic.config.json': JSON.stringify({ deployments: { ...deployments, ...more } }) } },
  })
  const call = (service: 'ecs' | 'secretsmanager', action: string, body: object) => {
    const answer = handle(here.world(), { service, action, body })
    expect([action, answer.status]).toEqual([action, 200])
    return answer.body as Record<string, unknown>
  }
  for (const name of names(count)) {
    const { ARN } = call('secretsmanager', 'CreateSecret', {
      Name: `${name}/key`,
      SecretString: here.key({ days: 200 }),
      ClientRequestToken: name.padEnd(32, 'x'),
    })
    call('ecs', 'CreateCluster', { clusterName: name })
    await here.host.sleep(2000)
    for (const role of ['agent', 'orchestrator']) {
      const family = `${name}-${role}`
      const { taskDefinition } = call('ecs', 'DescribeTaskDefinition', {
        taskDefinition: `axonflow-${role}`,
      }) as {
        taskDefinition: { containerDefinitions: Record<string, unknown>[] }
      }
      const { containerDefinitions, ...rest } = taskDefinition as Record<string, unknown> &
        typeof taskDefinition
      const { executionRoleArn, networkMode, requiresCompatibilities, cpu, memory } = rest as Record<
        string,
        unknown
      >
      call('ecs', 'RegisterTaskDefinition', {
        family,
        executionRoleArn,
        networkMode,
        requiresCompatibilities,
        cpu,
        memory,
        containerDefinitions: containerDefinitions.map((one) => ({
          ...one,
          secrets: [{ name: 'AXONFLOW_LICENSE_KEY', valueFrom: ARN }],
        })),
      })
      call('ecs', 'CreateService', {
        cluster: name,
        serviceName: family,
        taskDefinition: family,
        desiredCount: 1,
        launchType: 'FARGATE',
      })
    }
  }
  await here.host.sleep(10 * MINUTE)
  return here
}

async function all(
  here: Sandboxed,
): Promise<{ exitCode: number; deployments: readonly One[]; calls: number }> {
  const before = here.actions.length
  const exitCode = await run(['status', '--all', '--json'], here.host)
  const { result } = JSON.parse(here.host.out()) as { result: { deployments: readonly One[] } }
  return { exitCode, deployments: result.deployments, calls: here.actions.length - before }
}

describe('every deployment of the project file', () => {
  test.each([1, 2, 3, 7])('%i deployments take at most four calls each and four for all', async (count) => {
    const here = await several(count)
    const { exitCode, deployments, calls } = await all(here)
    expect([exitCode, deployments.map(({ exitCode: code, findings }) => [code, findings])]).toEqual([
      0,
      names(count).map(() => [0, []]),
    ])
    expect(calls).toBe(1 + 4 * count)
  })

  test('the values of twenty secrets a call', async () => {
    const here = await sandboxed()
    const aws = await here.host.aws({})
    for (const [count, calls] of [
      [1, 1],
      [20, 1],
      [21, 2],
      [41, 3],
    ] as const) {
      const before = here.actions.length
      const ids = Array.from({ length: count }, (_, at) => (at === count - 1 ? SECRET : `none/${at}`))
      const found = await aws.secrets.currentValues(ids)
      expect([count, here.actions.length - before, [...found.keys()]]).toEqual([count, calls, [SECRET]])
    }
  })

  test('no more where all have drifted', async () => {
    const here = await several(5)
    for (const name of names(5))
      handle(here.world(), {
        service: 'secretsmanager',
        action: 'PutSecretValue',
        body: {
          SecretId: `${name}/key`,
          SecretString: here.key({ days: 300 }),
          ClientRequestToken: name.padEnd(32, 'y'),
        },
      })
    await here.host.sleep(MINUTE)
    const { exitCode, deployments, calls } = await all(here)
    expect([exitCode, deployments.map(({ findings }) => findings?.map(({ code }) => code))]).toEqual([
      22,
      names(5).map(() => ['status.older-key', 'status.not-looked']),
    ])
    expect(deployments[0]?.services?.map(({ tasks }) => tasks?.withTheOneBefore)).toEqual([1, 1])
    expect(calls).toBe(1 + 4 * 5)
  })

  test('one that is not there does not hide the others', async () => {
    const gone = { secret: 'nobody/key', cluster: 'nowhere', services: ['none'], region: 'us-east-1' }
    const { exitCode, deployments } = await all(await several(1, { gone }))
    expect([exitCode, deployments.map(({ deployment, exitCode: code }) => [deployment, code])]).toEqual([
      22,
      [
        ['d1', 0],
        ['gone', 22],
      ],
    ])
  })

  test('without the permission to read many values at once, each is read by itself', async () => {
    const here = await several(2)
    here.world().weather.push({ call: 'secretsmanager:BatchGetSecretValue', does: 'denied' })
    const { exitCode, deployments, calls } = await all(here)
    expect([exitCode, deployments.map(({ exitCode: code }) => code), calls]).toEqual([
      0,
      [0, 0],
      1 + 4 * 2 + 2,
    ])
  })

  test('a deployment whose key is for somebody else', async () => {
    const here = await several(1)
    const file = JSON.parse(
      Buffer.from((await here.host.files.read('lic.config.json', 1e6)).bytes).toString(),
    )
    file.deployments.d1.identity = 'other'
    await here.host.files.replace('lic.config.json', JSON.stringify(file))
    const { exitCode, deployments } = await all(here)
    expect([exitCode, deployments[0]?.findings?.map(({ code }) => code)]).toEqual([
      22,
      ['status.identity-differs'],
    ])
  })
})
