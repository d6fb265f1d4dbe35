import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { run } from '../../src/run.ts'
import { handle } from '../../src/sandbox/world/handle.ts'
import { addOlderVersions } from '../support/older-versions.ts'
import { type Event, NOON, type Sandboxed, sandboxed } from '../support/sandboxed.ts'
import { currentValue, labels, lic, type Outcome, rotate, running, withNewKey } from './lic.ts'

const NEW = ['Enterprise', 'Enterprise', 'Enterprise']
const HEALTH = ['--health-url', 'http://agent/health', '--health-url', 'http://orchestrator/health']
const VARIABLE = 'AXONFLOW_LICENSE_KEY'

const stopAt = (call: string, nth: number): Event => ({
  call,
  nth,
  before: (_world, host) => host.signal('SIGINT'),
})
const BEFORE_THE_MOVE = stopAt('secrets.moveStage', 2)
const WHILE_FOLLOWING = stopAt('ecs.tasks', 5)

interface Resumed {
  readonly line: string
  readonly exitCode: number
  readonly code: string | undefined
  readonly steps: readonly string[]
  readonly warned: readonly string[]
  readonly rung: string | undefined
}

/** The line that a run that stopped prints first, as a shell splits it, on another machine. */
async function goOn(here: Sandboxed, { exitCode, result }: Outcome): Promise<Resumed> {
  expect(exitCode).toBe(54)
  const line = result.report?.next[1] ?? ''
  const words = execFileSync('/bin/sh', ['-c', `printf '%s\\n' ${line}`], { encoding: 'utf8' })
  const host = Object.assign(here.colleague({}), { get: here.host.get })
  await run([...words.trimEnd().split('\n').slice(1), '--yes', '--json'], host)
  const outcome = JSON.parse(host.out()) as Outcome
  const { plan, report } = outcome.result as unknown as {
    readonly plan: { readonly warnings: readonly { readonly code: string }[] }
    readonly report: { readonly proof: { readonly rung: string } } | null
  }
  return {
    line,
    exitCode: outcome.exitCode,
    code: outcome.error?.code,
    steps: outcome.result.plan.steps.map(({ id }) => id),
    warned: plan.warnings.map(({ code }) => code).filter((code) => code.startsWith('rotation.')),
    rung: report?.proof.rung,
  }
}

const inEffect = (here: Sandboxed) => [
  running(here.world()),
  labels(here.world()).filter((one) => /pending|run/.test(one)),
]

describe('the printed line goes on as it was begun', () => {
  test('one service after the other', async () => {
    const here = await withNewKey({ events: [WHILE_FOLLOWING] })
    const { line, exitCode, steps } = await goOn(here, await rotate(here, '--sequential'))
    expect(line).toContain(' --sequential ')
    expect(exitCode).toBe(0)
    expect(steps.filter((id) => id.startsWith('follow')).length).toBeGreaterThan(1)
    expect(inEffect(here)).toEqual([NEW, []])
  })

  test('and the runtime is asked, and must prove the key', async () => {
    const here = await withNewKey({ events: [WHILE_FOLLOWING] })
    const { line, exitCode, rung } = await goOn(here, await rotate(here, ...HEALTH, '--prove', 'health'))
    expect(line).toContain(' --prove health ')
    expect([exitCode, rung]).toEqual([0, 'runtime'])
  })

  test('what was allowed is allowed again, in the words of the reason', async () => {
    const here = await withNewKey({ events: [BEFORE_THE_MOVE], wish: { days: 5 } })
    const why = ['--allow', 'sooner-expiry', '--reason', "it's a $(bridge)"]
    const { line, exitCode, warned } = await goOn(here, await rotate(here, ...why))
    expect(line).toContain(`--allow sooner-expiry --reason 'it'\\''s a $(bridge)'`)
    expect([exitCode, warned]).toEqual([0, ['rotation.sooner-expiry']])
    expect(inEffect(here)).toEqual([NEW, []])
  })

  test('past the move nothing has to be allowed again', async () => {
    const here = await withNewKey({ events: [WHILE_FOLLOWING], wish: { days: 5 } })
    const why = ['--allow', 'sooner-expiry', '--reason', 'a bridge']
    const { line, exitCode } = await goOn(here, await rotate(here, ...why))
    expect(line).not.toContain('--allow')
    expect(exitCode).toBe(0)
  })

  test.each([
    ['before the move', BEFORE_THE_MOVE],
    ['while following', stopAt('ecs.tasks', 7)],
  ])('a field of a JSON document, %s', async (_when, event) => {
    const here = await withNewKey({
      events: [event],
      wiring: {
        value: (key) => `{ "user": "lic",  "license": "${key}" }`,
        container: (_role, arn) => ({ secrets: [{ name: VARIABLE, valueFrom: `${arn}:license::` }] }),
      },
    })
    const document = currentValue(here.world()) ?? ''
    const old = String(JSON.parse(document).license)
    const secret = ['--secret', 'axonflow/license-key#license']
    const { line, exitCode } = await goOn(here, await rotate(here, ...secret))
    expect(line).toContain(` --secret 'axonflow/license-key#license' `)
    expect(exitCode).toBe(0)
    expect(currentValue(here.world())).toBe(document.replace(old, here.key()))
    expect(inEffect(here)).toEqual([NEW, []])
  })

  test.each([
    ['before the move', BEFORE_THE_MOVE],
    ['after the new revision', stopAt('ecs.forceDeployment', 1)],
    ['while following', stopAt('ecs.tasks', 7)],
  ])('a plain value that moves to the secret, %s', async (_when, event) => {
    const here = await plain(event)
    const { line, exitCode, code } = await goOn(here, await rotate(here, '--via', 'task-definition'))
    expect(line).toContain(' --via task-definition ')
    expect([exitCode, code]).toEqual([0, undefined])
    expect(inEffect(here)).toEqual([NEW, []])
    const { body } = handle(here.world(), {
      service: 'ecs',
      action: 'DescribeTaskDefinition',
      body: { taskDefinition: here.world().services[0]?.deployments[0]?.taskDefinition },
    })
    const arn = here.world().secrets[0]?.arn
    expect(JSON.stringify(body)).toContain(JSON.stringify([{ name: VARIABLE, valueFrom: arn }]))
  })
})

/** The agent holds the key as a plain value. */
function plain(event: Event) {
  let old = ''
  return withNewKey({
    events: [event],
    wiring: {
      value: (key) => {
        old = key
        return key
      },
      container: (role, arn) =>
        role === 'agent'
          ? {
              secrets: [],
              environment: [
                { name: 'ORG_ID', value: 'acme' },
                { name: VARIABLE, value: old },
              ],
            }
          : { secrets: [{ name: VARIABLE, valueFrom: arn }] },
    },
  })
}

describe('a way back that stopped needs no consent to be gone on with', () => {
  async function stopped(event: Event) {
    const here = await sandboxed({ events: [event], key: { tier: 'Enterprise', org: 'acme', days: 300 } })
    const text = here.key({ tier: 'Professional', days: 90 })
    const [secret] = here.world().secrets
    if (secret)
      addOlderVersions(secret, [{ labels: ['lic-archive.20261101T090000Z.x.11111111'], text }], NOON)
    return { here, text }
  }
  const BACK = ['Professional', 'Professional', 'Professional']

  test('before the move: what gets worse is said', async () => {
    const { here, text } = await stopped(BEFORE_THE_MOVE)
    const { exitCode, code, warned } = await goOn(here, await lic(here, 'rollback', '--yes'))
    expect([exitCode, code]).toEqual([0, undefined])
    expect(warned).toEqual([
      'rotation.sooner-expiry',
      'rotation.lower-tier',
      'rotation.fewer-limits',
      'rotation.node-peak',
    ])
    expect(currentValue(here.world())).toBe(text)
    expect(inEffect(here)).toEqual([BACK, []])
  })

  test('while following', async () => {
    const { here } = await stopped(WHILE_FOLLOWING)
    expect((await goOn(here, await lic(here, 'rollback', '--yes'))).exitCode).toBe(0)
    expect(inEffect(here)).toEqual([BACK, []])
  })

  test('a worse key that was never archived is refused as ever', async () => {
    const here = await withNewKey({ events: [BEFORE_THE_MOVE], wish: { days: 5 } })
    const begun = await rotate(here, '--allow', 'sooner-expiry', '--reason', 'a bridge')
    expect(begun.exitCode).toBe(54)
    const host = here.colleague({})
    expect(await run(['rotate', '--resume', '--yes', '--json'], host)).toBe(50)
    expect(JSON.parse(host.out()).error.code).toBe('rotation.sooner-expiry')
  })
})
