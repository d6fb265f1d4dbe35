import { describe, expect, test } from 'vitest'
import { instantAt, after as later, MINUTE, SECOND } from '../../src/model/instant.ts'
import { run } from '../../src/run.ts'
import { advance } from '../../src/sandbox/world/advance.ts'
import { type AwsService, handle } from '../../src/sandbox/world/handle.ts'
import type { World } from '../../src/sandbox/world/world.ts'
import { prunable } from '../../src/targets/aws/labels.ts'
import { livedLabel, livedOn, outlived, readThen } from '../../src/targets/aws/lived.ts'
import { testAnchors } from '../support/sample-keys.ts'
import { NOON, type Sandboxed, sandboxed } from '../support/sandboxed.ts'
import { labels, NEW_KEY, type Outcome, rotate, running, SECRET, UNBOOTABLE, withNewKey } from './lic.ts'

/** Old tasks take their time to go, as they do. */
const SLOW = { stop: 30 * SECOND }
const AGENT = 'axonflow-agent-service'
const ORCHESTRATOR = 'axonflow-orchestrator-service'

const call = (world: World, service: AwsService, action: string, body: object): void => {
  const { status } = handle(world, { service, action, body })
  if (status !== 200) throw new Error(action)
}

const labelsOf = (world: World) => world.secrets.find(({ name }) => name === SECRET)?.labels

/** By hand: AWSCURRENT to where AWSPREVIOUS is. */
const swap = (world: World): void =>
  call(world, 'secretsmanager', 'UpdateSecretVersionStage', {
    SecretId: SECRET,
    VersionStage: 'AWSCURRENT',
    RemoveFromVersionId: labelsOf(world)?.get('AWSCURRENT'),
    MoveToVersionId: labelsOf(world)?.get('AWSPREVIOUS'),
  })

const aMinute = (world: World): void => advance(world, later(world.now, MINUTE))

/** All that it does after its plan. */
const does = ({ result }: Outcome): readonly string[] => result.plan.steps.map(({ id }) => id)

/** Somebody brings the same key, on another machine, when that many milliseconds have passed. */
async function again(here: Sandboxed, later: number, ...argv: string[]): Promise<Outcome> {
  await here.host.sleep(later)
  const colleague = here.colleague({ [NEW_KEY]: here.key() })
  await run(['rotate', `file:${NEW_KEY}`, '--yes', '--json', ...argv], colleague)
  return JSON.parse(colleague.out()) as Outcome
}

describe('the same key a while later', () => {
  test('a label tells since when it is live: no task is restarted', async () => {
    const here = await withNewKey({ timings: SLOW })
    const { result } = await rotate(here)
    const finish = result.report?.steps.find(({ id }) => id === 'finish')
    const label = [...(labelsOf(here.world()) ?? [])].find(([name]) => name.startsWith('lic-lived.'))
    expect(label?.[0]).toMatch(/^lic-lived\.20261123T1200\d\dZ\.20261123T1200\d\dZ$/)
    expect(label?.[1]).toBe(labelsOf(here.world())?.get('AWSCURRENT'))
    expect(finish?.evidence?.[0]).toEqual({ label: 'label', value: `${label?.[0]} on version ${label?.[1]}` })
    const tasks = here.world().tasks.map(({ id }) => id)
    const second = await again(here, 10 * SECOND)
    expect([second.exitCode, does(second)]).toEqual([0, ['prove', 'read-again']])
    expect(here.world().tasks.map(({ id }) => id)).toEqual(tasks)
  })

  test('tasks that came while another key was live are restarted, and no others', async () => {
    const here = await withNewKey({ timings: SLOW })
    await rotate(here)
    const world = here.world()
    swap(world)
    const task = world.tasks.find(({ service, desired }) => service === AGENT && desired === 'RUNNING')
    call(world, 'ecs', 'StopTask', { cluster: task?.cluster, task: task?.id })
    aMinute(world)
    swap(world)
    expect(running(world)).toEqual(['Enterprise', 'Enterprise', 'Professional'])
    const others = world.tasks.filter(({ service }) => service === ORCHESTRATOR).map(({ id }) => id)
    const second = await again(here, 3 * MINUTE)
    expect([second.exitCode, does(second)]).toEqual([0, ['redeploy', 'follow', 'prove', 'read-again']])
    expect(running(here.world())).toEqual(['Enterprise', 'Enterprise', 'Enterprise'])
    const now = here.world().tasks.filter(({ service }) => service === ORCHESTRATOR)
    expect(now.map(({ id }) => id)).toEqual(others)
  })

  test('a service that was not named then is restarted: its tasks are older than the key', async () => {
    const here = await withNewKey({ timings: SLOW })
    await rotate(here, '--service', AGENT)
    const second = await again(here, 10 * SECOND, '--service', AGENT, '--service', ORCHESTRATOR)
    expect([second.exitCode, does(second)]).toEqual([0, ['redeploy', 'follow', 'prove', 'read-again']])
    expect(second.result.report?.steps[0]?.evidence?.map(({ label }) => label)).toEqual([ORCHESTRATOR])
    expect(running(here.world())).toEqual(['Enterprise', 'Enterprise', 'Enterprise'])
  })

  test('so soon that tasks may have been listed before the last change: all are restarted', async () => {
    const here = await withNewKey({ timings: SLOW })
    await rotate(here)
    const second = await again(here, 0)
    expect(does(second)).toEqual(['redeploy', 'follow', 'prove', 'read-again'])
  })

  test('lic redeploy restarts them all the same', async () => {
    const here = await withNewKey({ timings: SLOW })
    await rotate(here)
    await here.host.sleep(10 * SECOND)
    const colleague = here.colleague({})
    await run(['redeploy', '--yes', '--json'], colleague)
    expect(does(JSON.parse(colleague.out()) as Outcome)).toEqual([
      'redeploy',
      'follow',
      'prove',
      'read-again',
    ])
  })

  test('a rotation that is taken back tells nothing of the kind', async () => {
    const here = await sandboxed({ timings: SLOW, told: { files: { [NEW_KEY]: UNBOOTABLE } } })
    expect((await rotate(here, '--public-key', testAnchors.enterprise)).exitCode).toBe(51)
    expect(labels(here.world())).toEqual([
      'AWSCURRENT v1',
      'AWSPREVIOUS v2',
      'lic-archive v1',
      'lic-failed v2',
    ])
  })
})

const at = (seconds: number) => instantAt(NOON + seconds * SECOND)

describe('the label', () => {
  test('is narrowed to whole seconds, and read again', () => {
    const label = livedLabel({ from: later(at(1), 1), until: later(at(9), 999) })
    expect(label).toBe('lic-lived.20261123T120002Z.20261123T120009Z')
    expect(livedOn(['AWSCURRENT', label ?? ''])).toEqual([{ from: at(2), until: at(9) }])
  })

  test('is none where nothing is left of the time', () => {
    expect(livedLabel({ from: at(9), until: at(9) })).toBeNull()
    expect(livedLabel({ from: later(at(8), 1), until: later(at(9), 999) })).toBeNull()
  })

  test('tells nothing where somebody has written something else', () => {
    expect(livedOn(['lic-lived.', 'lic-lived.a.b', 'lic-lived.20261123T120002Z', 'lic-live.x'])).toEqual([])
  })

  test('counts for tasks that were made and started then', () => {
    const then = { from: at(2), until: at(9) }
    const tasks = [
      [at(2), later(at(8), 999)],
      [later(at(1), 999), at(5)],
      [at(2), at(9)],
      [at(2), null],
      [null, at(5)],
    ] as const
    expect(tasks.map(([created, started]) => readThen({ created, started }, then))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ])
  })

  test('goes before any archive where labels are short, but on the live version', () => {
    const stages = {
      live: ['AWSCURRENT', 'lic-lived.20261123T120002Z.20261123T120009Z'],
      before: ['lic-archive.20261101T000000Z.f.before', 'lic-lived.20261001T120002Z.20261001T120009Z'],
    }
    const spare = outlived(stages)
    expect(spare).toEqual([{ label: 'lic-lived.20261001T120002Z.20261001T120009Z', version: 'before' }])
    expect(prunable(stages, 17, spare)).toEqual(spare)
    expect(prunable(stages, 18, spare)?.map(({ label }) => label)).toEqual([
      'lic-lived.20261001T120002Z.20261001T120009Z',
      'lic-archive.20261101T000000Z.f.before',
    ])
  })
})
