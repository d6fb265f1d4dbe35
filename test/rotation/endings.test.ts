import { describe, expect, test } from 'vitest'
import { testAnchors } from '../support/sample-keys.ts'
import { type Event, sandboxed } from '../support/sandboxed.ts'
import { currentValue, labels, lic, NEW_KEY, rotate, running, SECRET, UNBOOTABLE, withNewKey } from './lic.ts'

const OLD = ['Professional', 'Professional', 'Professional']
const NEW = ['Enterprise', 'Enterprise', 'Enterprise']
const UNTOUCHED = ['AWSCURRENT v1']
const WRITES = ['secrets.put', 'secrets.moveStage', 'ecs.forceDeployment']
const writes = (calls: readonly string[]) => calls.filter((call) => WRITES.includes(call))

const withUnbootable = (events: readonly Event[] = [], timings = {}) =>
  sandboxed({
    events,
    timings,
    told: { files: { [NEW_KEY]: UNBOOTABLE } },
  })

const trusting = ['--public-key', testAnchors.enterprise]

describe('done', () => {
  test('the new key is live, every task runs it, and only the archive label stays', async () => {
    const here = await withNewKey()
    const { exitCode, ok, result } = await rotate(here)
    expect([exitCode, ok, result.report?.ending]).toEqual([0, true, 'done'])
    expect(result.report?.steps.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'stage done',
      'lock done',
      'look-again done',
      'archive done',
      'promote done',
      'redeploy done',
      'follow done',
      'prove done',
      'read-again done',
      'finish done',
    ])
    expect(labels(here.world())).toEqual(['AWSCURRENT v2', 'AWSPREVIOUS v1', 'lic-archive v1'])
    expect(running(here.world())).toEqual(NEW)
    expect(currentValue(here.world())).toBe(here.key())
  })

  test('what is stored has no white space around it', async () => {
    const here = await sandboxed({ told: (key) => ({ files: { [NEW_KEY]: ` ${key()} \r\n\n` } }) })
    expect((await rotate(here)).exitCode).toBe(0)
    expect(currentValue(here.world())).toBe(here.key())
  })

  test('a key that is there already is not put again: only tasks are replaced', async () => {
    const here = await sandboxed({
      key: { tier: 'Enterprise', org: 'acme', days: 365 },
      told: (key) => ({ files: { [NEW_KEY]: key() } }),
    })
    const { exitCode, result } = await rotate(here)
    expect(exitCode).toBe(0)
    expect(result.plan.steps.map(({ id }) => id)).not.toContain('promote')
    expect(labels(here.world())).toEqual(UNTOUCHED)
    expect(here.calls).not.toContain('secrets.put')
  })

  test('a key that was put by hand, where tasks are older: they are replaced, and nothing is put', async () => {
    const here = await withNewKey()
    await here.host.sleep(60_000)
    consoleEdit(here.world(), here.key())
    const secret = here.world().secrets.find(({ name }) => name === SECRET)
    Object.assign(secret ?? {}, { changed: here.world().now })
    const { exitCode, result } = await rotate(here)
    expect([exitCode, result.plan.steps.map(({ id }) => id)]).toEqual([
      0,
      ['redeploy', 'follow', 'prove', 'read-again'],
    ])
    expect(running(here.world())).toEqual(NEW)
  })

  test('a redeployment forces each service once: its tasks are surely younger than the look at the key', async () => {
    const here = await withNewKey()
    expect((await lic(here, 'redeploy', '--yes')).exitCode).toBe(0)
    expect(here.calls.filter((call) => call === 'ecs.forceDeployment')).toHaveLength(2)
  })

  test('the version before the one that is replaced keeps a label, too', async () => {
    const here = await withNewKey()
    consoleEdit(here.world(), here.key({ tier: 'Professional', days: 30 }))
    expect((await rotate(here)).exitCode).toBe(0)
    expect(labels(here.world())).toEqual([
      'AWSCURRENT v3',
      'AWSPREVIOUS v2',
      'lic-archive v1',
      'lic-archive v2',
    ])
  })

  test('in a JSON document one field changes, and nothing else by a byte', async () => {
    const here = await withNewKey({
      wiring: {
        value: (key) => `{ "other" : "caf\\u00e9 \u00e9",\n  "license":"${key}" , "n": 1.0 }`,
        container: (_role, arn) => ({
          secrets: [{ name: 'AXONFLOW_LICENSE_KEY', valueFrom: `${arn}:license::` }],
        }),
      },
    })
    const { exitCode } = await rotate(here)
    expect(exitCode).toBe(0)
    expect(currentValue(here.world())).toBe(
      `{ "other" : "caf\\u00e9 \u00e9",\n  "license":"${here.key()}" , "n": 1.0 }`,
    )
    expect(running(here.world())).toEqual(NEW)
  })

  test('both services are begun before either is through', async () => {
    const here = await withNewKey()
    await rotate(here)
    const first = here.calls.indexOf('ecs.forceDeployment')
    expect(here.calls[first + 1] === 'ecs.services' || here.calls[first + 1] === 'ecs.forceDeployment').toBe(
      true,
    )
    const forced = here.calls.flatMap((call, index) => (call === 'ecs.forceDeployment' ? [index] : []))
    const tasks = here.calls.indexOf('ecs.tasks', first)
    expect(forced).toHaveLength(2)
    expect(Math.max(...forced)).toBeLessThan(tasks)
  })
})

describe('refused', () => {
  test.each([
    ['forged', { forged: true }, 'rotation.key-not-usable'],
    ['expired', { days: -30 }, 'rotation.key-not-usable'],
    ["somebody else's", { org: 'globex' }, 'rotation.other-identity'],
    ['sooner to expire', { days: 5 }, 'rotation.sooner-expiry'],
    ['of a lower tier', { tier: 'Evaluation', days: 60 }, 'rotation.lower-tier'],
  ])('a key that is %s: nothing is written', async (_name, wish, code) => {
    const here = await withNewKey({ wish })
    const { exitCode, error, result } = await rotate(here)
    expect([exitCode, error?.code, result.report]).toEqual([50, code, null])
    expect(writes(here.calls)).toEqual([])
    expect(labels(here.world())).toEqual(UNTOUCHED)
  })

  test('a dry run writes nothing, and asks nobody', async () => {
    const here = await withNewKey()
    const { exitCode, result } = await lic(here, 'rotate', `file:${NEW_KEY}`, '--dry-run')
    expect([exitCode, result.report]).toEqual([0, null])
    expect(writes(here.calls)).toEqual([])
  })

  test('without a yes it is not carried out', async () => {
    const here = await withNewKey()
    const { exitCode, error } = await lic(here, 'rotate', `file:${NEW_KEY}`)
    expect([exitCode, error?.code]).toEqual([2, 'rotation.not-approved'])
    expect(writes(here.calls)).toEqual([])
  })

  test('what changed between plan and lock is seen, and the lock released', async () => {
    const here = await withNewKey({
      events: [{ call: 'secrets.moveStage', nth: 1, before: (world) => consoleEdit(world) }],
    })
    const { exitCode, error } = await rotate(here)
    expect([exitCode, error?.code]).toEqual([50, 'rotation.changed'])
    expect(labels(here.world())).toEqual(['AWSCURRENT v3', 'AWSPREVIOUS v1'])
    expect(running(here.world())).toEqual(OLD)
  })

  test('a promotion that is denied leaves everything as it was', async () => {
    const here = await withNewKey({ events: [{ call: 'secrets.moveStage', nth: 3, fails: 'denied' }] })
    const { exitCode, result } = await rotate(here)
    expect([exitCode, result.report?.ending]).toEqual([50, 'refused'])
    expect(labels(here.world())).toEqual(['AWSCURRENT v1', 'lic-archive v1'])
    expect(here.calls).not.toContain('ecs.forceDeployment')
  })
})

describe('undone', () => {
  test('tasks that refuse the key: the old one is live again, and every task holds it', async () => {
    const here = await withUnbootable()
    const { exitCode, error, result } = await rotate(here, ...trusting)
    expect([exitCode, error?.code, result.report?.ending]).toEqual([51, 'rotation.tasks-failed', 'undone'])
    expect(error?.message).toContain('Essential container in task exited (agent: exit code 1)')
    expect(result.report?.undo.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'take-back done',
      'redeploy-old done',
      'follow-old done',
      'mark-failed done',
      'unlock done',
      'release-run done',
    ])
    expect(labels(here.world())).toEqual([
      'AWSCURRENT v1',
      'AWSPREVIOUS v2',
      'lic-archive v1',
      'lic-failed v2',
    ])
    expect(running(here.world())).toEqual(OLD)
  })

  test('redeployments that are denied: no task was touched, so the label alone goes back', async () => {
    const here = await withNewKey({ events: [{ call: 'ecs.forceDeployment', fails: 'denied' }] })
    const { exitCode, result } = await rotate(here)
    expect([exitCode, result.report?.ending]).toEqual([51, 'undone'])
    expect(result.report?.undo.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'take-back done',
      'redeploy-old unchanged',
      'follow-old done',
      'mark-failed done',
      'unlock done',
      'release-run done',
    ])
    expect(running(here.world())).toEqual(OLD)
  })

  test('the runtime says another tier than the key has', async () => {
    const here = await sandboxed({
      told: (key) => ({
        files: { [NEW_KEY]: key() },
        get: async () => ({
          status: 200,
          contentType: 'application/json',
          cut: false,
          body: Buffer.from('{"license_tier":"Community","total_nodes":1}'),
        }),
      }),
    })
    const { exitCode, error } = await rotate(here, '--health-url', 'http://agent/health')
    expect([exitCode, error?.code]).toEqual([51, 'health.differs'])
    expect(running(here.world())).toEqual(OLD)
  })
})

describe('tasks that fail', () => {
  test('one that fails, and is replaced by one that does not, is no reason to go back', async () => {
    const here = await withNewKey({
      events: [
        {
          call: 'ecs.tasks',
          nth: 5,
          before: ({ tasks, now }) => {
            const task = tasks.find(
              ({ status, service }) => status === 'PENDING' && service.includes('agent'),
            )
            if (!task) throw new Error('no task is pending')
            task.due = null
            task.status = 'STOPPED'
            task.desired = 'STOPPED'
            task.stopped = now
            task.stop = { code: 'TaskFailedToStart', reason: 'CannotPullContainerError: try again' }
          },
        },
      ],
    })
    expect((await rotate(here)).exitCode).toBe(0)
    expect(running(here.world())).toEqual(NEW)
  })

  test('too few to give up, but none came good in time: that is a failure, and undone', async () => {
    const here = await withUnbootable([], { retry: 600_000 })
    const { exitCode, error } = await rotate(here, ...trusting, '--timeout', '60s')
    expect([exitCode, error?.code]).toEqual([51, 'rotation.tasks-failed'])
    expect(error?.message).toContain('2 tasks of the new deployment failed')
  })
})

describe('unasked for', () => {
  test('Ctrl-C while going back: it goes on, and the old key is proven', async () => {
    const here = await withUnbootable([
      { call: 'secrets.moveStage', nth: 4, before: (_world, host) => host.signal('SIGINT') },
    ])
    const { exitCode, result } = await rotate(here, ...trusting)
    expect([exitCode, result.report?.ending]).toEqual([51, 'undone'])
    expect(running(here.world())).toEqual(OLD)
  })

  test.each([4, 5])('tidying up is denied (move %i): what is proven is not taken back', async (nth) => {
    const here = await withNewKey({ events: [{ call: 'secrets.moveStage', nth, fails: 'denied' }] })
    const { exitCode, result } = await rotate(here)
    expect([exitCode, result.report?.ending, result.report?.undo]).toEqual([54, 'unfinished', []])
    expect(labels(here.world())).toContain('AWSCURRENT v2')
    expect(running(here.world())).toEqual(NEW)
  })
})

describe('stranded', () => {
  test('the label is back, the services are not: both are said', async () => {
    const here = await withUnbootable([
      { call: 'ecs.forceDeployment', when: () => undoing(), fails: 'denied' },
    ])
    const undoing = () => here.calls.filter((call) => call === 'secrets.moveStage').length > 3
    const { exitCode, result } = await rotate(here, ...trusting)
    expect([exitCode, result.report?.ending]).toEqual([52, 'stranded'])
    expect(result.report?.now.join()).toContain('AWSCURRENT is back on the old version')
    expect(result.report?.next.join('\n')).not.toContain('--version-stage AWSCURRENT')
  })

  test('an undo that fails says so, and how to finish by hand', async () => {
    const here = await withUnbootable([{ call: 'secrets.moveStage', nth: 4, fails: 'denied' }])
    const { exitCode, result } = await rotate(here, ...trusting)
    expect([exitCode, result.report?.ending]).toEqual([52, 'stranded'])
    expect(labels(here.world())).toEqual([
      'AWSCURRENT v2',
      'AWSPREVIOUS v1',
      'lic-archive v1',
      'lic-pending v2',
      'lic-run v2',
    ])
    expect(result.report?.next.join('\n')).toMatch(
      /--version-stage AWSCURRENT --move-to-version-id \S+ --remove-from-version-id/,
    )
  })
})

function consoleEdit(world: Parameters<NonNullable<Event['before']>>[0], value = 'AXON-by-hand'): void {
  const secret = world.secrets.find(({ name }) => name === SECRET)
  if (!secret) throw new Error('no secret')
  const id = `c0ffee${'0'.repeat(26)}`
  const before = secret.labels.get('AWSCURRENT') ?? ''
  secret.versions.push({ id, created: world.now, content: { kind: 'string', text: value }, accessed: null })
  secret.labels.set('AWSPREVIOUS', before)
  secret.labels.set('AWSCURRENT', id)
}

describe('overtaken', () => {
  test('somebody holds the lock: said since when, and our label is gone', async () => {
    const here = await withNewKey({
      events: [
        {
          call: 'secrets.moveStage',
          nth: 1,
          before: (world) => {
            const secret = world.secrets.find(({ name }) => name === SECRET)
            const version = secret?.labels.get('AWSCURRENT') ?? ''
            secret?.labels.set('lic-pending', version)
            secret?.labels.set('lic-run.20261123T115500Z.00000000.11111111', version)
          },
        },
      ],
    })
    const { exitCode, error } = await rotate(here)
    expect([exitCode, error?.code]).toEqual([53, 'rotation.locked'])
    expect(error?.message).toContain('2026-11-23T11:55:00Z')
    expect(labels(here.world())).toEqual(['AWSCURRENT v1', 'lic-pending v1', 'lic-run v1'])
    expect(here.calls).not.toContain('ecs.forceDeployment')
  })

  test('a lock that is seen while planning', async () => {
    const here = await withNewKey()
    const secret = here.world().secrets.find(({ name }) => name === SECRET)
    secret?.labels.set('lic-pending', secret.labels.get('AWSCURRENT') ?? '')
    const { exitCode, error } = await rotate(here)
    expect([exitCode, error?.code]).toEqual([53, 'secret.in-flight'])
    expect(writes(here.calls)).toEqual([])
  })

  test('a lock that is seen while planning weighs more than what else is wrong', async () => {
    const here = await withNewKey({ wish: { days: 5 } })
    const secret = here.world().secrets.find(({ name }) => name === SECRET)
    secret?.labels.set('lic-pending', secret.labels.get('AWSCURRENT') ?? '')
    const { exitCode, error } = await rotate(here)
    expect([exitCode, error?.code]).toEqual([53, 'secret.in-flight'])
  })

  test('a console edit while following: nothing more is touched but our own labels', async () => {
    const here = await withNewKey({
      events: [
        { call: 'ecs.tasks', nth: 5, before: (world) => consoleEdit(world, here.key({ tier: 'Plus' })) },
      ],
    })
    const { exitCode, error, result } = await rotate(here)
    expect([exitCode, error?.code, result.report?.ending]).toEqual([53, 'rotation.overtaken', 'overtaken'])
    expect(labels(here.world())).toEqual(['AWSCURRENT v3', 'AWSPREVIOUS v2', 'lic-archive v1'])
    expect(here.calls.filter((call) => call === 'ecs.forceDeployment')).toHaveLength(2)
  })
})

describe('unfinished', () => {
  test('time runs out without a failed task', async () => {
    const here = await withNewKey({ timings: { boot: 600_000 } })
    const { exitCode, error, result } = await rotate(here, '--timeout', '90s')
    expect([exitCode, error?.code]).toEqual([54, 'rotation.timeout'])
    expect(labels(here.world())).toContain('lic-pending v2')
    expect(result.report?.next.length).toBeGreaterThan(4)
  })

  test.each([
    ['SIGINT', 130, 'rotation.interrupted'],
    ['SIGTERM', 143, 'rotation.terminated'],
  ] as const)('%s before anything is written', async (signal, code, name) => {
    const here = await withNewKey()
    const onSignal = (listen: (name: typeof signal) => void) => {
      listen(signal)
      return () => {}
    }
    Object.assign(here.host, { onSignal })
    const { exitCode, error } = await rotate(here)
    expect([exitCode, error?.code]).toEqual([code, name])
    expect(writes(here.calls)).toEqual([])
    expect(labels(here.world())).toEqual(UNTOUCHED)
  })

  test('Ctrl-C while following', async () => {
    const here = await withNewKey({
      events: [{ call: 'ecs.tasks', nth: 6, before: (_world, host) => host.signal('SIGINT') }],
    })
    const { exitCode, error, result } = await rotate(here)
    expect([exitCode, error?.code, result.report?.ending]).toEqual([54, 'rotation.stopped', 'unfinished'])
    expect(labels(here.world())).toContain('lic-pending v2')
    expect(result.report?.undo).toEqual([])
  })
})

describe('answers that do not arrive', () => {
  const cases: readonly [string, Event][] = [
    ['put, done all the same', { call: 'secrets.put', nth: 1, fails: 'lost' }],
    ['put, not done', { call: 'secrets.put', nth: 1, fails: 'dropped' }],
    ['lock, done', { call: 'secrets.moveStage', nth: 1, fails: 'lost' }],
    ['lock, not done', { call: 'secrets.moveStage', nth: 1, fails: 'dropped' }],
    ['archive label, done', { call: 'secrets.moveStage', nth: 2, fails: 'lost' }],
    ['promotion, done', { call: 'secrets.moveStage', nth: 3, fails: 'lost' }],
    ['promotion, not done', { call: 'secrets.moveStage', nth: 3, fails: 'dropped' }],
    ['UpdateService, done', { call: 'ecs.forceDeployment', nth: 1, fails: 'lost' }],
    ['UpdateService, not done', { call: 'ecs.forceDeployment', nth: 2, fails: 'dropped' }],
    ['taking the lock off, done', { call: 'secrets.moveStage', nth: 4, fails: 'lost' }],
    ['reads that are throttled', { call: 'ecs.services', nth: 5, fails: 'throttled' }],
    ['reads that get no answer', { call: 'secrets.describe', nth: 3, fails: 'dropped' }],
  ]
  test.each(cases)('%s: the end is the same', async (_name, event) => {
    const here = await withNewKey({ events: [event] })
    const { exitCode, result } = await rotate(here)
    expect([exitCode, result.report?.ending]).toEqual([0, 'done'])
    expect(labels(here.world())).toEqual(['AWSCURRENT v2', 'AWSPREVIOUS v1', 'lic-archive v1'])
    expect(running(here.world())).toEqual(NEW)
  })

  test('a deployment that was made but not answered is adopted, not made twice', async () => {
    const here = await withNewKey({ events: [{ call: 'ecs.forceDeployment', nth: 1, fails: 'lost' }] })
    await rotate(here)
    expect(here.calls.filter((call) => call === 'ecs.forceDeployment')).toHaveLength(2)
  })

  test('AWS gone silent after the promotion: nothing is claimed', async () => {
    const silent = { after: false }
    const gone = (call: string): Event => ({ call, when: () => silent.after, fails: 'dropped' })
    const here = await withNewKey({
      events: [
        { call: 'ecs.forceDeployment', nth: 2, before: () => Object.assign(silent, { after: true }) },
        ...['secrets.describe', 'ecs.services', 'ecs.tasks', 'secrets.moveStage'].map(gone),
      ],
    })
    const { exitCode, error, result } = await rotate(here, '--timeout', '60s')
    expect([exitCode, error?.code, result.report?.ending]).toEqual([54, 'rotation.cannot-read', 'unfinished'])
    expect(result.report?.now.join()).toContain('AWSCURRENT is on the new version')
  })
})
