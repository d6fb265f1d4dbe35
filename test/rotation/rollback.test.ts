import { describe, expect, test } from 'vitest'
import { run } from '../../src/run.ts'
import type { Secret } from '../../src/sandbox/world/secrets/nouns.ts'
import type { World } from '../../src/sandbox/world/world.ts'
import { addOlderVersions } from '../support/older-versions.ts'
import { NOON, type Sandboxed, sandboxed } from '../support/sandboxed.ts'
import { currentValue, labels, lic, running } from './lic.ts'

const secretOf = (world: World): Secret => {
  const [secret] = world.secrets
  if (!secret) throw new Error('no secret')
  return secret
}

/** A deployment with an Enterprise key, and an older Evaluation one that was archived. */
async function withArchive(options: Parameters<typeof sandboxed>[0] = {}) {
  const here = await sandboxed({ ...options, key: { tier: 'Enterprise', org: 'acme', days: 300 } })
  const archived = here.key({ tier: 'Evaluation', days: 90 })
  const older = [{ labels: ['lic-archive.20261101T090000Z.x.11111111'], text: archived }]
  addOlderVersions(secretOf(here.world()), older, NOON)
  return { here, archived }
}

const fieldOf = (world: World, field: string): unknown => JSON.parse(currentValue(world) ?? '{}')[field]

describe('rollback', () => {
  test('puts the archived key as a new version, and a second one goes back again', async () => {
    const { here, archived } = await withArchive()
    const before = currentValue(here.world())
    const { exitCode } = await lic(here, 'rollback', '--yes')
    expect(exitCode).toBe(0)
    expect(currentValue(here.world())).toBe(archived)
    expect(running(here.world())).toEqual(['Evaluation', 'Evaluation', 'Evaluation'])
    expect(labels(here.world())).toEqual([
      'AWSCURRENT v3',
      'AWSPREVIOUS v2',
      'lic-archive v1',
      'lic-archive v2',
    ])
    const again = here.colleague({})
    await run(['rollback', '--yes', '--json'], again)
    expect(JSON.parse(again.out()).exitCode).toBe(0)
    expect(currentValue(here.world())).toBe(before)
  })

  test('replaces the field in the document as it is today', async () => {
    const here = await sandboxed({
      key: { tier: 'Enterprise', org: 'acme', days: 300 },
      wiring: {
        value: (key) => `{ "user": "lic",  "license": "${key}", "added": [1, 2] }`,
        container: (_role, arn) => ({
          secrets: [{ name: 'AXONFLOW_LICENSE_KEY', valueFrom: `${arn}:license::` }],
        }),
      },
    })
    const archived = here.key({ tier: 'Evaluation', days: 90 })
    const text = JSON.stringify({ user: 'somebody who left', license: archived, gone: true })
    addOlderVersions(secretOf(here.world()), [{ labels: ['lic-archive.20261101T090000Z.x.1'], text }], NOON)
    const live = String(fieldOf(here.world(), 'license'))
    const expected = currentValue(here.world())?.replace(live, archived)
    expect((await lic(here, 'rollback', '--yes')).exitCode).toBe(0)
    expect(currentValue(here.world())).toBe(expected)
  })

  test('an archive from before the secret became a document is a key all the same', async () => {
    const here = await sandboxed({
      key: { tier: 'Enterprise', org: 'acme', days: 300 },
      wiring: {
        value: (key) => JSON.stringify({ license: key }),
        container: (_role, arn) => ({
          secrets: [{ name: 'AXONFLOW_LICENSE_KEY', valueFrom: `${arn}:license::` }],
        }),
      },
    })
    const archived = here.key({ tier: 'Evaluation', days: 90 })
    const older = [{ labels: ['lic-archive.20261101T090000Z.x.1'], text: `${archived}\n` }]
    addOlderVersions(secretOf(here.world()), older, NOON)
    expect((await lic(here, 'rollback', '--yes')).exitCode).toBe(0)
    expect(currentValue(here.world())).toBe(JSON.stringify({ license: archived }))
  })

  test('a key that was stored with a line feed goes back without it', async () => {
    const { here, archived } = await withArchive()
    const [version] = secretOf(here.world()).versions
    Object.assign(version?.content ?? {}, { text: `${archived}\n` })
    expect((await lic(here, 'rollback', '--yes')).exitCode).toBe(0)
    expect(currentValue(here.world())).toBe(archived)
  })

  test('what a rotation failed with is not offered: the key before it is', async () => {
    const { here, archived } = await withArchive()
    const secret = secretOf(here.world())
    const failed = [
      { labels: ['lic-failed.20261120T090000Z', 'AWSPREVIOUS'], text: here.key({ tier: 'Plus' }) },
    ]
    addOlderVersions(secret, failed, NOON)
    Object.assign(secret.versions[0] ?? {}, { id: 'failed00-0000' })
    for (const label of ['lic-failed.20261120T090000Z', 'AWSPREVIOUS'])
      secret.labels.set(label, 'failed00-0000')
    secret.labels.set('lic-archive.20261101T090000Z.x.11111111', secret.versions[1]?.id ?? '')
    expect((await lic(here, 'rollback', '--yes')).exitCode).toBe(0)
    expect(currentValue(here.world())).toBe(archived)
  })

  test('two operators going back at once: one does, the other is told', async () => {
    const { here, archived } = await withArchive()
    const other = here.colleague({})
    const codes = await Promise.all([
      run(['rollback', '--yes', '--json'], here.host),
      run(['rollback', '--yes', '--json'], other),
    ])
    expect(codes.filter((code) => code === 0)).toHaveLength(1)
    expect(codes.filter((code) => code === 53 || code === 50)).toHaveLength(1)
    expect(currentValue(here.world())).toBe(archived)
  })

  test('writes nothing where it is refused', async () => {
    const { here } = await withArchive()
    const { exitCode, error } = await lic(here, 'rollback', '--to', 'abcdef', '--yes')
    expect([exitCode, error?.code]).toEqual([50, 'rotation.archive-unknown'])
    const writes = ['secrets.put', 'secrets.moveStage', 'ecs.forceDeployment']
    expect(here.calls.filter((call) => writes.includes(call))).toEqual([])
  })
})

describe('history', () => {
  interface Listed {
    readonly exitCode: number
    readonly error?: { readonly code: string }
    readonly result?: {
      readonly versions: readonly {
        readonly version: string
        readonly key: unknown
        readonly cannotRead: { readonly code: string } | null
      }[]
    }
  }
  const history = async (here: Sandboxed, ...argv: string[]) =>
    (await lic(here, 'history', ...argv)) as unknown as Listed

  test('asks for neither services nor tasks, and writes nothing', async () => {
    const { here } = await withArchive()
    expect((await history(here)).exitCode).toBe(0)
    expect([...new Set(here.calls)]).toEqual(['secrets.versions', 'secrets.get'])
  })

  test('a version whose read is refused says so, the others are read', async () => {
    const { here } = await withArchive({
      events: [
        {
          call: 'secrets.get',
          fails: 'denied',
          when: ([, which]) => JSON.stringify(which).includes('11111111'),
        },
      ],
    })
    const { exitCode, result } = await history(here)
    expect(exitCode).toBe(0)
    expect(result?.versions.map(({ key, cannotRead }) => [key !== null, cannotRead?.code ?? null])).toEqual([
      [true, null],
      [false, 'aws.denied'],
    ])
  })

  test('where none can be read, that is the answer', async () => {
    const { here } = await withArchive({ events: [{ call: 'secrets.get', fails: 'denied' }] })
    const { exitCode, error } = await history(here)
    expect([exitCode, error?.code]).toEqual([32, 'aws.denied'])
  })

  test('no more than five reads at a time', async () => {
    let inFlight = 0
    let most = 0
    const { here } = await withArchive()
    const older = Array.from({ length: 9 }, (_, n) => ({ labels: [`team-${n}`], text: here.key() }))
    addOlderVersions(secretOf(here.world()), older, NOON)
    const { host } = here
    const aws = await host.aws({})
    const get: typeof aws.secrets.get = async (...args) => {
      most = Math.max(most, ++inFlight)
      await new Promise((done) => setTimeout(done, 1))
      return aws.secrets.get(...args).finally(() => inFlight--)
    }
    const slow = { ...aws, secrets: { ...aws.secrets, get } }
    const code = await run(['history', '--json'], Object.assign(host, { aws: async () => slow }))
    expect([code, most]).toEqual([0, 5])
  })

  test('no key and no part of one is printed', async () => {
    const { here, archived } = await withArchive()
    await run(['history'], here.host)
    const shown = here.host.out() + here.host.err()
    expect(shown).toContain('archived 2026-11-01T09:00:00Z')
    for (const part of archived.slice('AXON-'.length).split('.'))
      expect(shown).not.toContain(part.slice(0, 16))
  })
})
