import { describe, expect, test } from 'vitest'
import { run } from '../../src/run.ts'
import { sampleKey, testAnchors } from '../support/sample-keys.ts'
import { type Event, type Sandboxed, sandboxed } from '../support/sandboxed.ts'
import { labels, NEW_KEY, type Outcome, running } from './lic.ts'

const OLD = ['Professional', 'Professional', 'Professional']
const NEW = ['Enterprise', 'Enterprise', 'Enterprise']
const QUESTION =
  'stop here? [w]ait: go on as planned, [l]eave: stop as it is, unfinished, [u]ndo: take it back now\n'

/** While the rollout is followed for the first time. */
const following = (does: NonNullable<Event['before']>): Event => ({ call: 'ecs.tasks', nth: 5, before: does })
const ctrlC: NonNullable<Event['before']> = (_world, host) => void host.signal('SIGINT')

const onTerminal = (events: readonly Event[], told: object = {}) =>
  sandboxed({
    events,
    told: (key) => ({ files: { [NEW_KEY]: key() }, terminal: true, width: 100, ...told }),
  })

/** Runs on a terminal of which stdout is none, so that lines are plain; the report goes to a file, too. */
async function rotating(here: Sandboxed, ...argv: string[]) {
  const plain = Object.assign(here.host, { stdout: { ...here.host.stdout, terminal: false } })
  const exitCode = await run(
    ['rotate', `file:${NEW_KEY}`, '--yes', '--report-file', 'report.json', ...argv],
    plain,
  )
  const outcome = JSON.parse(here.host.kept.get('report.json') ?? 'null') as Outcome
  expect(outcome.exitCode).toBe(exitCode)
  return { exitCode, code: outcome.error?.code, report: outcome.result.report }
}

const press = (key: string, nth: number): Event => ({
  call: 'ecs.tasks',
  nth,
  before: (_world, host) => {
    if (!host.press(key)) throw new Error('nobody listens for keys')
  },
})

describe('the first Ctrl-C on a terminal asks, and the rollout is followed on', () => {
  test('wait: it goes on to its end', async () => {
    const here = await onTerminal([following(ctrlC), press('w', 9)])
    expect(await rotating(here)).toMatchObject({ exitCode: 0, report: { ending: 'done' } })
    expect(here.host.err()).toContain(QUESTION)
    expect(here.host.err()).toContain('going on\n')
    expect(running(here.world())).toEqual(NEW)
  })

  test('nobody answers: it goes on to its end', async () => {
    const here = await onTerminal([following(ctrlC)])
    expect(await rotating(here)).toMatchObject({ exitCode: 0 })
    expect(here.host.press('l')).toBe(false)
  })

  test('leave: unfinished, and nothing is taken back', async () => {
    const here = await onTerminal([following(ctrlC), press('l', 7)])
    const { exitCode, code, report } = await rotating(here)
    expect([exitCode, code, report?.undo]).toEqual([54, 'rotation.stopped', []])
    expect(labels(here.world())).toContain('AWSCURRENT v2')
    expect(labels(here.world())).toContain('lic-pending v2')
  })

  test('undo: the old key is live again, and it is said that nothing had failed', async () => {
    const here = await onTerminal([following(ctrlC), press('u', 7)])
    const { exitCode, code, report } = await rotating(here)
    expect([exitCode, code, report?.ending]).toEqual([51, 'rotation.undo-asked', 'undone'])
    expect(labels(here.world()).filter((label) => /CURRENT|lic-(run|pending)/.test(label))).toEqual([
      'AWSCURRENT v1',
    ])
    expect(running(here.world())).toEqual(OLD)
  })

  test('keys that mean nothing are no answer', async () => {
    const here = await onTerminal([following(ctrlC), press('x', 7), press('\r', 8), press('W', 9)])
    expect(await rotating(here)).toMatchObject({ exitCode: 0 })
  })

  test('where there is no way back, the question says why, and u is no answer', async () => {
    const here = await onTerminal([following(ctrlC), press('u', 7), press('w', 9)])
    const plain = Object.assign(here.host, { stdout: { ...here.host.stdout, terminal: false } })
    expect(await run(['redeploy', '--yes'], plain)).toBe(0)
    expect(here.host.err()).toContain(
      'stop here? [w]ait: go on as planned, [l]eave: stop as it is, unfinished, and no undo: the key stays as it is; ECS keeps old tasks until new ones run\n',
    )
  })

  test('while it is being taken back: leave is unfinished, and undo is not on offer', async () => {
    const text = sampleKey({ tier: 'Enterprise', org_id: 'acme', expires_at: '20280101' })
    const here = await sandboxed({
      told: { files: { [NEW_KEY]: text }, terminal: true },
      events: [
        { call: 'secrets.moveStage', nth: 4, before: ctrlC },
        {
          call: 'ecs.forceDeployment',
          nth: 3,
          before: (_world, host) => {
            host.press('u')
            host.press('l')
          },
        },
      ],
    })
    const { exitCode, code, report } = await rotating(here, '--public-key', testAnchors.enterprise)
    expect([exitCode, code]).toEqual([54, 'rotation.stopped'])
    expect(report?.undo.map(({ id }) => id)).toEqual(['take-back', 'redeploy-old'])
    expect(here.host.err()).toContain(
      'stop here? [w]ait: go on taking it back, [l]eave: stop as it is, unfinished\n',
    )
  })
})

describe('where nobody can be asked, Ctrl-C and SIGTERM leave', () => {
  test.each([
    ['SIGINT', ['--no-input']],
    ['SIGINT', ['--json']],
    ['SIGTERM', []],
  ] as const)('%s with %j', async (name, argv) => {
    const here = await onTerminal([following((_world, host) => void host.signal(name))])
    expect(await rotating(here, ...argv)).toMatchObject({ exitCode: 54, code: 'rotation.stopped' })
    expect(here.host.err()).not.toContain('[w]ait')
  })

  test('SIGTERM is an answer to the question that Ctrl-C asked', async () => {
    const term = (_world: unknown, host: Sandboxed['host']) => void host.signal('SIGTERM')
    const here = await onTerminal([following(ctrlC), { call: 'ecs.tasks', nth: 7, before: term }])
    expect(await rotating(here)).toMatchObject({ exitCode: 54, code: 'rotation.stopped' })
  })
})

test('in the background Ctrl-C does not ask: a question there stops the process', async () => {
  const here = await onTerminal([following(ctrlC)], { background: true })
  expect(await rotating(here)).toMatchObject({ exitCode: 54, code: 'rotation.stopped' })
  expect(here.host.err()).not.toContain('stop here?')
})

describe('SIGTERM while it is being taken back lets that go on', () => {
  test.each([true, false])('terminal: %s', async (terminal) => {
    const text = sampleKey({ tier: 'Enterprise', org_id: 'acme', expires_at: '20280101' })
    const here = await sandboxed({
      told: { files: { [NEW_KEY]: text }, terminal },
      events: [
        {
          call: 'secrets.moveStage',
          nth: 4,
          before: (_world, host) => void host.signal('SIGTERM'),
        },
      ],
    })
    const { exitCode } = await rotating(here, '--public-key', testAnchors.enterprise)
    expect(exitCode).toBe(51)
    expect(here.host.err()).toContain(
      'what was done is being taken back, and that goes on; a second time leaves',
    )
  })
})

describe('the second time leaves at once', () => {
  test.each([
    ['Ctrl-C twice where nobody is asked', ['--no-input'], [following(ctrlC), following(ctrlC)]],
    ['Ctrl-C at the question', [], [following(ctrlC), press('\u0003', 7)]],
    ['Ctrl-C sent from elsewhere at the question', [], [following(ctrlC), following(ctrlC)]],
    [
      'Ctrl-C after leave',
      [],
      [following(ctrlC), { ...press('l', 7), when: () => true }, { ...following(ctrlC), nth: 7 }],
    ],
  ] as const)('%s', async (_name, argv, events) => {
    const here = await onTerminal(events)
    const { exitCode, code, report } = await rotating(here, ...argv)
    expect([exitCode, code, report?.steps.at(-1)]).toMatchObject([
      54,
      'rotation.left',
      { id: 'follow', status: 'unknown' },
    ])
    expect(here.host.out().split('\n').slice(0, 4)).toEqual([
      expect.stringMatching(/^unfinished: stopped on the way/),
      'error: left at once, in the middle of a step: it may or may not have happened [rotation.left]',
      expect.stringMatching(/^now: AWSCURRENT is on the new version/),
      'next:',
    ])
    expect(here.host.out()).not.toContain('version: ')
  })
})

test('a terminal that goes away changes nothing', async () => {
  const gone = (_world: unknown, host: Sandboxed['host']) => void host.signal('SIGHUP')
  const here = await onTerminal([{ call: '*', before: gone }])
  expect(await rotating(here)).toMatchObject({ exitCode: 0, report: { ending: 'done' } })
})
