import { describe, expect, test } from 'vitest'
import { PAGES_A_SEARCH } from '../../src/host/aws/logs.ts'
import { instantAt, MINUTE } from '../../src/model/instant.ts'
import { run } from '../../src/run.ts'
import type { Task } from '../../src/sandbox/world/ecs/nouns.ts'
import type { Spell } from '../../src/sandbox/world/weather/spells.ts'
import { readLogs } from '../../src/targets/aws/read-log.ts'
import { traces } from '../hard/every-verb.ts'
import { LICENSE_TOKEN } from '../support/sample-keys.ts'
import { type Sandboxed, sandboxed } from '../support/sandboxed.ts'

interface Finding {
  readonly code: string
  readonly severity: string
  readonly message: string
  readonly hints: readonly string[]
}

/** What `lic doctor --json` says of the log. */
async function log(told: Sandboxed, ...more: readonly string[]) {
  const before = told.host.out().length
  const words = ['doctor', '--cluster', 'axonflow-cluster', '--service', 'axonflow-agent-service']
  const code = await run([...words, '--json', ...more], told.host)
  const { result } = JSON.parse(told.host.out().slice(before))
  const check = result.checks.find((one: { check: string }) => one.check === 'log')
  return {
    code,
    cause: result.cause?.code ?? null,
    state: check.state as string,
    message: check.message as string,
    findings: check.findings as readonly Finding[],
    access: check.access as readonly string[],
    searches: told.calls.filter((call) => call === 'logs.find').length,
    pages: told.actions.filter((action) => action === 'logs:FilterLogEvents').length,
  }
}

/** So many minutes before now. */
const ago = (told: Sandboxed, minutes: number) => instantAt(told.host.now() - minutes * MINUTE)

type Options = NonNullable<Parameters<typeof sandboxed>[0]>

/** The documents' deployment, an hour old, its key in place before its tasks started. */
async function running(options: Options = {}): Promise<Sandboxed> {
  const told = await sandboxed({ key: { days: 300 }, ...options })
  for (const secret of told.world().secrets) secret.changed = ago(told, 60)
  return told
}

const agents = (told: Sandboxed): readonly Task[] =>
  told.world().tasks.filter(({ service }) => service === 'axonflow-agent-service')

function says(told: Sandboxed, text: string, task = agents(told)[0]): Task {
  if (task === undefined) throw new Error('no task runs')
  task.log.push({ at: told.world().now, container: 'agent', text })
  return task
}

/** A task that refused its key, some minutes ago. */
function fails(told: Sandboxed, task: Task | undefined, minutes: number, text: string | null): Task {
  if (task === undefined) throw new Error('no task runs')
  const at = ago(told, minutes)
  Object.assign(task, {
    created: ago(told, minutes + 1),
    started: at,
    stopped: at,
    status: 'STOPPED',
    desired: 'STOPPED',
    due: null,
    stop: { code: 'EssentialContainerExited', reason: 'Essential container in task exited' },
  })
  task.exitCodes.set('agent', 1)
  task.log = text === null ? [] : [{ at, container: 'agent', text }]
  return task
}

const REFUSED = 'License validation failed: signature'

describe('which log is read', () => {
  test('nothing but the words of tasks is asked for, one search a container', async () => {
    const { state, message, searches, pages, code } = await log(await running())
    expect({ state, message, searches, pages, code }).toEqual({
      state: 'ok',
      message:
        'service axonflow-agent-service, container agent: the task that was read did not say "License validation failed"',
      searches: 1,
      pages: 1,
      code: 0,
    })
  })

  test('that of a task that failed before that of one that runs, the newest failure first', async () => {
    const told = await running()
    const [first, second] = agents(told)
    fails(told, first, 20, `${REFUSED} old`)
    const newest = fails(told, second, 10, `${REFUSED} new`)
    const { findings, searches } = await log(told)
    expect(findings.map(({ message }) => message)).toEqual([
      `service axonflow-agent-service: task ${newest.id} said at 2026-11-23T11:50:00Z: ${REFUSED} new`,
    ])
    expect(searches).toBe(1)
  })

  test('where the newest failure said nothing, the one before it', async () => {
    const told = await running()
    const [first, second] = agents(told)
    const older = fails(told, first, 20, REFUSED)
    fails(told, second, 10, null)
    const { findings, searches } = await log(told)
    expect(findings[0]?.message).toContain(`task ${older.id} said at 2026-11-23T11:40:00Z`)
    expect(searches).toBe(2)
  })

  test('of several lines of a task the last', async () => {
    const told = await running()
    says(told, `${REFUSED} one`)
    says(told, `${REFUSED} two`)
    expect((await log(told)).findings[0]?.message).toMatch(/: License validation failed: signature two$/)
  })

  test('what a task says long after its start is no matter of its start', async () => {
    const told = await running()
    says(told, REFUSED)
    for (const [minutes, state] of [
      [11, 'ok'],
      [9, 'attention'],
    ] as const) {
      for (const task of agents(told))
        Object.assign(task, { created: ago(told, 12), started: ago(told, minutes) })
      expect([minutes, (await log(told)).state]).toEqual([minutes, state])
    }
  })
})

describe('what it means', () => {
  test('a refusal is a fault and the cause, until a task has come up after it', async () => {
    const told = await running()
    const [first, second] = agents(told)
    fails(told, first, 20, REFUSED)
    if (second) second.started = ago(told, 30)
    const before = await log(told)
    expect([before.state, before.cause, before.code]).toEqual(['failed', 'doctor.refused-in-log', 22])
    if (second) second.started = ago(told, 1)
    const later = await log(told)
    expect([later.state, later.findings[0]?.severity, later.code]).toEqual(['attention', 'warning', 22])
  })

  test('what mends it, and what shows all of it', async () => {
    const told = await running()
    const { id } = fails(told, agents(told)[0], 20, REFUSED)
    expect((await log(told)).findings[0]?.hints).toEqual([
      'mend what it names, then start the tasks again: lic redeploy --secret axonflow/license-key --cluster axonflow-cluster --service axonflow-agent-service',
      `all that it said: aws logs get-log-events --log-group-name /ecs/axonflow-agent --log-stream-name agent/agent/${id} --region us-east-1`,
    ])
  })

  test('no key that stands in it, in no form of the answer, and in no bundle', async () => {
    const told = await running()
    const live = told.world().secrets[0]?.versions[0]?.content
    const keys = [live?.kind === 'string' ? live.text : '', told.key({ days: 9 }), LICENSE_TOKEN]
    says(told, `${REFUSED} of ${keys.join(', ')} (${keys[0]?.slice(-70)})`)
    const words = ['doctor', '--cluster', 'axonflow-cluster', '--debug']
    for (const more of [[], ['--json'], ['--bundle', 'support.json', '--yes']])
      await run([...words, ...more], told.host)
    const bundle = told.host.kept.get('support.json') ?? ''
    for (const text of [told.host.out(), told.host.err(), bundle]) expect(traces(text, keys)).toEqual([])
    for (const text of [told.host.out(), bundle])
      expect(text).toContain(`${REFUSED} of [key], [key], [key] ([key])`)
  })

  test('of a product whose line is not published no log is read', async () => {
    const told = await running()
    const { state, message, searches, access } = await log(told, '--product', 'terragnos')
    expect([state, message, searches, access]).toEqual([
      'not-checked',
      'what Terragnos writes to its log of a license it refuses is not published',
      0,
      [
        'look into the log: aws logs filter-log-events --log-group-name /ecs/axonflow-agent --region us-east-1',
      ],
    ])
  })

  test.each([
    ['[license] Loaded from env: status=active, days_remaining=365', 'ok'],
    ['[license] Loaded from env: status=locked, days_remaining=0', 'attention'],
    ['[license] Loaded from env: status=invalid', 'attention'],
    ['License validation failed: signature', 'ok'],
  ])('AtlasAI says %s', async (line, state) => {
    const told = await running()
    says(told, line)
    expect((await log(told, '--product', 'atlasai')).state).toBe(state)
  })

  test('what says a status that is no refusal is not said to have kept silent', async () => {
    const told = await running()
    says(told, '[license] Loaded from env: status=active')
    expect((await log(told, '--product', 'atlasai')).message).toContain(
      'the task that was read did not say "[license] Loaded" with a status other than active',
    )
  })

  test('a refusal after more of what is none than a page holds, or in one event with it, is found', async () => {
    const told = await running()
    for (let nth = 0; nth < 25; nth++) says(told, '[license] Loaded: status=active')
    says(
      told,
      '[license] Loaded: status=expired\n[license] Loaded: status=locked\n[license] Loaded: status=active\nbye',
    )
    const { state, findings } = await log(told, '--product', 'atlasai')
    expect(state).toBe('attention')
    expect(findings[0]?.message).toMatch(/said at [^ ]+: \[license\] Loaded: status=locked$/)
  })
})

describe('what cannot be read', () => {
  const meeting = (does: 'denied' | 'throttled' | 'failing' | 'dropped' | 'garbled' | 'expired') =>
    running({ weather: [{ call: 'logs:FilterLogEvents', does } as Spell] })

  test.each([
    ['denied', 'AWS denies logs:FilterLogEvents on /ecs/axonflow-agent', 32],
    ['throttled', 'AWS throttles logs:FilterLogEvents', 31],
    ['failing', 'logs:FilterLogEvents failed on /ecs/axonflow-agent: ServiceUnavailableException', 31],
    ['dropped', 'AWS did not answer logs:FilterLogEvents', 31],
    ['garbled', 'what answered logs:FilterLogEvents is not AWS, or was cut short', 31],
    ['expired', 'the AWS credentials have expired', 32],
  ] as const)('%s: not checked, never all right', async (does, message, code) => {
    const read = await log(await meeting(does))
    expect([read.state, read.message, read.code]).toEqual(['not-checked', message, code])
    expect(read.findings[0]?.hints.at(-1)).toBe(
      `look into the log: aws logs filter-log-events --log-group-name /ecs/axonflow-agent --filter-pattern '"License validation failed"' --region us-east-1`,
    )
  })

  test('denied: what would let it be read, to the letter', async () => {
    expect((await log(await meeting('denied'))).findings[0]?.hints[0]).toBe(
      'add to the policy of arn:aws:iam::123456789012:user/sandbox-operator: {"Effect":"Allow","Action":"logs:FilterLogEvents","Resource":"arn:aws:logs:us-east-1:123456789012:log-group:/ecs/axonflow-agent:*"}',
    )
  })

  test('a group that is gone', async () => {
    const told = await running()
    for (const one of told.world().taskDefinitions)
      for (const container of one.containers) Object.assign(container, { logs: null })
    const { state, message, code } = await log(told)
    expect([state, message, code]).toEqual([
      'not-checked',
      'logs:FilterLogEvents does not find /ecs/axonflow-agent in us-east-1',
      22,
    ])
  })

  test('a stream that is gone is passed over', async () => {
    const told = await running()
    const [first, second] = agents(told)
    fails(told, first, 10, null).started = null
    says(told, REFUSED, second)
    const { state, searches } = await log(told)
    expect([state, searches]).toEqual(['attention', 2])
  })

  test('where all streams are gone, it says so', async () => {
    const told = await running()
    for (const task of agents(told)) fails(told, task, 10, null).started = null
    const { state, message } = await log(told)
    expect([state, message]).toEqual([
      'not-checked',
      'service axonflow-agent-service, container agent: there is no stream of its tasks in /ecs/axonflow-agent',
    ])
  })

  test('a log in a Region that is none', async () => {
    const container = (_role: string, arn: string) => ({
      secrets: [{ name: 'AXONFLOW_LICENSE_KEY', valueFrom: arn }],
      logConfiguration: {
        logDriver: 'awslogs',
        options: {
          'awslogs-group': '/ecs/axonflow-agent',
          'awslogs-region': 'evil.example/',
          'awslogs-stream-prefix': 'agent',
        },
      },
    })
    const told = await running({ wiring: { container } })
    const { state, message, pages } = await log(told)
    expect([state, message, pages]).toEqual([
      'not-checked',
      'evil.example/ is not the name of an AWS Region',
      0,
    ])
  })
})

describe('how much is read', () => {
  test('empty pages are read on, and what stands after them is found', async () => {
    const told = await running({ switches: { emptyLogPages: PAGES_A_SEARCH - 1 } })
    says(told, REFUSED)
    const { state, pages } = await log(told)
    expect([state, pages]).toEqual(['attention', PAGES_A_SEARCH])
  })

  test('but not for ever: what was not read is not all right', async () => {
    const told = await running({ switches: { emptyLogPages: 1000 } })
    const { state, message, pages } = await log(told)
    expect([state, message, pages]).toEqual([
      'not-checked',
      'service axonflow-agent-service, container agent: the task that was read did not say "License validation failed", but not all was read: it took too long',
      PAGES_A_SEARCH,
    ])
  })

  test('nor for longer than somebody waits', async () => {
    const told = await running({ weather: [{ call: 'logs:FilterLogEvents', does: 'slow', by: 21_000 }] })
    const [first, second] = agents(told)
    fails(told, first, 20, null)
    fails(told, second, 10, null)
    const { state, searches } = await log(told)
    expect([state, searches]).toEqual(['not-checked', 1])
  })

  test('so many searches in all, over however many services', async () => {
    const task = { arn: 'a/1', lastStatus: 'RUNNING', containers: [], started: null, created: null }
    const logs = { driver: 'awslogs', options: { 'awslogs-group': 'g', 'awslogs-stream-prefix': 'p' } }
    const container = { name: 'c', secrets: [], environment: [], logs }
    const services = Array.from({ length: 30 }, (_, nth) => ({
      service: { name: `s${nth}` },
      definition: { seen: { containers: [container] } },
      tasks: { seen: [task] },
    }))
    let searches = 0
    const find = async () => {
      searches++
      return { events: [], whole: true }
    }
    const sought = { variables: [], phrase: 'x', refuses: () => true }
    const readings = await readLogs(services as never, sought, { logs: { find } } as never, () =>
      instantAt(0),
    )
    expect(searches).toBe(24)
    expect(readings.map((one) => one.is === 'silent' && one.whole)).toEqual([
      ...Array(24).fill(true),
      ...Array(6).fill(false),
    ])
  })

  test('three failures and one that runs, however many there are', async () => {
    const told = await running()
    const [first] = agents(told)
    for (let nth = 0; nth < 9; nth++) {
      const copy: Task = {
        ...structuredClone(first),
        id: `${nth}`.repeat(32),
        arn: `${first?.arn}${nth}`,
      } as Task
      told.world().tasks.push(fails(told, copy, 5 + nth, 'hello'))
    }
    expect((await log(told)).searches).toBe(4)
  })
})
