import { describe, expect, test } from 'vitest'
import type { TaskFacts } from '../../src/host/aws-api.ts'
import { instantAt, MINUTE, SECOND } from '../../src/model/instant.ts'
import { type Call, handle } from '../../src/sandbox/world/handle.ts'
import type { World } from '../../src/sandbox/world/world.ts'
import { momentOf } from '../../src/targets/aws/freshness.ts'
import type { Run } from '../../src/targets/aws/perform/run.ts'
import { holds } from '../../src/targets/aws/perform/side.ts'
import type { Side } from '../../src/targets/aws/steps.ts'
import { type Event, NOON, type Sandboxed } from '../support/sandboxed.ts'
import { currentValue, labels, lic, NEW_KEY, type Outcome, rotate, running, withNewKey } from './lic.ts'

const CLUSTER = 'axonflow-cluster'
const AGENT = 'axonflow-agent-service'
const VARIABLE = 'AXONFLOW_LICENSE_KEY'
const VIA = ['--via', 'task-definition']

interface Definition {
  readonly taskDefinitionArn: string
  readonly revision: number
  readonly containerDefinitions: readonly {
    readonly environment: readonly { readonly name: string; readonly value: string }[]
    readonly secrets: readonly { readonly name: string; readonly valueFrom: string }[]
  }[]
}

function aws(world: World, service: Call['service'], action: string, body: object) {
  const answer = handle(world, { service, action, body })
  if (answer.status !== 200) throw new Error(`${action}: ${JSON.stringify(answer.body)}`)
  return answer.body as Readonly<Record<string, unknown>>
}
const describeFamily = (world: World, family: string): Definition =>
  aws(world, 'ecs', 'DescribeTaskDefinition', { taskDefinition: family }).taskDefinition as Definition

/** The roles that hold their key as a plain value, the others read the secret; the plain key is the one of the secret. */
async function plainDeployment(
  options: Parameters<typeof withNewKey>[0] & {
    readonly plain?: readonly string[]
    readonly more?: object
  } = {},
): Promise<Sandboxed & { readonly old: string }> {
  const { plain = ['agent'], more = {}, ...rest } = options
  let old = ''
  const here = await withNewKey({
    ...rest,
    wiring: {
      value: (key) => {
        old = key
        return rest.wiring?.value?.(key) ?? key
      },
      container: (role, arn) =>
        plain.includes(role)
          ? {
              secrets: [],
              environment: [
                { name: 'ORG_ID', value: 'acme' },
                { name: VARIABLE, value: old },
              ],
              ...more,
            }
          : { secrets: [{ name: VARIABLE, valueFrom: rest.wiring?.value ? `${arn}:license::` : arn }] },
    },
  })
  return { ...here, old }
}

/** Carries it out; no key may be in what was said. */
async function carry(here: Sandboxed & { readonly old: string }, ...argv: string[]): Promise<Outcome> {
  const outcome = await rotate(here, ...argv)
  const said = here.host.out() + here.host.err()
  const fresh = new TextDecoder().decode((await here.host.files.read(NEW_KEY, 1 << 16)).bytes)
  for (const key of [here.old, fresh]) expect(said).not.toContain(key.slice(20, 60))
  return outcome
}

const ending = ({ exitCode, error, result }: Outcome) => [exitCode, error?.code, result.report?.ending]
const DONE = [0, undefined, 'done']

describe('the new revision', () => {
  test('reads the secret, and is the old one in all else', async () => {
    const here = await plainDeployment({
      more: { ulimits: [{ name: 'nofile', softLimit: 1, hardLimit: 2 }] },
    })
    const before = describeFamily(here.world(), 'axonflow-agent')
    expect(ending(await carry(here, ...VIA))).toEqual(DONE)
    const after = describeFamily(here.world(), 'axonflow-agent')
    const [container] = before.containerDefinitions
    expect(after.containerDefinitions).toEqual([
      {
        ...container,
        environment: [{ name: 'ORG_ID', value: 'acme' }],
        secrets: [{ name: VARIABLE, valueFrom: here.world().secrets[0]?.arn }],
      },
    ])
    const fixed = (one: object) =>
      Object.entries(one).filter(
        ([name]) => !/^(taskDefinitionArn|revision|containerDefinitions|registeredAt)$/.test(name),
      )
    expect(fixed(after)).toEqual(fixed(before))
    expect(after.revision).toBe(before.revision + 1)
    expect(running(here.world())).toEqual(['Enterprise', 'Enterprise', 'Enterprise'])
    expect(describeFamily(here.world(), 'axonflow-orchestrator').revision).toBe(1)
  })

  test('keeps its tags, but for those that only AWS gives', async () => {
    const here = await plainDeployment()
    const [definition] = here.world().taskDefinitions
    if (definition)
      definition.tags = [
        { key: 'team', value: 'platform' },
        { key: 'aws:cloudformation:stack-name', value: 'axonflow' },
      ]
    expect(ending(await carry(here, ...VIA))).toEqual(DONE)
    expect(here.world().taskDefinitions.at(-1)?.tags).toEqual([{ key: 'team', value: 'platform' }])
  })

  test('reads the field of a JSON document', async () => {
    const here = await plainDeployment({ wiring: { value: (key) => JSON.stringify({ license: key }) } })
    expect(ending(await carry(here, ...VIA))).toEqual(DONE)
    const [container] = describeFamily(here.world(), 'axonflow-agent').containerDefinitions
    expect(container?.secrets).toEqual([
      { name: VARIABLE, valueFrom: `${here.world().secrets[0]?.arn}:license::` },
    ])
  })

  test('holds the value where that was asked for, and the secret holds it too', async () => {
    const here = await plainDeployment()
    expect(ending(await carry(here, '--via', 'task-definition:value'))).toEqual(DONE)
    const [container] = describeFamily(here.world(), 'axonflow-agent').containerDefinitions
    expect(container).toMatchObject({
      environment: [
        { name: 'ORG_ID', value: 'acme' },
        { name: VARIABLE, value: currentValue(here.world()) },
      ],
      secrets: [],
    })
    expect(running(here.world())).toEqual(['Enterprise', 'Enterprise', 'Enterprise'])
  })

  test('is made once for services that have the same one', async () => {
    const here = await plainDeployment({ plain: ['agent', 'orchestrator'] })
    const service = here.world().services.find(({ name }) => name === 'axonflow-orchestrator-service')
    const [agent] = here.world().taskDefinitions
    Object.assign(service?.deployments[0] ?? {}, { taskDefinition: agent?.arn })
    for (const task of here.world().tasks) Object.assign(task, { taskDefinition: agent?.arn })
    expect(ending(await carry(here, ...VIA))).toEqual(DONE)
    expect(here.world().taskDefinitions.map(({ arn }) => arn.split('/')[1])).toEqual([
      'axonflow-agent:1',
      'axonflow-orchestrator:1',
      'axonflow-agent:2',
    ])
  })

  test('one service after the other, each to its own', async () => {
    const here = await plainDeployment({ plain: ['agent', 'orchestrator'] })
    const { result } = await carry(here, ...VIA, '--sequential')
    expect(result.report?.steps.map(({ id, status }) => `${id} ${status}`)).toEqual(
      expect.arrayContaining([`update:${AGENT} done`, 'update:axonflow-orchestrator-service done']),
    )
    expect(running(here.world())).toEqual(['Enterprise', 'Enterprise', 'Enterprise'])
  })

  test.each([
    ['task-definition', [50, 'wiring.no-execution-role', undefined]],
    ['task-definition:value', DONE],
  ])('of a definition without an execution role could read no secret (%s)', async (via, expected) => {
    const here = await plainDeployment()
    const [definition] = here.world().taskDefinitions
    Object.assign(definition ?? {}, { fields: { ...definition?.fields, executionRoleArn: undefined } })
    expect(ending(await carry(here, '--via', via))).toEqual(expected)
  })
})

describe('an answer that is lost', () => {
  const families = (here: Sandboxed) => here.world().taskDefinitions.map(({ arn }) => arn.split('/')[1])

  test.each<[NonNullable<Event['fails']>, number]>([
    ['lost', 1],
    ['dropped', 2],
    ['throttled', 2],
  ])('when a revision is registered (%s): one is made', async (fails, calls) => {
    const here = await plainDeployment({ events: [{ call: 'ecs.register', nth: 1, fails }] })
    expect(ending(await carry(here, ...VIA))).toEqual(DONE)
    expect(families(here)).toEqual(['axonflow-agent:1', 'axonflow-orchestrator:1', 'axonflow-agent:2'])
    expect(here.calls.filter((call) => call === 'ecs.register')).toHaveLength(calls)
  })

  test.each<NonNullable<Event['fails']>>(['lost', 'dropped'])(
    'when the service is updated (%s): it is sent once',
    async (fails) => {
      const when = ([, service]: readonly unknown[]) => service === AGENT
      const here = await plainDeployment({ events: [{ call: 'ecs.forceDeployment', nth: 1, when, fails }] })
      expect(ending(await carry(here, ...VIA))).toEqual(DONE)
      const service = here.world().services.find(({ name }) => name === AGENT)
      expect(service?.deployments.map(({ taskDefinition }) => taskDefinition.split('/')[1])).toEqual([
        'axonflow-agent:2',
      ])
    },
  )

  test('for good, when a revision is registered: nothing that runs was touched', async () => {
    const here = await plainDeployment({ events: [{ call: 'ecs.register', fails: 'dropped' }] })
    expect(ending(await carry(here, ...VIA))).toEqual([50, 'rotation.write-failed', 'refused'])
    expect(labels(here.world())).toEqual(['AWSCURRENT v1', 'lic-archive v1'])
  })
})

/** A colleague ships a revision of the agent, with something else in its container. */
function ship(world: World, container: object): void {
  const family = 'axonflow-agent'
  const [first] = (
    aws(world, 'ecs', 'DescribeTaskDefinition', { taskDefinition: `${family}:1` })
      .taskDefinition as Definition
  ).containerDefinitions
  const containerDefinitions = [{ ...first, ...container }]
  const executionRoleArn = 'arn:aws:iam::123456789012:role/axonflow-execution'
  const { taskDefinition } = aws(world, 'ecs', 'RegisterTaskDefinition', {
    family,
    executionRoleArn,
    containerDefinitions,
  })
  aws(world, 'ecs', 'UpdateService', {
    cluster: CLUSTER,
    service: AGENT,
    taskDefinition: (taskDefinition as Definition).taskDefinitionArn,
  })
}
const shipping = (call: string, nth: number, container: (world: World) => object): Event => ({
  call,
  nth,
  before: (world) => ship(world, container(world)),
})
const OTHER_IMAGE = { image: 'axonflow-agent:12' }
const reading = ({ secrets }: World) => ({
  environment: [{ name: 'ORG_ID', value: 'acme' }],
  secrets: [{ name: VARIABLE, valueFrom: secrets[0]?.arn }],
})

describe('somebody ships a revision meanwhile', () => {
  test('before ours is in place: theirs is not taken away, and all else goes back', async () => {
    const here = await plainDeployment({ events: [shipping('secrets.moveStage', 3, () => OTHER_IMAGE)] })
    expect(ending(await carry(here, ...VIA))).toEqual([51, 'rotation.rewired', 'undone'])
    const service = here.world().services.find(({ name }) => name === AGENT)
    expect(service?.deployments[0]?.taskDefinition).toMatch(/axonflow-agent:3$/)
    expect(currentValue(here.world())).toBe(here.old)
    expect(running(here.world())).toEqual(['Professional', 'Professional', 'Professional'])
  })

  test('as ours is sent, and nobody hears which came first: theirs stays', async () => {
    const when = ([, service]: readonly unknown[]) => service === AGENT
    const event = shipping('ecs.forceDeployment', 1, () => OTHER_IMAGE)
    const here = await plainDeployment({ events: [{ ...event, when, fails: 'dropped' }] })
    expect(ending(await carry(here, ...VIA))).toEqual([51, 'rotation.deployment-failed', 'undone'])
    const service = here.world().services.find(({ name }) => name === AGENT)
    expect(service?.deployments[0]?.taskDefinition).toMatch(/axonflow-agent:3$/)
  })

  test('with the old key in it, while ours is followed: young tasks prove nothing', async () => {
    const here = await plainDeployment({ events: [shipping('ecs.tasks', 7, () => OTHER_IMAGE)] })
    expect(ending(await carry(here, ...VIA))).toEqual([54, 'rotation.rewired', 'unfinished'])
  })

  test('that reads the secret, while ours is followed: it does as well', async () => {
    const here = await plainDeployment({ events: [shipping('ecs.tasks', 7, reading)] })
    expect(ending(await carry(here, ...VIA))).toEqual(DONE)
    expect(running(here.world())).toEqual(['Enterprise', 'Enterprise', 'Enterprise'])
  })

  test('with the new value in it, where plain values were asked for: it does as well', async () => {
    const here = await plainDeployment({
      events: [
        shipping('ecs.tasks', 7, (world) => ({
          ...OTHER_IMAGE,
          environment: [
            { name: 'ORG_ID', value: 'acme' },
            { name: VARIABLE, value: currentValue(world) },
          ],
        })),
      ],
    })
    expect(ending(await carry(here, '--via', 'task-definition:value'))).toEqual(DONE)
  })
})

describe('the secret has the key already', () => {
  async function halfDone(options: Parameters<typeof plainDeployment>[0] = {}) {
    const here = await plainDeployment({ plain: ['agent', 'orchestrator'], ...options })
    const SecretString = new TextDecoder().decode((await here.host.files.read(NEW_KEY, 1 << 16)).bytes)
    aws(here.world(), 'secretsmanager', 'PutSecretValue', { SecretId: 'axonflow/license-key', SecretString })
    return here
  }

  test('only the revisions are made, and nothing is put', async () => {
    const here = await halfDone()
    expect(ending(await carry(here, ...VIA))).toEqual(DONE)
    expect(here.calls.filter((call) => call.startsWith('secrets.') && /put|move|create/.test(call))).toEqual(
      [],
    )
    expect(running(here.world())).toEqual(['Enterprise', 'Enterprise', 'Enterprise'])
  })

  test('tasks that fail: the revisions go back, the secret stays as it was', async () => {
    const here = await halfDone({ key: { tier: 'Evaluation', days: 10 } })
    Object.assign(here.world().anchors, { enterprise: '0'.repeat(64) })
    const outcome = await carry(here, ...VIA)
    expect(ending(outcome)).toEqual([51, 'rotation.tasks-failed', 'undone'])
    expect(outcome.result.report?.now).toEqual([
      'every task holds the key that it held before; in the secret nothing was taken back',
      'no service uses axonflow-agent:2, axonflow-orchestrator:2, which stay',
    ])
    expect(running(here.world())).toEqual(['Evaluation', 'Evaluation', 'Evaluation'])
    expect(here.calls.filter((call) => call === 'secrets.moveStage')).toEqual([])
  })
})

describe('which key a task holds tells its revision', () => {
  const [promoted, takenBack] = [momentOf(NOON), momentOf(instantAt(NOON + MINUTE))]
  const run = {
    seen: { moving: [{ from: 'old:1' }] },
    memory: { promoted, takenBack, astray: [], registered: new Map([['old:1', 'new:2']]) },
    since: promoted,
    lived: [],
  } as unknown as Run
  const made = (taskDefinition: string, seconds: number) => {
    const created = instantAt(NOON + seconds * SECOND)
    return { taskDefinition, created, started: instantAt(created + SECOND) } as unknown as TaskFacts
  }

  test.each<[string, number, readonly Side[]]>([
    ['old:1', -30, ['old']],
    ['old:1', 30, ['old']],
    ['old:1', 90, ['old']],
    ['new:2', 30, ['new', 'current']],
    ['new:2', 90, ['new', 'current']],
    ['other:1', 90, ['new', 'old', 'current']],
    ['other:1', -30, ['old']],
  ])('%s, made %i s after the move', (revision, seconds, sides) => {
    const all: readonly Side[] = ['new', 'old', 'current']
    expect(all.filter((side) => holds(made(revision, seconds), side, run))).toEqual(sides)
  })
})

test('the secret and the value go by one way at a time', async () => {
  const here = await plainDeployment()
  const { exitCode, error } = await lic(
    here,
    'rotate',
    `file:${NEW_KEY}`,
    '--create',
    '--via',
    'task-definition:value',
  )
  expect([exitCode, error?.code]).toEqual([2, 'usage.option'])
})
