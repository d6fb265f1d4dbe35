import { describe, expect, test } from 'vitest'
import { run } from '../../src/run.ts'
import { handle } from '../../src/sandbox/world/handle.ts'
import { policyToLook } from '../../src/targets/aws/policy.ts'
import { rotate, SECRET, withNewKey } from '../rotation/lic.ts'
import { type Sandboxed, sandboxed } from '../support/sandboxed.ts'
import { codes, status, tasksOf } from './look.ts'

const AGENT = 'axonflow-agent-service'
const BOTH = ['--health-url', 'http://agent/health', '--health-url', 'http://orchestrator/health']
const MINUTE = 60_000

/** Somebody puts another value into the secret, and restarts nothing. */
function putByHand(here: Sandboxed, text: string) {
  const answer = handle(here.world(), {
    service: 'secretsmanager',
    action: 'PutSecretValue',
    body: { SecretId: SECRET, SecretString: text, ClientRequestToken: 'a'.repeat(32) },
  })
  expect(answer.status).toBe(200)
}

describe('what drifts', () => {
  test('nothing, right after a rotation and after going back', async () => {
    const here = await withNewKey()
    expect((await rotate(here)).exitCode).toBe(0)
    const rotated = await status(here, ...BOTH)
    expect([rotated.exitCode, codes(rotated), tasksOf(rotated)]).toEqual([
      0,
      [],
      [
        [2, 0, 0],
        [1, 0, 0],
      ],
    ])
    expect(await run(['doctor', '--cluster', 'axonflow-cluster'], here.host)).toBe(0)
    await here.host.sleep(MINUTE)
    expect(await run(['rollback', '--yes', '--quiet'], here.host)).toBe(0)
    const back = await status(here, ...BOTH)
    expect([back.exitCode, codes(back), tasksOf(back)]).toEqual([
      20,
      ['key.expires-soon'],
      [
        [2, 0, 0],
        [1, 0, 0],
      ],
    ])
  })

  test('tasks that started before the key was changed run with the one before', async () => {
    const here = await sandboxed({ key: { days: 200 } })
    await here.host.sleep(10 * MINUTE)
    putByHand(here, here.key())
    await here.host.sleep(MINUTE)
    const seen = await status(here, ...BOTH)
    expect([seen.exitCode, codes(seen), tasksOf(seen)]).toEqual([
      22,
      [
        'status.older-key',
        'status.tier-differs',
        'status.expiry-differs',
        'status.tier-differs',
        'status.expiry-differs',
      ].filter((code) => code !== 'status.expiry-differs'),
      [
        [0, 2, 0],
        [0, 1, 0],
      ],
    ])
    const [older] = seen.result.findings
    expect(older?.hints.join()).toContain('lic redeploy ')
  })

  test('one service on the key in place, the other on the one before; the line that is printed mends it', async () => {
    const here = await sandboxed({ key: { days: 200 } })
    await here.host.sleep(10 * MINUTE)
    putByHand(here, here.key())
    await here.host.sleep(MINUTE)
    expect(await run(['redeploy', '--yes', '--quiet', '--service', AGENT], here.host)).toBe(0)
    const seen = await status(here)
    expect([seen.exitCode, codes(seen), tasksOf(seen)]).toEqual([
      22,
      ['status.older-key', 'status.keys-differ'],
      [
        [2, 0, 0],
        [0, 1, 0],
      ],
    ])
    const line = /: lic (redeploy .*)$/.exec(seen.result.findings[0]?.hints[0] ?? '')?.[1] ?? ''
    expect(await run([...line.split(' '), '--yes', '--quiet'], here.host)).toBe(0)
    const mended = await status(here)
    expect([mended.exitCode, codes(mended)]).toEqual([0, []])
  })

  test('runtimes on Community while the key says Enterprise, with the reason that they count', async () => {
    const others = await sandboxed()
    const here = await sandboxed({ build: 'community', key: { tier: 'Enterprise', days: 200 } })
    Object.assign(here.world(), { anchors: others.world().anchors })
    await here.host.sleep(10 * MINUTE)
    handle(here.world(), {
      service: 'ecs',
      action: 'UpdateService',
      body: { cluster: 'axonflow-cluster', service: AGENT, forceNewDeployment: true },
    })
    await here.host.sleep(10 * MINUTE)
    const seen = await status(here, '--health-url', 'http://agent/health')
    expect([seen.exitCode, codes(seen), seen.result.runtimes[0]?.counters]).toEqual([
      22,
      ['status.counter', 'status.tier-differs', 'status.nodes-over'],
      [{ name: 'axonflow_license_tier_read_rejected_total', why: 'signature', count: 1 }],
    ])
    expect(seen.result.findings[1]?.message).toContain(
      'runs as Community, and the key in place gives Enterprise',
    )
  })

  test('a service that is not there', async () => {
    const here = await sandboxed({ key: { tier: 'Enterprise', days: 200 } })
    const seen = await status(here, '--service', AGENT, '--service', 'nobody')
    expect([seen.exitCode, codes(seen)]).toEqual([22, ['service.missing']])
  })

  test('reads in seven calls, with no more permission than its policy has', async () => {
    const here = await sandboxed({ key: { tier: 'Enterprise', days: 200 } })
    await status(here, ...BOTH)
    expect(here.actions.toSorted()).toEqual([
      'ecs:DescribeServices',
      'ecs:DescribeTaskDefinition',
      'ecs:DescribeTaskDefinition',
      'ecs:DescribeTasks',
      'ecs:ListTasks',
      'secretsmanager:DescribeSecret',
      'secretsmanager:GetSecretValue',
    ])
    const there = {
      partition: 'aws',
      region: 'us-east-1',
      account: '123456789012',
      secret: 'arn',
      kmsKey: null,
      cluster: 'c',
      services: [],
      families: [],
      roles: [],
      tagged: false,
      logs: [],
      waiting: [],
    }
    const allowed = policyToLook(there).Statement.flatMap(({ Action }) => Action)
    expect(allowed.filter((action) => action !== 'kms:Decrypt').toSorted()).toEqual([
      ...new Set(here.actions.toSorted()),
    ])
  })
})
