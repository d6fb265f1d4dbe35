import { expect, test } from 'vitest'
import { run } from '../../src/run.ts'
import { handle } from '../../src/sandbox/world/handle.ts'
import type { World } from '../../src/sandbox/world/world.ts'
import { testAnchors } from '../support/sample-keys.ts'
import { lic, NEW_KEY, type Outcome, running, UNBOOTABLE, withNewKey } from './lic.ts'

const AGENT = 'axonflow-agent-service'
const OLD = ['Professional', 'Professional', 'Professional']
const warningsOf = ({ result }: Outcome) =>
  (result.plan as unknown as { readonly warnings: readonly { code: string; message: string }[] }).warnings
    .filter(({ code }) => code.startsWith('service.fail') || code === 'service.deploying')
    .map(({ message }) => message)

function aws(world: World, service: 'ecs' | 'secretsmanager', action: string, body: object): void {
  const answer = handle(world, { service, action, body })
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
}

/** Somebody put a key by hand that the runtimes refuse, and restarted both services: without a circuit breaker they try for ever. */
async function crashing() {
  const here = await withNewKey({ wish: { days: 700 } })
  const restart = (service: string) => ({ cluster: 'axonflow-cluster', service, forceNewDeployment: true })
  const SecretId = 'axonflow/license-key'
  const [before] = here.world().secrets[0]?.versions ?? []
  const label = {
    SecretId,
    VersionStage: 'lic-archive.20261101T090000Z.x.11111111',
    MoveToVersionId: before?.id,
  }
  aws(here.world(), 'secretsmanager', 'UpdateSecretVersionStage', label)
  const bad = { SecretId, SecretString: UNBOOTABLE, ClientRequestToken: 'b'.repeat(32) }
  aws(here.world(), 'secretsmanager', 'PutSecretValue', bad)
  for (const service of [AGENT, 'axonflow-orchestrator-service'])
    aws(here.world(), 'ecs', 'UpdateService', restart(service))
  await here.host.sleep(120_000)
  return here
}

const says =
  /^tasks fail to start now \(axonflow-agent-service: \d+ failed, axonflow-orchestrator-service: \d+ failed\): their deployment is not waited for, a new one takes its place$/

/** Trusting whoever made the bad key, lic cannot know by itself that no task starts with it. */
const TRUSTING = ['--public-key', testAnchors.enterprise]

test('tasks that fail for ever are not waited for: a rollback gets them going again', async () => {
  const here = await crashing()
  const outcome = await lic(here, 'rollback', '--yes', ...TRUSTING)
  expect([outcome.exitCode, outcome.error]).toEqual([0, undefined])
  expect(warningsOf(outcome)).toEqual([expect.stringMatching(says)])
  expect(running(here.world())).toEqual(OLD)
})

test('nor by a rotation', async () => {
  const here = await crashing()
  const argv = ['rotate', `file:${NEW_KEY}`, '--yes', '--json', ...TRUSTING]
  expect(await run(argv, here.host)).toBe(0)
  expect(running(here.world())).toEqual(['Enterprise', 'Enterprise', 'Enterprise'])
})

test('one that brings another task definition is waited for, failing or not', async () => {
  const here = await crashing()
  const [service] = here.world().services
  const [, older] = service?.deployments ?? []
  Object.assign(older ?? {}, { taskDefinition: `${older?.taskDefinition}0` })
  const outcome = await lic(here, 'rollback', '--yes', ...TRUSTING)
  expect([outcome.exitCode, outcome.error?.code]).toEqual([50, 'service.deploying'])
})

test('and so is one whose tasks have not failed', async () => {
  const here = await withNewKey()
  aws(here.world(), 'ecs', 'UpdateService', {
    cluster: 'axonflow-cluster',
    service: AGENT,
    forceNewDeployment: true,
  })
  const outcome = await lic(here, 'rotate', `file:${NEW_KEY}`, '--yes')
  expect([outcome.exitCode, outcome.error?.code]).toEqual([50, 'service.deploying'])
})
