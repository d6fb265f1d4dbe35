import { expect, test } from 'vitest'
import type { ServiceFacts, TaskFacts } from '../../src/host/aws-api.ts'
import { type Host, HttpTrouble } from '../../src/host/host.ts'
import { instantAt } from '../../src/model/instant.ts'
import { run } from '../../src/run.ts'
import { handle } from '../../src/sandbox/world/handle.ts'
import { byAge, deployedSince } from '../../src/targets/aws/look-at-running.ts'
import { SECRET } from '../rotation/lic.ts'
import { testAnchors } from '../support/sample-keys.ts'
import { sandboxed } from '../support/sandboxed.ts'
import { codes, status, tasksOf } from './look.ts'

const MINUTE = 60_000
const ENTERPRISE = { tier: 'Enterprise', days: 200 } as const

test('services whose ORG_ID is another than that of the key would refuse it', async () => {
  const here = await sandboxed({
    key: ENTERPRISE,
    wiring: {
      container: (role) => (role === 'agent' ? {} : { environment: [{ name: 'ORG_ID', value: 'other' }] }),
    },
  })
  const seen = await status(here)
  expect([seen.exitCode, codes(seen).includes('wiring.identity')]).toEqual([22, true])
})

test('of a service that reads another secret it is not known which key it has', async () => {
  const here = await sandboxed({
    key: ENTERPRISE,
    wiring: {
      container: (role, arn) =>
        role === 'agent'
          ? {}
          : {
              secrets: [{ name: 'AXONFLOW_LICENSE_KEY', valueFrom: arn.replace(SECRET, 'somebody/else') }],
            },
    },
  })
  const seen = await status(here)
  expect(seen.exitCode).toBe(22)
  expect(tasksOf(seen)[1]).toBe(null)
  expect(tasksOf(seen)[0]).toEqual([2, 0, 0])
})

test('of several: a key in a JSON document is found by where the tasks read it', async () => {
  const here = await sandboxed({
    key: ENTERPRISE,
    wiring: {
      value: (key) => JSON.stringify({ license: key }),
      container: (_role, arn) => ({
        secrets: [{ name: 'AXONFLOW_LICENSE_KEY', valueFrom: `${arn}:license::` }],
      }),
    },
    told: { files: { 'lic.config.json': JSON.stringify({ deployments: { production: {} } }) } },
  })
  await here.host.sleep(10 * MINUTE)
  handle(here.world(), {
    service: 'secretsmanager',
    action: 'PutSecretValue',
    body: {
      SecretId: SECRET,
      SecretString: JSON.stringify({ license: here.key({ days: 300 }) }),
      ClientRequestToken: 'a'.repeat(32),
    },
  })
  await here.host.sleep(MINUTE)
  for (const { arn } of here.world().tasks)
    handle(here.world(), {
      service: 'ecs',
      action: 'StopTask',
      body: { cluster: 'axonflow-cluster', task: arn },
    })
  await here.host.sleep(MINUTE)
  await run(['status', '--all', '--json'], here.host)
  const { result } = JSON.parse(here.host.out())
  expect(result.deployments[0].key).toMatchObject({ verdict: 'usable' })
})

test('--fail-fast ends at the first drift', async () => {
  const here = await sandboxed({ key: ENTERPRISE })
  await here.host.sleep(10 * MINUTE)
  handle(here.world(), {
    service: 'secretsmanager',
    action: 'PutSecretValue',
    body: { SecretId: SECRET, SecretString: here.key({ days: 300 }), ClientRequestToken: 'a'.repeat(32) },
  })
  await here.host.sleep(MINUTE)
  const began = here.host.now()
  expect([await run(['watch', '--fail-fast', '--for', '1h'], here.host), here.host.now() - began]).toEqual([
    22, 0,
  ])
})

test('a public key that is gone ends a watch with 2: nothing could be judged any more', async () => {
  const here = await sandboxed({
    key: ENTERPRISE,
    events: [
      { call: 'secrets.describe', nth: 1, before: (_world, host) => void host.files.remove('trusted.hex') },
    ],
    told: { files: { 'trusted.hex': testAnchors.enterprise.replace(/^.*=/, '') } },
  })
  const began = here.host.now()
  const exitCode = await run(['watch', '--for', '1h', '--public-key', 'file:trusted.hex'], here.host)
  expect([exitCode, here.host.now() - began]).toEqual([2, MINUTE])
  expect(here.host.err()).toContain('trusted.hex')
})

const moment = { notBefore: instantAt(1000), notAfter: instantAt(2000) }
const deployed = (more: Partial<ServiceFacts>, rollout = 'COMPLETED', created = 2000) =>
  deployedSince(
    {
      desired: 2,
      running: 2,
      pending: 0,
      deployments: [{ created: instantAt(created), rollout }],
      ...more,
    } as unknown as ServiceFacts,
    moment,
  )

test('a deployment tells of every task only where it is the only one, is over, and all of it runs', () => {
  const two = [{ created: instantAt(3000) }, { created: instantAt(3000) }]
  expect([
    deployed({}),
    deployed({}, 'IN_PROGRESS'),
    deployed({}, 'COMPLETED', 1999),
    deployed({ running: 1 }),
    deployed({ pending: 1 }),
    deployed({ deployments: two as unknown as ServiceFacts['deployments'] }),
  ]).toEqual([true, false, false, false, false, false])
})

test('tasks that a service counts and that are not listed are of no known age', () => {
  const task = (service: string) =>
    ({ service, lastStatus: 'RUNNING', created: 2000, started: 2500 }) as unknown as TaskFacts
  expect(byAge([task('s'), task('other')], { name: 's', running: 3 }, moment, [])).toEqual({
    fresh: 1,
    older: 0,
    unknown: 2,
  })
})

test('of several: each is looked for in its own account and Region', async () => {
  const deployments = {
    one: { region: 'us-east-1' },
    two: { region: 'eu-west-1' },
    four: { region: 'us-east-1' },
  }
  const files = { 'lic.config.json': JSON.stringify({ deployments }) }
  const here = await sandboxed({ key: ENTERPRISE, told: { files } })
  const asked: unknown[] = []
  const aws: Host['aws'] = (settings) => {
    asked.push([settings.region, settings.profile])
    return here.host.aws(settings)
  }
  await run(['status', '--all', '--json'], { ...here.host, aws })
  expect(asked).toEqual([
    ['us-east-1', undefined],
    ['eu-west-1', undefined],
  ])
})

test('a page of metrics may be long; what a runtime says of itself may not', async () => {
  const here = await sandboxed({ key: ENTERPRISE })
  const caps: Record<string, number> = {}
  const get: Host['get'] = (request) => {
    caps[new URL(request.url).pathname] = request.capBytes
    return here.host.get(request)
  }
  await run(['status', '--health-url', 'http://agent/health'], { ...here.host, get })
  expect(caps).toEqual({ '/health': 65_536, '/prometheus': 4 * 1024 * 1024 })
})

test('an address that is silent once is asked again, and an error is no page of metrics', async () => {
  const here = await sandboxed({ key: ENTERPRISE })
  const asked: string[] = []
  const get: Host['get'] = async (request) => {
    const { pathname } = new URL(request.url)
    asked.push(pathname)
    if (pathname === '/health' && asked.filter((one) => one === pathname).length === 1)
      throw new HttpTrouble('timeout')
    if (pathname === '/health') return here.host.get(request)
    const body = Buffer.from('axonflow_license_tier_read_rejected_total{reason="expired"} 3\n')
    return { status: 500, contentType: 'text/plain', body, cut: false }
  }
  const host = { ...here.host, get }
  const seen = await status({ host }, '--health-url', 'http://agent/health')
  expect([seen.exitCode, codes(seen), asked.toSorted()]).toEqual([
    0,
    [],
    ['/health', '/health', '/prometheus'],
  ])
})

test('metrics as lines with --quiet say nothing beside; a time of nothing is none', async () => {
  const here = await sandboxed({ key: ENTERPRISE })
  expect(await run(['watch', '--for', '1s', '--metrics-emf', '--quiet'], here.host)).toBe(0)
  expect(here.host.err()).toBe('')
  expect(await run(['watch', '--interval', '0s', '--for', '1s'], here.host)).toBe(2)
})

test('nodes as the runtime counts them are what is measured', async () => {
  const here = await sandboxed({ key: ENTERPRISE })
  const argv = ['--health-url', 'http://agent/health', '--service', 'axonflow-agent-service']
  await run(['watch', '--for', '1s', '--metrics-emf', '--quiet', ...argv], here.host)
  expect(JSON.parse(here.host.out())).toMatchObject({ lic_nodes_running: 3, lic_nodes_limit: 50 })
})
