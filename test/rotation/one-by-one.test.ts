import { describe, expect, test } from 'vitest'
import { sampleKey, testAnchors } from '../support/sample-keys.ts'
import { sandboxed } from '../support/sandboxed.ts'
import { NEW_KEY, rotate, running, withNewKey } from './lic.ts'

const AGENT = 'axonflow-agent-service'
const ORCHESTRATOR = 'axonflow-orchestrator-service'
const ids = (steps: readonly { readonly id: string; readonly status: string }[] | undefined) =>
  steps?.map(({ id, status }) => `${id} ${status}`)

const FORWARD = [
  'stage done',
  'lock done',
  'look-again done',
  'archive done',
  'promote done',
  `redeploy:${ORCHESTRATOR} done`,
  `follow:${ORCHESTRATOR} done`,
  `redeploy:${AGENT} done`,
]
const REVERSED = ['--service', ORCHESTRATOR, '--service', AGENT]

describe('--sequential', () => {
  test('one service after the other, in the order given; never more extra tasks than one service has', async () => {
    const most = { running: 0 }
    const here = await withNewKey({
      events: [
        {
          call: 'ecs.tasks',
          before: ({ tasks }) => {
            most.running = Math.max(most.running, tasks.filter(({ status }) => status !== 'STOPPED').length)
          },
        },
      ],
    })
    const { exitCode, result } = await rotate(here, '--sequential', ...REVERSED)
    expect(exitCode).toBe(0)
    expect(ids(result.report?.steps)).toEqual([
      ...FORWARD,
      `follow:${AGENT} done`,
      'prove done',
      'read-again done',
      'finish done',
    ])
    expect(running(here.world())).toEqual(['Enterprise', 'Enterprise', 'Enterprise'])
    expect(most.running).toBe(5)
  })

  test('the second fails after the first is done: both go back, one after the other', async () => {
    const here = await sandboxed({
      key: { tier: 'Evaluation', org: 'acme', days: 20 },
      told: (key) => ({ files: { [NEW_KEY]: key() } }),
      events: [
        {
          call: 'ecs.forceDeployment',
          nth: 2,
          before: (world) => {
            Object.assign(world, { anchors: { ...world.anchors, enterprise: '0'.repeat(64) } })
          },
        },
      ],
    })
    const { exitCode, error, result } = await rotate(here, '--sequential', ...REVERSED)
    expect([exitCode, error?.code]).toEqual([51, 'rotation.tasks-failed'])
    expect(ids(result.report?.steps)).toEqual([...FORWARD, `follow:${AGENT} failed`])
    expect(ids(result.report?.undo)).toEqual([
      'take-back done',
      `redeploy-old:${ORCHESTRATOR} done`,
      `follow-old:${ORCHESTRATOR} done`,
      `redeploy-old:${AGENT} done`,
      `follow-old:${AGENT} done`,
      'mark-failed done',
      'unlock done',
      'release-run done',
    ])
    expect(running(here.world())).toEqual(['Evaluation', 'Evaluation', 'Evaluation'])
  })

  test('the first fails: the second is never touched', async () => {
    const text = sampleKey({ tier: 'Enterprise', org_id: 'acme', expires_at: '20280101' })
    const here = await sandboxed({ told: { files: { [NEW_KEY]: text } } })
    const trusting = ['--public-key', testAnchors.enterprise]
    const { exitCode, result } = await rotate(here, '--sequential', ...trusting)
    expect([exitCode, ids(result.report?.undo)?.slice(0, 5)]).toEqual([
      51,
      [
        'take-back done',
        `redeploy-old:${AGENT} done`,
        `follow-old:${AGENT} done`,
        `redeploy-old:${ORCHESTRATOR} unchanged`,
        `follow-old:${ORCHESTRATOR} done`,
      ],
    ])
  })

  test('the first is still watched while the second starts', async () => {
    const here = await withNewKey({
      events: [
        {
          call: 'ecs.forceDeployment',
          nth: 2,
          before: ({ services }) => {
            for (const service of services) if (service.name === ORCHESTRATOR) service.status = 'INACTIVE'
          },
        },
      ],
    })
    const { exitCode, error } = await rotate(here, '--sequential', ...REVERSED)
    expect([exitCode, error?.message]).toEqual([
      54,
      `service ${ORCHESTRATOR} was deleted while it was followed: it is INACTIVE`,
    ])
  })

  test('with one service there is nothing to put in order', async () => {
    const here = await withNewKey()
    const { result } = await rotate(here, '--sequential', '--service', AGENT)
    expect(ids(result.report?.steps)?.slice(5, 7)).toEqual(['redeploy done', 'follow done'])
  })
})
