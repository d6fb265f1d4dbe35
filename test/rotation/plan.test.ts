import { describe, expect, test } from 'vitest'
import { after, DAY } from '../../src/model/instant.ts'
import { advance } from '../../src/sandbox/world/advance.ts'
import { handle } from '../../src/sandbox/world/handle.ts'
import type { Secret } from '../../src/sandbox/world/secrets/nouns.ts'
import type { World } from '../../src/sandbox/world/world.ts'
import { NOON } from '../support/sandboxed.ts'
import { labels, lic, rotate, withNewKey } from './lic.ts'

const secretOf = (world: World): Secret => {
  const [secret] = world.secrets
  if (!secret) throw new Error('no secret')
  return secret
}
const WRITES = ['secrets.put', 'secrets.moveStage', 'ecs.forceDeployment']

interface Refused {
  readonly result: { readonly plan: { readonly refusals: readonly { readonly code: string }[] } }
}

/** The codes of all refusals, with the deployment changed beforehand; nothing may have been written. */
async function refusals(change: (world: World) => void, ...argv: string[]): Promise<readonly string[]> {
  const here = await withNewKey()
  change(here.world())
  const outcome = (await rotate(here, ...argv)) as unknown as Refused
  expect(here.calls.filter((call) => WRITES.includes(call))).toEqual([])
  return outcome.result.plan.refusals.map(({ code }) => code)
}

const update = (world: World, body: object) => {
  handle(world, { service: 'ecs', action: 'UpdateService', body: { cluster: 'axonflow-cluster', ...body } })
  advance(world, NOON)
}
const AGENT = 'axonflow-agent-service'

/** Gives the agent's container other secrets and environment, as if it had always run so. */
const rewire = (world: World, container: object) => {
  for (const { family, containers } of world.taskDefinitions)
    if (family === 'axonflow-agent')
      for (const one of containers) Object.assign(one, container, { fields: { ...one.fields, ...container } })
}
const reads = (valueFrom: string) => (world: World) =>
  rewire(world, {
    secrets: [{ name: 'AXONFLOW_LICENSE_KEY', valueFrom: valueFrom.replace('ARN', secretOf(world).arn) }],
  })

describe('what stands in the way is found before anything is written', () => {
  const cases: readonly [string, (world: World) => void, readonly string[]][] = [
    ['secret.rotation-enabled', (world) => Object.assign(secretOf(world), { rotationEnabled: true }), []],
    ['secret.owned', (world) => Object.assign(secretOf(world), { owningService: 'rds' }), []],
    ['secret.replica', (world) => Object.assign(secretOf(world), { primaryRegion: 'eu-west-1' }), []],
    [
      'secret.deleted',
      (world) => Object.assign(secretOf(world), { deletion: { asked: NOON, gone: after(NOON, DAY) } }),
      [],
    ],
    ['secret.missing', () => {}, ['--secret', 'axonflow/nothing']],
    ['service.missing', () => {}, ['--cluster', 'nothing']],
    ['service.missing', () => {}, ['--service', 'nothing']],
    ['service.deploying', (world) => update(world, { service: AGENT, forceNewDeployment: true }), []],
    ['service.no-tasks', (world) => update(world, { service: AGENT, desiredCount: 0 }), ['--service', AGENT]],
    ['wiring.pinned-version', reads('ARN:::v1'), []],
    ['wiring.other-stage', reads('ARN::AWSPREVIOUS:'), []],
    ['wiring.json-key', reads('ARN:license::'), []],
    ['wiring.parameter', reads('axonflow/license-key'), []],
    ['wiring.not-an-arn', reads('arn:aws:s3:::bucket'), []],
    ['wiring.other-secret', reads('arn:aws:secretsmanager:us-east-1:123456789012:secret:other-AbCdEf'), []],
    [
      'wiring.other-region',
      reads('arn:aws:secretsmanager:eu-west-1:123456789012:secret:axonflow/license-key'),
      [],
    ],
    ['wiring.no-variable', (world) => rewire(world, { secrets: [] }), []],
    [
      'wiring.plain-value',
      (world) => rewire(world, { secrets: [], environment: [{ name: 'AXONFLOW_LICENSE_KEY', value: 'k' }] }),
      [],
    ],
    ['wiring.identity', (world) => rewire(world, { environment: [{ name: 'ORG_ID', value: 'globex' }] }), []],
  ]
  test.each(cases)('%s', async (code, change, argv) => {
    expect(await refusals(change, ...argv)).toContain(code)
  })
})

describe('room for labels', () => {
  test('is made by taking our own oldest archive labels off, as a step of the plan', async () => {
    const here = await withNewKey()
    const secret = secretOf(here.world())
    for (let day = 10; day < 27; day++) {
      const id = `old${day}`.padEnd(32, '0')
      secret.versions.unshift({ id, created: NOON, content: { kind: 'string', text: 'x' }, accessed: null })
      secret.labels.set(`lic-archive.202601${day}T000000Z.f`, id)
    }
    const { exitCode, error, result } = await rotate(here)
    expect([exitCode, error]).toEqual([0, undefined])
    expect(result.plan.steps[0]?.id).toBe('prune')
    expect(secretOf(here.world()).labels.has('lic-archive.20260110T000000Z.f')).toBe(false)
    expect(secretOf(here.world()).labels.has('lic-archive.20260126T000000Z.f')).toBe(true)
  })
})

describe('redeploy', () => {
  test('writes no secret, so what keeps others from writing does not keep it', async () => {
    const here = await withNewKey()
    const secret = secretOf(here.world())
    secret.primaryRegion = 'eu-west-1'
    secret.labels.set('lic-pending', secret.labels.get('AWSCURRENT') ?? '')
    const { exitCode } = await lic(here, 'redeploy', '--yes')
    expect(exitCode).toBe(0)
    expect(labels(here.world())).toEqual(['AWSCURRENT v1', 'lic-pending v1'])
    expect(here.calls.filter((call) => call === 'secrets.moveStage' || call === 'secrets.put')).toEqual([])
  })

  test('tasks that fail leave it stranded: there is no undo', async () => {
    const here = await withNewKey({
      events: [
        {
          call: 'ecs.forceDeployment',
          nth: 1,
          before: (world) => rewire(world, { environment: [{ name: 'ORG_ID', value: 'globex' }] }),
        },
      ],
    })
    const { exitCode, error, result } = await lic(here, 'redeploy', '--yes')
    expect([exitCode, error?.code]).toEqual([52, 'rotation.tasks-failed'])
    expect(result.report?.next.length).toBeGreaterThan(1)
  })
})

test('a key comes only from a source that is named', async () => {
  const here = await withNewKey()
  expect((await lic(here, 'rotate', '--yes')).exitCode).toBe(2)
})
