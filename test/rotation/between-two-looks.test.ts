import { describe, expect, test } from 'vitest'
import { after, MINUTE } from '../../src/model/instant.ts'
import { advance } from '../../src/sandbox/world/advance.ts'
import { type AwsService, handle } from '../../src/sandbox/world/handle.ts'
import type { World } from '../../src/sandbox/world/world.ts'
import { sampleKey, testAnchors } from '../support/sample-keys.ts'
import { type Event, sandboxed } from '../support/sandboxed.ts'
import { labels, NEW_KEY, rotate, running, SECRET, withNewKey } from './lic.ts'

const call = (world: World, service: AwsService, action: string, body: object): void => {
  const { status } = handle(world, { service, action, body })
  if (status !== 200) throw new Error(action)
}

const edit = (world: World, value: string): void =>
  call(world, 'secretsmanager', 'PutSecretValue', { SecretId: SECRET, SecretString: value })

const secretOf = (world: World) => world.secrets.find(({ name }) => name === SECRET)

const move = (world: World, from: string | undefined, to: string | undefined): void =>
  call(world, 'secretsmanager', 'UpdateSecretVersionStage', {
    SecretId: SECRET,
    VersionStage: 'AWSCURRENT',
    RemoveFromVersionId: from,
    MoveToVersionId: to,
  })

/** By hand: AWSCURRENT to where AWSPREVIOUS is. */
const swap = (world: World): void => {
  const holders = secretOf(world)?.labels
  move(world, holders?.get('AWSCURRENT'), holders?.get('AWSPREVIOUS'))
}

const aMinute = (world: World): void => advance(world, after(world.now, MINUTE))

/** A key that lic is told to trust, and the runtimes are not: its tasks refuse to start. */
const UNBOOTABLE = sampleKey({
  tier: 'Enterprise',
  org_id: 'acme',
  deployment_id: 'acme',
  expires_at: '20280101',
})

describe('somebody edits the secret between two looks', () => {
  test('while the plan is made: nothing is promoted, for the key before would have no label left', async () => {
    const here = await withNewKey({
      events: [{ call: 'secrets.get', nth: 1, before: (world) => edit(world, here.key({ days: 200 })) }],
    })
    const { exitCode, error, result } = await rotate(here)
    expect([exitCode, error?.code, result.report?.ending]).toEqual([50, 'rotation.changed', 'refused'])
    expect(error?.message).toBe('AWSPREVIOUS has moved since the plan was made')
    expect(labels(here.world())).toEqual(['AWSCURRENT v2', 'AWSPREVIOUS v1'])
  })

  test('at the end of the way back: tasks that came in between hold that key, and it is not called undone', async () => {
    let edited = false
    const back: Event = {
      call: 'ecs.tasks',
      before: (world) => {
        const secret = world.secrets.find(({ name }) => name === SECRET)
        const [first, second] = secret?.versions ?? []
        const isBack = first && second && secret?.labels.get('AWSPREVIOUS') === second.id
        const moving = world.services.some(({ steady }) => !steady)
        if (!isBack || moving || edited) return
        edited = true
        edit(world, key)
        for (const { cluster, id } of world.tasks.filter(({ desired }) => desired === 'RUNNING'))
          call(world, 'ecs', 'StopTask', { cluster, task: id })
        aMinute(world)
      },
    }
    const here = await sandboxed({ events: [back], told: { files: { [NEW_KEY]: UNBOOTABLE } } })
    const key = here.key({ days: 200 })
    const { exitCode, error, result } = await rotate(here, '--public-key', testAnchors.enterprise)
    expect(edited).toBe(true)
    expect([exitCode, error?.code, result.report?.ending]).toEqual([53, 'rotation.overtaken', 'overtaken'])
  })

  test('puts this very key in while the plan is made: tasks that came before hold the old one, and it is not called done', async () => {
    const here = await withNewKey({
      events: [
        {
          call: 'secrets.get',
          nth: 1,
          before: (world) => {
            for (const { cluster, id } of [...world.tasks])
              call(world, 'ecs', 'StopTask', { cluster, task: id })
            aMinute(world)
            edit(world, here.key())
          },
        },
      ],
    })
    expect((await rotate(here)).exitCode).toBe(0)
    expect(new Set(running(here.world()))).toEqual(new Set(['Enterprise']))
  })

  test('and it is undone again: tasks that came in between hold that key, and are replaced', async () => {
    let edited = false
    const there: Event = {
      call: 'ecs.tasks',
      before: (world) => {
        const secret = secretOf(world)
        const [, second] = secret?.versions ?? []
        const moving = world.services.some(({ steady }) => !steady)
        if (edited || !moving || !second || secret?.labels.get('AWSCURRENT') !== second.id) return
        edited = true
        edit(world, key)
        aMinute(world)
        aMinute(world)
        swap(world)
      },
    }
    const here = await withNewKey({ events: [there] })
    const key = here.key({ tier: 'Plus', days: 200 })
    expect((await rotate(here)).exitCode).toBe(0)
    expect(edited).toBe(true)
    expect(new Set(running(here.world()))).toEqual(new Set(['Enterprise']))
  })
})

describe('another process goes on with the same rotation, fails, and is through', () => {
  const label = (world: World, stage: string, version: string) =>
    call(world, 'secretsmanager', 'UpdateSecretVersionStage', {
      SecretId: SECRET,
      VersionStage: stage,
      MoveToVersionId: version,
    })

  test('between our last look and our move: what is labelled as failed does not stay live', async () => {
    let tried = false
    const failing: Event = {
      call: 'secrets.moveStage',
      before: (world) => {
        const secret = secretOf(world)
        const [first, second] = secret?.versions ?? []
        const archived = [...(secret?.labels.keys() ?? [])].some((one) => one.startsWith('lic-archive.'))
        if (tried || !archived || !first || !second) return
        tried = true
        move(world, first.id, second.id)
        swap(world)
        label(world, 'lic-failed.20261123T120000Z', second.id)
      },
    }
    const here = await withNewKey({ events: [failing] })
    const { exitCode, error, result } = await rotate(here)
    expect(tried).toBe(true)
    expect([exitCode, error?.code, result.report?.ending]).toEqual([51, 'rotation.changed', 'undone'])
    expect(new Set(running(here.world()))).toEqual(new Set(['Professional']))
  })

  test('moves AWSCURRENT to its key again when ours is through with taking it back: what is live is not labelled as failed', async () => {
    let moved = false
    const again: Event = {
      call: 'secrets.describe',
      before: (world) => {
        const secret = secretOf(world)
        const marked = [...(secret?.labels.keys() ?? [])].some((one) => one.startsWith('lic-failed.'))
        if (moved || !marked) return
        moved = true
        swap(world)
      },
    }
    const here = await sandboxed({ events: [again], told: { files: { [NEW_KEY]: UNBOOTABLE } } })
    const { exitCode, error } = await rotate(here, '--public-key', testAnchors.enterprise)
    expect([moved, exitCode, error?.code]).toEqual([true, 53, 'rotation.overtaken'])
    expect(labels(here.world()).filter((one) => one.startsWith('lic-failed'))).toEqual([])
  })
})
