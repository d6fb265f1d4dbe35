import { describe, expect, test } from 'vitest'
import { HttpTrouble } from '../../src/host/host.ts'
import { run } from '../../src/run.ts'
import { handle } from '../../src/sandbox/world/handle.ts'
import type { World } from '../../src/sandbox/world/world.ts'
import type { Event } from '../support/sandboxed.ts'
import { labels, lic, NEW_KEY, rotate, running, SECRET, withNewKey } from './lic.ts'

const CLUSTER = 'axonflow-cluster'
const AGENT = 'axonflow-agent-service'

type Container = Readonly<Record<string, unknown>> & {
  readonly secrets: readonly { readonly name: string; readonly valueFrom: string }[]
}

function ecs(world: World, action: string, body: object): Readonly<Record<string, unknown>> {
  const answer = handle(world, { service: 'ecs', action, body })
  if (answer.status !== 200) throw new Error(`${action}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

function fail(): never {
  throw new Error('no such secret')
}

const update = (world: World, change: object) =>
  ecs(world, 'UpdateService', { cluster: CLUSTER, service: AGENT, ...change })

/** A colleague deploys the agent with something changed in its container. */
function ship(world: World, change: (container: Container) => object): void {
  const family = 'axonflow-agent'
  const { taskDefinition } = ecs(world, 'DescribeTaskDefinition', { taskDefinition: family }) as {
    readonly taskDefinition: { readonly containerDefinitions: readonly [Container] }
  }
  const [container] = taskDefinition.containerDefinitions
  const containerDefinitions = [{ ...container, ...change(container) }]
  ecs(world, 'RegisterTaskDefinition', { family, containerDefinitions })
  update(world, { taskDefinition: family })
}

/** The tasks read the version that was live before, whatever is current. */
const pinnedTo = (version: string) => (container: Container) => ({
  secrets: container.secrets.map(({ name, valueFrom }) => ({ name, valueFrom: `${valueFrom}:::${version}` })),
})

const whileFollowing = (before: NonNullable<Event['before']>): Event => ({
  call: 'ecs.tasks',
  nth: 5,
  before,
})

describe('while the rollout is followed', () => {
  test('somebody ships a task definition that pins the old version: young tasks prove nothing', async () => {
    const here = await withNewKey({
      events: [whileFollowing((world) => ship(world, pinnedTo(world.secrets[0]?.versions[0]?.id ?? '')))],
    })
    const { exitCode, error, result } = await rotate(here)
    expect([exitCode, error?.code, result.report?.ending]).toEqual([54, 'rotation.rewired', 'unfinished'])
    expect(error?.message).toContain('service axonflow-agent-service, container agent reads')
    expect(running(here.world())).toEqual(['Enterprise', 'Professional', 'Professional'])
  })

  test('somebody ships one that reads the key: that is no failure', async () => {
    const here = await withNewKey({
      events: [whileFollowing((world) => ship(world, () => ({ image: 'agent:12' })))],
    })
    const { exitCode } = await rotate(here)
    expect(exitCode).toBe(0)
    expect(running(here.world())).toEqual(['Enterprise', 'Enterprise', 'Enterprise'])
  })

  test('somebody takes all tasks away: nothing is left to prove it', async () => {
    const here = await withNewKey({
      events: [whileFollowing((world) => update(world, { desiredCount: 0 }))],
    })
    const { exitCode, error, result } = await rotate(here)
    expect([exitCode, error?.code, result.report?.ending]).toEqual([54, 'rotation.not-fresh', 'unfinished'])
    expect(labels(here.world())).toContain('lic-pending v2')
  })

  test('tasks that were told to stop still hold the old key: they are waited for', async () => {
    const here = await withNewKey({ timings: { stop: 120_000 } })
    const { exitCode } = await rotate(here)
    expect(exitCode).toBe(0)
    const { tasks, now } = here.world()
    expect(tasks.filter(({ status }) => status !== 'STOPPED' && status !== 'RUNNING')).toEqual([])
    expect(now - Date.UTC(2026, 10, 23, 12)).toBeGreaterThan(120_000)
  })

  test('a list of tasks that is too short proves nothing', async () => {
    const here = await withNewKey()
    const { aws } = here.host
    let asked = 0
    Object.assign(here.host, {
      aws: async () => {
        const real = await aws({})
        const tasks: typeof real.ecs.tasks = async (...args) =>
          args[1] !== AGENT && ++asked > 1 && asked < 15 ? [] : real.ecs.tasks(...args)
        return { ...real, ecs: { ...real.ecs, tasks } }
      },
    })
    expect((await rotate(here)).exitCode).toBe(0)
    expect(asked).toBeGreaterThan(14)
    expect(here.calls.filter((call) => call === 'ecs.forceDeployment')).toHaveLength(2)
  })
})

describe('asked to stop', () => {
  const answer = (body: string) => ({
    status: 200,
    contentType: 'application/json',
    cut: false,
    body: Buffer.from(body),
  })

  test('while the runtime still says what the old key would: unfinished, nothing is taken back', async () => {
    const here = await withNewKey()
    // The first question is asked before there is a plan.
    let asked = -1
    Object.assign(here.host, {
      get: async () => {
        if (++asked === 1) here.host.signal('SIGINT')
        return answer('{"license_tier":"Professional","total_nodes":1}')
      },
    })
    const { exitCode, error, result } = await rotate(here, '--health-url', 'http://agent/health')
    expect([exitCode, error?.code, result.report?.ending]).toEqual([54, 'rotation.stopped', 'unfinished'])
    expect(result.report?.undo).toEqual([])
    expect(asked).toBe(1)
  })

  test('between two answers: no more are asked for', async () => {
    const here = await withNewKey()
    let asked = -1
    Object.assign(here.host, {
      get: async () => {
        if (++asked === 2) here.host.signal('SIGTERM')
        return answer('{"license_tier":"Enterprise","total_nodes":1}')
      },
    })
    const { exitCode } = await rotate(here, '--health-url', 'http://agent/health')
    expect([exitCode, asked]).toEqual([54, 2])
  })

  test('after that the terminal may still go away, and a second time leaves at once, with a word', async () => {
    const here = await withNewKey({
      events: [
        {
          call: 'ecs.tasks',
          nth: 6,
          before: (_world, host) => {
            heard.push(
              host.signal('SIGHUP'),
              host.signal('SIGINT'),
              host.signal('SIGHUP'),
              host.signal('SIGINT'),
              host.signal('SIGHUP'),
              host.signal('SIGINT'),
            )
          },
        },
      ],
    })
    const heard: boolean[] = []
    const { exitCode, error } = await rotate(here)
    expect([exitCode, error?.code]).toEqual([54, 'rotation.left'])
    // Whoever is impatient a third time is heard by the system itself.
    expect(heard).toEqual([true, true, true, true, true, false])
    expect(here.host.signal('SIGHUP')).toBe(false)
  })

  test('at the prompt: interrupted, and nothing is written', async () => {
    const here = await withNewKey()
    Object.assign(here.host.stdin, { terminal: true, ask: async () => null })
    expect(await run(['rotate', `file:${NEW_KEY}`], here.host)).toBe(130)
    expect(here.host.out()).toBe('interrupted before anything was written\n')
    expect(here.calls).not.toContain('secrets.put')
  })
})

describe('before and after the rollout', () => {
  const take = (world: World, label: string) =>
    world.secrets.find((one) => one.name === SECRET)?.labels.delete(label)

  test('somebody takes the lock away before anything changed: refused, our label is gone', async () => {
    const here = await withNewKey({
      events: [{ call: 'secrets.describe', nth: 2, before: (world) => take(world, 'lic-pending') }],
    })
    const { exitCode, error } = await rotate(here)
    expect([exitCode, error?.code]).toEqual([50, 'rotation.changed'])
    expect(error?.message).toBe('somebody took the lock lic-pending away')
    expect(labels(here.world())).toEqual(['AWSCURRENT v1'])
  })

  const agentOf = (world: World) => world.services.find(({ name }) => name === AGENT) ?? fail()
  const changes: readonly [string, string, (world: World) => unknown][] = [
    [
      'begins a deployment',
      'somebody began a deployment of service axonflow-agent-service',
      (world) => update(world, { forceNewDeployment: true }),
    ],
    [
      'ships another task definition',
      'service axonflow-agent-service has another task definition since the plan was made',
      (world) =>
        Object.assign(agentOf(world).deployments[0] ?? fail(), {
          taskDefinition: world.services.find(({ name }) => name !== AGENT)?.deployments[0]?.taskDefinition,
        }),
    ],
    [
      'takes all tasks away',
      'service axonflow-agent-service has a desired count of 0 now',
      (world) => {
        agentOf(world).desired = 0
      },
    ],
    [
      'takes the service away',
      'service axonflow-agent-service is not active any more',
      (world) => {
        agentOf(world).status = 'INACTIVE'
      },
    ],
    [
      'has the secret rotated',
      "the secret's settings have changed since the plan was made",
      (world) =>
        Object.assign(world.secrets.find(({ name }) => name === SECRET) ?? fail(), { rotationEnabled: true }),
    ],
  ]
  test.each(changes)(
    'somebody %s before anything changed: refused, all labels gone',
    async (_name, says, before) => {
      const here = await withNewKey({ events: [{ call: 'secrets.describe', nth: 2, before }] })
      const { exitCode, error } = await rotate(here)
      expect([exitCode, error?.code, error?.message]).toEqual([50, 'rotation.changed', says])
      expect(labels(here.world())).toEqual(['AWSCURRENT v1'])
    },
  )

  test('somebody moves the label right after the promotion: no service is redeployed', async () => {
    const here = await withNewKey({
      events: [
        {
          call: 'secrets.describe',
          nth: 3,
          before: (world) => {
            const { labels: map, versions } = world.secrets.find(({ name }) => name === SECRET) ?? fail()
            const foreign = { ...(versions[0] ?? fail()), id: 'c0ffee'.padEnd(32, '0') }
            versions.push(foreign)
            map.set('AWSCURRENT', foreign.id)
          },
        },
      ],
    })
    const { exitCode, error } = await rotate(here)
    expect([exitCode, error?.code]).toEqual([53, 'rotation.overtaken'])
    expect(here.calls).not.toContain('ecs.forceDeployment')
  })

  test('somebody moves the label while the runtime is asked: not done', async () => {
    const here = await withNewKey()
    const { get } = here.host
    Object.assign(here.host, {
      get: (request: Parameters<typeof get>[0]) => {
        const { labels: map, versions } = here.world().secrets.find(({ name }) => name === SECRET) ?? fail()
        map.set('AWSCURRENT', versions[0]?.id ?? '')
        return get(request)
      },
    })
    const { exitCode, error, result } = await rotate(here, '--health-url', 'http://agent/health')
    expect([exitCode, error?.code, result.report?.ending]).toEqual([53, 'rotation.overtaken', 'overtaken'])
    expect(here.calls.filter((call) => call === 'ecs.forceDeployment')).toHaveLength(2)
  })

  test('a redeployment that is denied has touched nothing', async () => {
    const here = await withNewKey({ events: [{ call: 'ecs.forceDeployment', fails: 'denied' }] })
    const { exitCode, result } = await lic(here, 'redeploy', '--yes')
    expect([exitCode, result.report?.ending]).toEqual([50, 'refused'])
  })

  test('one that is denied for one service of two is not undone: stranded', async () => {
    const here = await withNewKey({ events: [{ call: 'ecs.forceDeployment', nth: 2, fails: 'denied' }] })
    const { exitCode, result } = await lic(here, 'redeploy', '--yes')
    expect([exitCode, result.report?.ending]).toEqual([52, 'stranded'])
  })
})

test('a runtime where only every other answer tells the keys apart proves nothing yet', async () => {
  const here = await withNewKey()
  let asked = 0
  const body = () =>
    Buffer.from(++asked % 2 === 0 ? '{"status":"healthy"}' : '{"license_tier":"Enterprise","total_nodes":1}')
  Object.assign(here.host, {
    get: async () => ({ status: 200, contentType: 'application/json', cut: false, body: body() }),
  })
  const { exitCode, result } = await rotate(here, '--health-url', 'http://agent/health')
  expect([exitCode, result.report?.steps.find(({ id }) => id === 'prove')?.evidence]).toEqual([
    0,
    [
      { label: 'http://agent/health', value: '4 of 8 answers: tier Enterprise' },
      { label: 'rung', value: 'tasks only: what the runtime says does not tell the keys apart' },
    ],
  ])
})

describe('the runtime of one service says it, that of the other says nothing', () => {
  test('the proof is said to be half of one', async () => {
    const here = await withNewKey()
    const { get } = here.host
    Object.assign(here.host, {
      get: async (request: Parameters<typeof get>[0]) => {
        if (request.url.includes('orchestrator')) throw new HttpTrouble('refused')
        return get(request)
      },
    })
    const urls = ['--health-url', 'http://agent/health', '--health-url', 'http://orchestrator/health']
    const { exitCode, result } = await rotate(here, ...urls)
    expect(exitCode).toBe(0)
    const said = result.report?.steps.find(({ id }) => id === 'prove')?.evidence
    expect(said?.at(-1)).toEqual({
      label: 'rung',
      value: 'runtime in part: 1 of 2 addresses say what only this key would say',
    })
  })
})
