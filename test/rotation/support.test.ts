import { describe, expect, test } from 'vitest'
import { run } from '../../src/run.ts'
import { handle } from '../../src/sandbox/world/handle.ts'
import type { World } from '../../src/sandbox/world/world.ts'
import { testAnchors } from '../support/sample-keys.ts'
import { type Event, sandboxed } from '../support/sandboxed.ts'
import { lic, NEW_KEY, rotate, SECRET, UNBOOTABLE, withNewKey } from './lic.ts'

const URGENT =
  'call your dedicated support line, which stands in the welcome email; in the grace period an emergency license comes within 2 hours'
const PAGE = 'AxonFlow docs, License Management (In-VPC)'
const SUPPORT = {
  contact: 'AxonFlow support by email, answered within 4 hours (Enterprise)',
  urgent: URGENT,
  source: PAGE,
}

const trusting = ['--public-key', testAnchors.enterprise]
const unbootable = (events: readonly Event[]) =>
  sandboxed({ events, told: { files: { [NEW_KEY]: UNBOOTABLE } } })
const meanwhile = (world: World) => {
  const body = { SecretId: SECRET, SecretString: 'another', ClientRequestToken: 'c'.repeat(32) }
  expect(handle(world, { service: 'secretsmanager', action: 'PutSecretValue', body }).status).toBe(200)
}

describe('how the vendor helps stands at every bad ending, and at no other', () => {
  test.each([
    ['undone', 51, () => unbootable([]), trusting],
    ['stranded', 52, () => unbootable([{ call: 'secrets.moveStage', nth: 4, fails: 'denied' }]), trusting],
    ['overtaken', 53, () => withNewKey({ events: [{ call: 'ecs.tasks', nth: 5, before: meanwhile }] }), []],
    ['unfinished', 54, () => withNewKey({ timings: { boot: 600_000 } }), ['--timeout', '60s']],
  ] as const)('%s (%i)', async (ending, code, there, argv) => {
    const { exitCode, result } = await rotate(await there(), ...argv)
    expect([exitCode, result.report?.ending, result.report]).toMatchObject([
      code,
      ending,
      { support: SUPPORT },
    ])
  })

  test('done', async () => {
    const { result } = await rotate(await withNewKey())
    expect(result.report).toMatchObject({ ending: 'done', support: null })
  })

  test('refused', async () => {
    const here = await withNewKey({ events: [{ call: 'secrets.put', fails: 'denied' }] })
    const { result } = await rotate(here)
    expect(result.report).toMatchObject({ ending: 'refused', support: null })
  })

  test('the same in words, once, with the page that says so', async () => {
    const here = await unbootable([])
    expect(await run(['rotate', `file:${NEW_KEY}`, '--yes', '--quiet', ...trusting], here.host)).toBe(51)
    const lines = here.host.out().split('\n')
    expect(lines.filter((line) => line.startsWith('ask: '))).toEqual([
      `ask: ${SUPPORT.contact}`,
      `ask: where production is down because of the license: ${URGENT} [${PAGE}]`,
    ])
  })

  test('of a service that was scaled, by the tier of the key in the secret', async () => {
    const here = await sandboxed({ timings: { boot: 600_000 } })
    const { exitCode, result } = await lic(here, 'scale', 'agent', '4', '--yes', '--timeout', '60s')
    expect([exitCode, result.report]).toMatchObject([
      51,
      { support: { contact: 'AxonFlow support by email, answered within 48 hours (Professional)' } },
    ])
  })
})
