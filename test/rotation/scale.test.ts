import { describe, expect, test } from 'vitest'
import { AwsTrouble, type ServiceFacts } from '../../src/host/aws-api.ts'
import { run } from '../../src/run.ts'
import { handle } from '../../src/sandbox/world/handle.ts'
import type { World } from '../../src/sandbox/world/world.ts'
import { type Event, type Sandboxed, sandboxed } from '../support/sandboxed.ts'
import { lic, type Outcome, UNBOOTABLE } from './lic.ts'
import { said } from './preflight.ts'

const AGENT = 'axonflow-agent-service'
const ORCHESTRATOR = 'axonflow-orchestrator-service'
const AT = ['--health-url', 'http://agent/health']

const scale = (here: Sandboxed, ...argv: string[]) => lic(here, 'scale', ...argv)

/** `[desired, running]` of agents and orchestrators. */
const counts = (world: World) =>
  [AGENT, ORCHESTRATOR].map((name) => {
    const running = world.tasks.filter(({ service, status }) => service === name && status === 'RUNNING')
    return [world.services.find((one) => one.name === name)?.desired, running.length]
  })
const AS_BEFORE = [
  [2, 2],
  [1, 1],
]

const desire = (name: string, count: number) => (world: World) => {
  const body = { cluster: 'axonflow-cluster', service: name, desiredCount: count }
  expect(handle(world, { service: 'ecs', action: 'UpdateService', body }).status).toBe(200)
}
const change = (name: string, fields: object) => (world: World) => {
  const service = world.services.find((one) => one.name === name)
  if (service) Object.assign(service, fields)
}
/** From now on new tasks read a key that their runtime refuses. */
const spoil = (world: World) => {
  for (const { versions } of world.secrets)
    for (const version of versions) Object.assign(version, { content: { kind: 'string', text: UNBOOTABLE } })
}
const setting: Event['call'] = 'ecs.setDesired'
const following = (nth: number, before: NonNullable<Event['before']>): Event => ({
  call: 'ecs.tasks',
  nth: nth + 2,
  before,
})

const found = (outcome: Outcome) => {
  const { plan } = outcome.result as unknown as {
    plan: { refusals: Parameters<typeof said>[0]; warnings: Parameters<typeof said>[0] }
  }
  return { refusals: said(plan.refusals), warnings: said(plan.warnings) }
}
const ended = ({ exitCode, error, result }: Outcome) => [exitCode, error?.code ?? null, result.report?.ending]
const went = ({ result }: Outcome) => ({
  steps: result.report?.steps.map(({ id, status }) => `${id} ${status}`),
  undo: result.report?.undo.map(({ id, status }) => `${id} ${status}`),
})

describe('carried out', () => {
  test('up: the count is set once, nothing is redeployed, and all run', async () => {
    const here = await sandboxed()
    const before = here.world().services.map(({ deployments }) => deployments.map(({ id }) => id))
    const outcome = await scale(here, 'agent', '5', '--yes', ...AT)
    expect(ended(outcome)).toEqual([0, null, 'done'])
    expect(went(outcome)).toEqual({ steps: ['scale done', 'follow done', 'count done'], undo: [] })
    expect(counts(here.world())).toEqual([
      [5, 5],
      [1, 1],
    ])
    expect(here.world().services.map(({ deployments }) => deployments.map(({ id }) => id))).toEqual(before)
    expect(here.calls.filter((call) => call === setting)).toEqual([setting])
    expect(outcome.result.report?.steps.at(-1)?.evidence).toEqual([
      { label: 'http://agent/health', value: 'counts 6 nodes of 10' },
    ])
  })
  test('down, by the full name', async () => {
    const here = await sandboxed()
    expect(ended(await scale(here, AGENT, '1', '--yes'))).toEqual([0, null, 'done'])
    expect(counts(here.world())).toEqual([
      [1, 1],
      [1, 1],
    ])
  })
  test('to nothing: said before', async () => {
    const here = await sandboxed()
    const outcome = await scale(here, 'orchestrator', '0', '--yes')
    expect(ended(outcome)).toEqual([0, null, 'done'])
    expect(found(outcome).warnings).toEqual([
      `scale.to-nothing: no task of ${ORCHESTRATOR} will run: what it does stops until it is scaled up again`,
    ])
    expect(counts(here.world())[1]).toEqual([0, 0])
  })
  test('a lost answer is looked up, one that was never heard is sent again', async () => {
    for (const fails of ['lost', 'dropped'] as const) {
      const here = await sandboxed({ events: [{ call: setting, nth: 1, fails }] })
      expect(ended(await scale(here, 'agent', '4', '--yes'))).toEqual([0, null, 'done'])
      expect(here.calls.filter((call) => call === setting)).toHaveLength(fails === 'lost' ? 1 : 2)
      expect(counts(here.world())[0]).toEqual([4, 4])
    }
  })
  test('until ECS says that they are steady: one that runs may fail yet', async () => {
    const here = await sandboxed({ timings: { boot: 20_000 } })
    const outcome = await scale(here, 'agent', '3', '--yes')
    expect(ended(outcome)).toEqual([0, null, 'done'])
    expect(lasted(outcome)).toBeGreaterThan(20_000)
    expect(lasted(outcome)).toBeLessThan(30_000)
  })
  test('where ECS does not say so, until they have run for a minute', async () => {
    const here = await sandboxed()
    seeing(here, (service) => ({ ...service, events: [] }))
    const outcome = await scale(here, 'agent', '3', '--yes')
    expect(ended(outcome)).toEqual([0, null, 'done'])
    expect(lasted(outcome)).toBeGreaterThan(60_000)
    expect(lasted(outcome)).toBeLessThan(70_000)
  })
})

const lasted = ({ result }: Outcome) => (result.report as unknown as { milliseconds: number }).milliseconds

/** AWS tells otherwise of every service. */
function seeing({ host }: Sandboxed, otherwise: (service: ServiceFacts) => ServiceFacts): void {
  const { aws: open } = host
  const aws: typeof open = async (settings) => {
    const aws = await open(settings)
    const services: typeof aws.ecs.services = async (...asked) => {
      const answer = await aws.ecs.services(...asked)
      return { ...answer, services: answer.services.map(otherwise) }
    }
    return { ...aws, ecs: { ...aws.ecs, services } }
  }
  Object.assign(host, { aws })
}

describe('taken back', () => {
  test('new tasks that fail: the count of before, and why', async () => {
    const here = await sandboxed({ events: [{ call: setting, nth: 1, before: spoil }] })
    const outcome = await scale(here, 'agent', '4', '--yes')
    expect(ended(outcome)).toEqual([51, 'scale.tasks-failed', 'undone'])
    expect(went(outcome)).toEqual({
      steps: ['scale done', 'follow failed'],
      undo: ['scale-back done', 'follow-back done'],
    })
    expect(outcome.error?.message).toMatch(
      /^service axonflow-agent-service: \d+ new tasks failed; the first stopped with: Essential container in task exited \(agent: exit code 1\)$/,
    )
    expect(outcome.error?.hints).toEqual([
      'the reason is in the log: aws logs filter-log-events --log-group-name /ecs/axonflow-agent --region us-east-1',
    ])
    expect(outcome.result.report?.now).toEqual([
      'the desired counts are as they were: axonflow-agent-service to 2',
    ])
    expect(counts(here.world())).toEqual(AS_BEFORE)
  })
  test('one task that failed when the time is up', async () => {
    const here = await sandboxed({
      events: [{ call: setting, nth: 1, before: spoil }],
      timings: { retry: 300_000 },
    })
    const outcome = await scale(here, 'agent', '3', '--yes', '--timeout', '60s')
    expect(ended(outcome)).toEqual([51, 'scale.tasks-failed', 'undone'])
    expect(counts(here.world())).toEqual(AS_BEFORE)
  })
  test('time that runs out', async () => {
    const here = await sandboxed({ timings: { boot: 600_000 } })
    const outcome = await scale(here, 'agent', '4', '--yes', '--timeout', '60s')
    expect(ended(outcome)).toEqual([51, 'scale.timeout', 'undone'])
    expect(counts(here.world())).toEqual(AS_BEFORE)
  })
  test('Ctrl-C, and undo', async () => {
    const here = await sandboxed({
      timings: { boot: 60_000 },
      events: [
        following(2, (_world, host) => void host.signal('SIGINT')),
        following(4, (_world, host) => void host.press('u')),
      ],
      told: { terminal: true, width: 100 },
    })
    Object.assign(here.host, { stdout: { ...here.host.stdout, terminal: false } })
    expect(await run(['scale', 'agent', '4', '--yes'], here.host)).toBe(51)
    expect(counts(here.world())).toEqual(AS_BEFORE)
  })
  test('where the way back is refused it is stranded, with the commands', async () => {
    const here = await sandboxed({
      events: [
        { call: setting, nth: 1, before: spoil },
        { call: setting, nth: 2, fails: 'denied' },
      ],
    })
    const outcome = await scale(here, 'agent', '4', '--yes')
    expect(ended(outcome)).toEqual([52, 'scale.not-set', 'stranded'])
    const where =
      '--secret axonflow/license-key --cluster axonflow-cluster --service axonflow-agent-service --service axonflow-orchestrator-service --region us-east-1'
    expect(outcome.result.report?.next).toEqual([
      '# look first:',
      "aws ecs describe-services --cluster axonflow-cluster --services axonflow-agent-service axonflow-orchestrator-service --query 'services[].[serviceName,desiredCount,runningCount,pendingCount]' --region us-east-1",
      '# to have it as wanted:',
      `lic scale axonflow-agent-service 4 ${where}`,
      '# or as it was:',
      `lic scale axonflow-agent-service 2 ${where}`,
      '# or by hand, as it was:',
      'aws ecs update-service --cluster axonflow-cluster --service axonflow-agent-service --desired-count 2 --query service.desiredCount --region us-east-1',
    ])
  })
})

describe('stopped on the way', () => {
  test('SIGTERM while it is followed: unfinished, and left as it is', async () => {
    const here = await sandboxed({
      timings: { boot: 60_000 },
      events: [following(2, (_world, host) => void host.signal('SIGTERM'))],
    })
    expect(ended(await scale(here, 'agent', '4', '--yes'))).toEqual([54, 'rotation.stopped', 'unfinished'])
    expect(counts(here.world())[0]?.[0]).toBe(4)
  })
  test('AWS that cannot be read to the end: unfinished, nothing taken back', async () => {
    const here = await sandboxed({
      timings: { boot: 60_000 },
      events: [{ call: 'ecs.tasks', nth: 5, fails: 'expired' }],
    })
    expect(ended(await scale(here, 'agent', '4', '--yes'))).toEqual([
      54,
      'rotation.cannot-read',
      'unfinished',
    ])
  })
})

describe('others at work', () => {
  test('the count was changed since the plan: refused, nothing written', async () => {
    const here = await sandboxed({
      events: [{ call: 'ecs.services', nth: 2, before: desire(AGENT, 3) }],
    })
    const outcome = await scale(here, 'agent', '5', '--yes')
    expect(ended(outcome)).toEqual([50, 'rotation.changed', 'refused'])
    expect(here.calls).not.toContain(setting)
  })
  test('others were scaled since the plan: together too many where a runtime states the limit', async () => {
    const events = [{ call: 'ecs.services', nth: 2, before: desire(ORCHESTRATOR, 6) }]
    const here = await sandboxed({ events })
    const outcome = await scale(here, 'agent', '5', '--yes', ...AT)
    expect(ended(outcome)).toEqual([50, 'rotation.changed', 'refused'])
    expect(here.calls).not.toContain(setting)
    expect(ended(await scale(await sandboxed({ events }), 'agent', '5', '--yes'))).toEqual([0, null, 'done'])
  })
  test('others are scaled while it is followed', async () => {
    const here = await sandboxed({
      timings: { boot: 10_000 },
      events: [following(2, desire(ORCHESTRATOR, 6))],
    })
    const outcome = await scale(here, 'agent', '5', '--yes', ...AT)
    expect(ended(outcome)).toEqual([53, 'scale.overtaken', 'overtaken'])
    expect(counts(here.world()).map(([desired]) => desired)).toEqual([5, 6])
  })
  test('the same service is scaled while it is followed: theirs stays', async () => {
    const here = await sandboxed({
      timings: { boot: 10_000 },
      events: [following(2, desire(AGENT, 3))],
    })
    const outcome = await scale(here, 'agent', '5', '--yes')
    expect(ended(outcome)).toEqual([53, 'scale.overtaken', 'overtaken'])
    expect(went(outcome)).toEqual({ steps: ['scale done', 'follow overtaken'], undo: [] })
    expect(outcome.error?.message).toBe(
      'somebody else set the desired count of service axonflow-agent-service meanwhile: it is 3, not 5',
    )
    expect(counts(here.world())[0]?.[0]).toBe(3)
  })
  test('on the way back theirs stays, too', async () => {
    const here = await sandboxed({
      events: [
        { call: setting, nth: 1, before: spoil },
        { call: 'ecs.taskDefinition', nth: 3, before: desire(AGENT, 7) },
      ],
    })
    expect(ended(await scale(here, 'agent', '4', '--yes'))).toEqual([53, 'scale.overtaken', 'overtaken'])
    expect(counts(here.world())[0]?.[0]).toBe(7)
  })
  test('a rotation that began since the plan has the lock: overtaken, nothing written', async () => {
    const here = await sandboxed({
      events: [
        {
          call: 'secrets.describe',
          nth: 2,
          before: (world) => {
            const [secret] = world.secrets
            secret?.labels.set('lic-pending', secret.labels.get('AWSCURRENT') ?? '')
          },
        },
      ],
    })
    const outcome = await scale(here, 'agent', '4', '--yes')
    expect(ended(outcome)).toEqual([53, 'rotation.locked', 'overtaken'])
    expect(here.calls).not.toContain(setting)
  })
  test('a deployment in progress: more is refused, fewer is warned of', async () => {
    const slow = async () => {
      const here = await sandboxed({ timings: { boot: 30_000 } })
      const body = { cluster: 'axonflow-cluster', service: AGENT, forceNewDeployment: true }
      handle(here.world(), { service: 'ecs', action: 'UpdateService', body })
      return here
    }
    const codes = (all: readonly string[]) => all.map((one) => one.split(':')[0])
    const more = await scale(await slow(), 'agent', '3', '--dry-run')
    expect([more.exitCode, codes(found(more).refusals)]).toEqual([50, ['service.deploying']])
    const fewer = await scale(await slow(), 'agent', '1', '--dry-run')
    expect([fewer.exitCode, codes(found(fewer).warnings)]).toEqual([0, ['service.deploying']])
  })
})

describe('services that are otherwise', () => {
  test('one task a machine: there is no count', async () => {
    const here = await sandboxed({
      wiring: { service: (role) => (role === 'agent' ? { schedulingStrategy: 'DAEMON' } : {}) },
    })
    const outcome = await scale(here, 'agent', '3', '--yes')
    expect([outcome.exitCode, outcome.error?.code]).toEqual([50, 'scale.daemon'])
    expect(here.calls).not.toContain(setting)
  })
  test.each(['CODE_DEPLOY', 'EXTERNAL'])('deployed by %s: warned of, and scaled', async (controller) => {
    const here = await sandboxed()
    change(AGENT, { controller })(here.world())
    const outcome = await scale(here, 'agent', '3', '--yes')
    expect(found(outcome).warnings).toEqual([
      `scale.controller: service axonflow-agent-service is deployed by ${controller}: whether a deployment is in progress there is not seen from here`,
    ])
    expect(ended(outcome)).toEqual([0, null, 'done'])
  })
  test('not active', async () => {
    const here = await sandboxed()
    change(AGENT, { status: 'DRAINING' })(here.world())
    const outcome = await scale(here, 'agent', '3', '--yes')
    expect([outcome.exitCode, outcome.error?.code]).toEqual([50, 'service.inactive'])
  })
  const bounded = async (suspended: boolean) => {
    const here = await sandboxed()
    const body = {
      ServiceNamespace: 'ecs',
      ResourceId: `service/axonflow-cluster/${AGENT}`,
      ScalableDimension: 'ecs:service:DesiredCount',
      MinCapacity: 2,
      MaxCapacity: 4,
      SuspendedState: {
        DynamicScalingInSuspended: suspended,
        DynamicScalingOutSuspended: suspended,
        ScheduledScalingSuspended: suspended,
      },
    }
    const call = { service: 'application-autoscaling', action: 'RegisterScalableTarget', body } as const
    expect(handle(here.world(), call).status).toBe(200)
    return here
  }
  test.each([
    [2, 0, []],
    [4, 0, ['scale.scaled-by-itself']],
    [5, 50, ['scale.scaled-by-itself']],
    [1, 50, ['scale.scaled-by-itself']],
  ])('scaled by itself between 2 and 4: to %s', async (count, exitCode, warned) => {
    const outcome = await scale(await bounded(false), 'agent', String(count), '--dry-run')
    expect([outcome.exitCode, found(outcome).warnings.map((one) => one.split(':')[0])]).toEqual([
      exitCode,
      warned,
    ])
  })
  test('suspended: warned of alone', async () => {
    expect((await scale(await bounded(true), 'agent', '6', '--dry-run')).exitCode).toBe(0)
  })
  test('made by a stack: the next update of it may set the count back', async () => {
    const inStack = async () => {
      const here = await sandboxed()
      for (const one of here.world().services)
        one.tags = [{ key: 'aws:cloudformation:stack-name', value: 'axonflow' }]
      return here
    }
    const outcome = await scale(await inStack(), 'agent', '3', '--dry-run')
    expect([outcome.exitCode, found(outcome).warnings]).toEqual([
      0,
      [
        'scale.cloudformation: CloudFormation stack axonflow made axonflow-agent-service: where its template says how many tasks run, its next update sets the count back to that',
      ],
    ])
    const { plan } = outcome.result as unknown as { plan: { warnings: readonly { hints: unknown }[] } }
    expect(plan.warnings[0]?.hints).toEqual([
      'give the stack the new count, too',
      "see which parameters it has: aws cloudformation describe-stacks --stack-name axonflow --query 'Stacks[0].Parameters' --region us-east-1",
    ])
    expect(found(await scale(await inStack(), 'agent', '2', '--dry-run')).warnings).toEqual([])
  })
  test('nobody may look whether it is: a warning with what would let it', async () => {
    const here = await sandboxed({ events: [{ call: 'ecs.scalables', fails: 'denied' }] })
    const outcome = await scale(here, 'agent', '3', '--dry-run')
    expect([outcome.exitCode, found(outcome).warnings]).toEqual([
      0,
      [
        'aws.not-looked: could not look at whether services are scaled by themselves: needs test:ecs.scalables',
      ],
    ])
  })
})

describe('the limit', () => {
  test.each([
    [7, []],
    [
      8,
      [
        'scale.near-limit: 9 nodes are to run, and the limit is 10 (as published for Professional): 90 % of it',
      ],
    ],
    [
      9,
      [
        'scale.near-limit: 10 nodes are to run, and the limit is 10 (as published for Professional): 100 % of it',
      ],
    ],
    [
      10,
      [
        'rotation.over-limit: 11 nodes are to run, and the limit is 10 (as published for Professional); no runtime states a limit of its own, so this is not refused',
      ],
    ],
  ])('published: %s agents and an orchestrator', async (count, warnings) => {
    const outcome = await scale(await sandboxed(), 'agent', String(count), '--dry-run')
    expect([outcome.exitCode, found(outcome)]).toEqual([0, { refusals: [], warnings }])
  })
  test('stated: refused from one too many on', async () => {
    expect((await scale(await sandboxed(), 'agent', '9', '--dry-run', ...AT)).exitCode).toBe(0)
    const outcome = await scale(await sandboxed(), 'agent', '10', '--dry-run', ...AT)
    expect([outcome.exitCode, found(outcome).refusals]).toEqual([
      50,
      ['rotation.over-limit: 11 nodes are to run, and the limit is 10 (as http://agent/health states)'],
    ])
  })
  test('running tasks count where they are more than those that are wanted', async () => {
    const here = await sandboxed()
    seeing(here, (service) => (service.name === ORCHESTRATOR ? { ...service, running: 4 } : service))
    const outcome = await scale(here, 'agent', '7', '--dry-run', ...AT)
    expect(found(outcome).refusals).toEqual([
      'rotation.over-limit: 11 nodes are to run, and the limit is 10 (as http://agent/health states)',
    ])
  })
  test('services that are not named and read the same key count, and are not touched', async () => {
    const alone = ['--service', AGENT]
    const here = await sandboxed()
    const outcome = await scale(here, 'agent', '10', '--dry-run', ...alone)
    expect(found(outcome).warnings).toEqual([
      'rotation.over-limit: 11 nodes are to run, and the limit is 10 (as published for Professional); no runtime states a limit of its own, so this is not refused',
    ])
    const crowd = await sandboxed()
    desire(AGENT, 5)(crowd.world())
    desire(ORCHESTRATOR, 8)(crowd.world())
    await crowd.host.sleep(30_000)
    expect((await scale(crowd, '--to-fit', '--yes', ...alone)).exitCode).toBe(0)
    expect(counts(crowd.world()).map(([desired]) => desired)).toEqual([2, 8])
  })
  test('nobody may look for them: a warning', async () => {
    const here = await sandboxed({ events: [{ call: 'ecs.serviceArns', fails: 'denied' }] })
    const { warnings } = found(await scale(here, 'agent', '3', '--dry-run'))
    expect(warnings).toEqual([
      'aws.not-looked: could not look at the other services of cluster axonflow-cluster: needs test:ecs.serviceArns',
    ])
  })
  test('nodes that only the runtime counts, count', async () => {
    const here = await sandboxed()
    const body = '{"license_tier":"Professional","node_count":{"total_nodes":8,"license_max_nodes":10}}'
    Object.assign(here.host, {
      get: async () => ({
        status: 200,
        contentType: 'application/json',
        cut: false,
        body: Buffer.from(body),
      }),
    })
    const outcome = await scale(here, 'agent', '5', '--dry-run', ...AT)
    expect(found(outcome).refusals).toEqual([
      'rotation.over-limit: 11 nodes are to run (5 of them are only counted by the runtime: tasks of other services, or gone and counted for five minutes yet), and the limit is 10 (as http://agent/health states)',
    ])
  })
  test('a tier without a limit, or with none that is known, says nothing', async () => {
    for (const key of [
      { tier: 'Plus' as const, days: 20 },
      { tier: 'Professional' as const, days: -3 },
    ]) {
      const outcome = await scale(await sandboxed({ key }), 'agent', '60', '--dry-run')
      expect(found(outcome).warnings.filter((one) => one.includes('limit'))).toEqual([])
    }
  })
  test('a key that no new task would start with: fewer may still be run', async () => {
    const spoilt = async () => {
      const here = await sandboxed()
      spoil(here.world())
      return here
    }
    expect((await scale(await spoilt(), 'agent', '3', '--dry-run')).error?.code).toBe(
      'rotation.key-not-usable',
    )
    expect((await scale(await spoilt(), 'agent', '1', '--yes')).exitCode).toBe(0)
  })
})

describe('to fit', () => {
  const crowded = async (
    agents: number,
    orchestrators: number,
    tier: 'Evaluation' | 'Professional' = 'Professional',
  ) => {
    const here = await sandboxed({ key: { tier, days: 20 } })
    desire(AGENT, agents)(here.world())
    desire(ORCHESTRATOR, orchestrators)(here.world())
    await here.host.sleep(30_000)
    return here
  }
  test('what is over the limit goes, evenly, and not one more', async () => {
    const here = await crowded(9, 3)
    const outcome = await scale(here, '--to-fit', '--yes')
    expect(ended(outcome)).toEqual([0, null, 'done'])
    expect(counts(here.world())).toEqual([
      [7, 7],
      [3, 3],
    ])
    const both = await crowded(8, 8)
    expect((await scale(both, '--to-fit', '--yes')).exitCode).toBe(0)
    expect(counts(both.world()).map(([desired]) => desired)).toEqual([5, 5])
  })
  test('a failure takes both back', async () => {
    const here = await crowded(8, 8)
    Object.assign(here.host, {
      aws: failing(here.host.aws, ORCHESTRATOR),
    })
    expect(ended(await scale(here, '--to-fit', '--yes'))).toEqual([51, 'scale.not-set', 'undone'])
    expect(counts(here.world()).map(([desired]) => desired)).toEqual([8, 8])
  })
  test('one of each is too many', async () => {
    const here = await crowded(1, 1)
    Object.assign(here.host, {
      get: async () => ({
        status: 200,
        contentType: 'application/json',
        cut: false,
        body: Buffer.from(
          '{"license_tier":"Evaluation","node_count":{"total_nodes":2,"license_max_nodes":1}}',
        ),
      }),
    })
    const outcome = await scale(here, '--to-fit', '--yes', ...AT)
    expect([outcome.exitCode, outcome.error?.code]).toEqual([50, 'scale.cannot-fit'])
  })
  test('where no limit is known, nothing fits and nothing is proposed', async () => {
    const here = await sandboxed({ key: { tier: 'Professional', days: -3 } })
    const outcome = await scale(here, '--to-fit', '--yes')
    expect([outcome.exitCode, outcome.error?.code]).toEqual([50, 'scale.no-limit'])
  })
})

type Open = Sandboxed['host']['aws']
/** That service takes no other count. */
const failing =
  (open: Open, service: string): Open =>
  async (settings) => {
    const aws = await open(settings)
    const setDesired: typeof aws.ecs.setDesired = async (cluster, name, count) => {
      if (name === service)
        throw new AwsTrouble('invalid', 'ecs:UpdateService', name, 'ClientException', '', false)
      return aws.ecs.setDesired(cluster, name, count)
    }
    return { ...aws, ecs: { ...aws.ecs, setDesired } }
  }
