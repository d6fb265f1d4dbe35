import { describe, expect, test } from 'vitest'
import type { ServiceFacts } from '../../src/host/aws-api.ts'
import { instantAt } from '../../src/model/instant.ts'
import type { RuntimeWord } from '../../src/model/runtime-word.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { says } from '../../src/model/visible.ts'
import { PRODUCTS } from '../../src/products/registry.ts'
import { serviceDrift } from '../../src/targets/aws/service-drift.ts'
import { wordDrift } from '../../src/targets/health/drift.ts'
import type { RunningService } from '../../src/targets/target.ts'

const service = (more: Partial<RunningService>): RunningService => ({
  name: 's',
  desired: 2,
  running: 2,
  pending: 0,
  deployed: null,
  rollout: 'COMPLETED',
  tasks: { fresh: 2, older: 0, unknown: 0 },
  ...more,
})

const drift = (services: readonly RunningService[], moving = false) =>
  serviceDrift(
    {
      services: services.map(
        ({ name, rollout }) =>
          ({
            name,
            status: 'ACTIVE',
            controller: 'ECS',
            deployments: [{ rollout }],
          }) as unknown as ServiceFacts,
      ),
      missing: [],
    },
    services,
    {
      before: '0123456789ab',
      moving,
      cluster: 'c',
      place: { region: 'us-east-1', profile: null },
      cure: [says`cure`],
    },
  ).map(({ code }) => code)

describe('services', () => {
  test.each([
    ['all is well', {}, []],
    ['too few tasks run', { running: 1, tasks: null }, ['status.too-few-tasks']],
    ['it is being deployed', { running: 1, rollout: 'IN_PROGRESS' }, ['status.rolling-out']],
    ['its deployment failed', { running: 1, rollout: 'FAILED' }, ['status.rollout-failed']],
    ['some tasks are older', { tasks: { fresh: 1, older: 1, unknown: 0 } }, ['status.older-key']],
    ['of some it cannot be told', { tasks: { fresh: 1, older: 0, unknown: 1 } }, ['status.not-known']],
  ])('%s', (_how, more, expected) => expect(drift([service(more)])).toEqual(expected))

  test('on different keys: only where each is wholly on one, and no rotation moves them', () => {
    const older = service({ name: 'o', tasks: { fresh: 0, older: 2, unknown: 0 } })
    const part = service({ name: 'o', tasks: { fresh: 1, older: 1, unknown: 0 } })
    const unsure = service({ name: 'o', tasks: { fresh: 0, older: 1, unknown: 1 } })
    const fresh = service({})
    expect([
      drift([fresh, older]),
      drift([fresh, part]),
      drift([fresh, unsure]),
      drift([fresh, older], true),
    ]).toEqual([
      ['status.older-key', 'status.keys-differ'],
      ['status.older-key'],
      ['status.older-key', 'status.not-known'],
      [],
    ])
  })
})

describe('what a runtime says against the key in place', () => {
  const EXPIRES = instantAt(Date.UTC(2027, 0, 1))
  const verdict = {
    kind: 'usable',
    key: { tier: 'Enterprise', expires: EXPIRES, identity: { value: 'acme', field: 'org_id' } },
    standing: { phase: { state: 'alive' } },
  } as unknown as Verdict
  const word: RuntimeWord = {
    shape: 'test',
    healthy: true,
    version: null,
    tier: 'ENTERPRISE',
    valid: true,
    identity: 'acme',
    expires: EXPIRES,
    nodes: null,
    maxNodes: null,
  }
  test.each([
    ['the same', {}, []],
    ['nothing', { tier: null, valid: null, identity: null, expires: null }, []],
    ['another tier', { tier: 'PRO' }, ['status.tier-differs']],
    ['another end', { expires: instantAt(EXPIRES + 1000) }, ['status.expiry-differs']],
    ['somebody else', { identity: 'other' }, ['status.identity-differs']],
    ['that it is not valid', { valid: false }, ['status.not-valid']],
  ])('%s', (_what, more, expected) => {
    const heard = [{ url: 'http://one', word: { ...word, ...more }, why: null, alarms: [], counted: false }]
    const cures = { reread: says`lic redeploy`, rotate: says`lic rotate SOURCE` }
    const found = wordDrift(heard, verdict, PRODUCTS.axonflow, cures)
    expect(found.map(({ code, hints }) => [code, hints])).toEqual(
      expected.map((code) => [code, ['have them read it: lic redeploy']]),
    )
  })
})
