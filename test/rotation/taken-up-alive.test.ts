import { describe, expect, test } from 'vitest'
import type { Aws } from '../../src/host/aws-api.ts'
import { type AwsService, handle } from '../../src/sandbox/world/handle.ts'
import type { World } from '../../src/sandbox/world/world.ts'
import { runLabel } from '../../src/targets/aws/labels.ts'
import { NOON, type Sandboxed } from '../support/sandboxed.ts'
import { labels, lic, rotate, SECRET, withNewKey } from './lic.ts'

const VERSION = 'a'.repeat(32)
const call = (world: World, service: AwsService, action: string, body: object): void => {
  const { status } = handle(world, { service, action, body })
  if (status !== 200) throw new Error(action)
}

/** What another process has done so far: the new key is put, and it holds the lock. */
function begun({ world, key }: Sandboxed): void {
  const arns = world().services.map(({ arn }) => arn)
  const stage = runLabel(NOON, new Uint8Array(4), arns)
  const put = { SecretId: SECRET, SecretString: key(), ClientRequestToken: VERSION, VersionStages: [stage] }
  call(world(), 'secretsmanager', 'PutSecretValue', put)
  const lock = { SecretId: SECRET, VersionStage: 'lic-pending', MoveToVersionId: VERSION }
  call(world(), 'secretsmanager', 'UpdateSecretVersionStage', lock)
}

/** And what it does next. */
function promoted(world: World): void {
  const from = world.secrets.find(({ name }) => name === SECRET)?.labels.get('AWSCURRENT')
  const move = { VersionStage: 'AWSCURRENT', MoveToVersionId: VERSION, RemoveFromVersionId: from }
  call(world, 'secretsmanager', 'UpdateSecretVersionStage', { SecretId: SECRET, ...move })
}

const deployed = (world: World): void =>
  call(world, 'ecs', 'UpdateService', {
    cluster: 'axonflow-cluster',
    service: 'axonflow-agent-service',
    forceNewDeployment: true,
  })

/** Something happens in the look before anything changes, when the labels have been read, and before the read beside. */
/** The labels are read for the plan, then for taking the rotation up, then once more. */
const LAST_LOOK = 3

function between(here: Sandboxed, read: 'value' | 'services', happens: (world: World) => void): void {
  const aws = here.host.aws
  let described: Promise<unknown> = Promise.resolve()
  let looks = 0
  let over = false
  const later = async () => {
    await described
    if (looks < LAST_LOOK || over) return
    over = true
    happens(here.world())
  }
  here.host.aws = async (...args) => {
    const { secrets, ecs, ...rest } = await aws(...args)
    const watched: Aws = {
      ...rest,
      secrets: {
        ...secrets,
        describe: (id) => {
          looks++
          const answer = secrets.describe(id)
          described = answer
          return answer
        },
        get: async (...which) => {
          if (read === 'value') await later()
          return secrets.get(...which)
        },
      },
      ecs: {
        ...ecs,
        services: async (...which) => {
          if (read === 'services') await later()
          return ecs.services(...which)
        },
      },
    }
    return watched
  }
}

describe('the process that began a rotation lives, and goes on while it is taken up', () => {
  const ways = {
    'with --resume': (here: Sandboxed) => lic(here, 'rotate', '--resume', '--yes'),
    'with the same key': (here: Sandboxed) => rotate(here),
  }
  const doings = {
    'it moves AWSCURRENT': ['value', promoted],
    'it moves AWSCURRENT and deploys': [
      'services',
      (world: World) => {
        promoted(world)
        deployed(world)
      },
    ],
  } as const
  for (const [way, takeUp] of Object.entries(ways))
    test.each(Object.entries(doings))(
      `${way}: %s between two reads, and keeps its lock`,
      async (_, [read, happens]) => {
        const here = await withNewKey()
        begun(here)
        between(here, read, happens)
        const { exitCode, error } = await takeUp(here)
        expect([exitCode, error?.code, error?.message]).toEqual([
          54,
          'rotation.changed',
          'another process moved AWSCURRENT to the new version meanwhile, and goes on with this rotation',
        ])
        expect(labels(here.world())).toContain('lic-pending v2')
      },
    )

  test('somebody else deploys: it is not gone on with, and who began it keeps the lock', async () => {
    const here = await withNewKey()
    begun(here)
    between(here, 'services', deployed)
    const { exitCode, error, result } = await lic(here, 'rotate', '--resume', '--yes')
    expect([exitCode, error?.code, result.report?.ending]).toEqual([54, 'rotation.changed', 'unfinished'])
    expect(labels(here.world())).toEqual(['AWSCURRENT v1', 'lic-pending v2', 'lic-run v2'])
  })
})
