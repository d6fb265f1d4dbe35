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

/** Somebody restarts the agent, and nothing is wrong with it; there is an archived key to go back to. */
async function restarting() {
  const here = await withNewKey()
  expect((await lic(here, 'rotate', `file:${NEW_KEY}`, '--yes')).exitCode).toBe(0)
  await here.host.sleep(600_000)
  aws(here.world(), 'ecs', 'UpdateService', {
    cluster: 'axonflow-cluster',
    service: AGENT,
    forceNewDeployment: true,
  })
  return here
}

test.each([
  ['rotate', ['rotate', 'file:other.key']],
  ['rollback', ['rollback']],
  ['redeploy', ['redeploy']],
])(
  'one whose tasks have not failed is waited for by %s: nothing is touched, and then it works',
  async (_, argv) => {
    const here = await restarting()
    const writes = () => here.actions.filter((call) => /:(Put|Update|Register|Create)/.test(call)).length
    const before = writes()
    const colleague = here.colleague({ 'other.key': here.key({ days: 800 }) })
    const said = async () => {
      const told = colleague.out().length
      await run([...argv, '--yes', '--json'], colleague)
      return JSON.parse(colleague.out().slice(told)) as Outcome
    }
    const first = await said()
    expect([first.exitCode, first.error]).toEqual([
      50,
      {
        code: 'service.deploying',
        message: expect.stringMatching(
          /^a deployment of service axonflow-agent-service is in progress already: it began at 2026-11-23T12:\S+Z, and 0 of 2 tasks of axonflow-agent:1 run$/,
        ),
        hints: [
          `wait for it: aws ecs wait services-stable --cluster axonflow-cluster --services ${AGENT} --region us-east-1`,
          `see what it waits for: aws ecs list-service-deployments --cluster axonflow-cluster --service ${AGENT} --status IN_PROGRESS --region us-east-1`,
        ],
      },
    ])
    expect(writes()).toBe(before)
    await here.host.sleep(60_000)
    expect((await said()).exitCode).toBe(0)
  },
)
