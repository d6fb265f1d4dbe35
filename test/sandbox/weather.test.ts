import { describe, expect, test } from 'vitest'
import { after as later, SECOND } from '../../src/model/instant.ts'
import type { AwsService, Call } from '../../src/sandbox/world/handle.ts'
import { deliver } from '../../src/sandbox/world/weather/deliver.ts'
import type { Spell } from '../../src/sandbox/world/weather/spells.ts'
import { cloneWorld, type World } from '../../src/sandbox/world/world.ts'
import { force, service, setKey } from './support/ecs.ts'
import { ID, value } from './support/secrets.ts'
import { deployed, keyFor, pass, START } from './support/worlds.ts'

const CALLS = {
  secretsmanager: { service: 'secretsmanager', action: 'DescribeSecret', body: { SecretId: ID } },
  ecs: {
    service: 'ecs',
    action: 'UpdateService',
    body: { cluster: 'axonflow-cluster', service: 'axonflow-agent-service', forceNewDeployment: true },
  },
  sts: { service: 'sts', action: 'GetCallerIdentity', body: {} },
  logs: {
    service: 'logs',
    action: 'GetLogEvents',
    body: { logGroupName: '/ecs/axonflow-agent', logStreamName: 'none' },
  },
  'application-autoscaling': {
    service: 'application-autoscaling',
    action: 'DescribeScalableTargets',
    body: { ServiceNamespace: 'ecs' },
  },
} as const satisfies Record<AwsService, Call>

/** The HTTP status and the error's name; or how it ended without one. */
function met(world: World, call: Call): unknown {
  const delivered = deliver(world, call)
  if (delivered.kind !== 'answered') return delivered.kind
  const { status, body } = delivered.answer
  return status === 200 ? 200 : [status, body.__type]
}

const under = (...weather: Spell[]) => deployed({ weather })
const times = (count: number, what: () => unknown) => Array.from({ length: count }, what)

describe('the weather', () => {
  test.each([
    ['secretsmanager', 'throttled', [400, 'ThrottlingException']],
    ['secretsmanager', 'failing', [500, 'InternalServiceError']],
    ['secretsmanager', 'denied', [400, 'AccessDeniedException']],
    ['secretsmanager', 'expired', [400, 'ExpiredTokenException']],
    ['ecs', 'throttled', [400, 'ThrottlingException']],
    ['ecs', 'failing', [500, 'ServerException']],
    ['ecs', 'denied', [400, 'AccessDeniedException']],
    ['ecs', 'expired', [400, 'ExpiredTokenException']],
    ['sts', 'throttled', [400, 'Throttling']],
    ['sts', 'failing', [500, 'InternalFailure']],
    ['sts', 'denied', [403, 'AccessDenied']],
    ['sts', 'expired', [403, 'ExpiredToken']],
    ['logs', 'failing', [500, 'ServiceUnavailableException']],
    ['application-autoscaling', 'failing', [500, 'InternalServiceException']],
  ] as const)('%s %s is said in the service’s own words, and nothing is done', (to, does, answer) => {
    const world = under({ call: `${to}:*`, does })
    const before = cloneWorld(world)
    expect(met(world, CALLS[to])).toEqual(answer)
    expect({ ...world, weather: [] }).toEqual({ ...before, weather: [] })
  })

  test('a denial names who, what and on which thing', () => {
    const world = under({ call: '*', does: 'denied' })
    const message = (call: Call) => {
      const delivered = deliver(world, call)
      return delivered.kind === 'answered' && (delivered.answer.body.Message ?? delivered.answer.body.message)
    }
    const who = 'User: arn:aws:iam::123456789012:user/sandbox-operator is not authorized to perform'
    expect(message(CALLS.ecs)).toBe(
      `${who}: ecs:UpdateService on resource: arn:aws:ecs:us-east-1:123456789012:service/axonflow-cluster/axonflow-agent-service because no identity-based policy allows the ecs:UpdateService action`,
    )
    expect(message(CALLS.secretsmanager)).toBe(
      `${who}: secretsmanager:DescribeSecret on resource: ${world.secrets[0]?.arn} because no identity-based policy allows the secretsmanager:DescribeSecret action`,
    )
    expect(message(CALLS.sts)).toContain('on resource: * because')
  })

  test('an answer that is lost was given: the thing is done; a request that is dropped never was', () => {
    for (const [does, kind, count] of [
      ['lost', 'reset', 2],
      ['garbled', 'garbled', 2],
      ['dropped', 'reset', 1],
    ] as const) {
      const world = under({ call: 'ecs:UpdateService', does })
      expect(met(world, CALLS.ecs)).toBe(kind)
      expect((service(world).deployments as unknown[]).length).toBe(count)
    }
  })

  test('the first calls, some in the middle, or those of a while', () => {
    const call = 'ecs:UpdateService'
    const no = [400, 'ThrottlingException']
    const world = under({ call, does: 'throttled', times: 2 })
    expect(times(4, () => met(world, CALLS.ecs))).toEqual([no, no, 200, 200])
    const middle = under({ call, does: 'throttled', after: 1, times: 1 })
    expect(times(3, () => met(middle, CALLS.ecs))).toEqual([200, no, 200])
    const moments = under({
      call,
      does: 'throttled',
      from: later(START, SECOND),
      until: later(START, 2 * SECOND),
    })
    const heard = times(3, () => {
      const answer = met(moments, CALLS.ecs)
      pass(moments, SECOND)
      return answer
    })
    expect(heard).toEqual([200, no, 200])
    const seventh = under({ call, does: 'throttled', after: 1, every: 2, times: 2 })
    expect(times(7, () => met(seventh, CALLS.ecs))).toEqual([200, 200, no, 200, no, 200, 200])
    expect(met(under({ call: 'ecs:DescribeServices', does: 'throttled' }), CALLS.ecs)).toBe(200)
    expect(met(under({ call: 'secretsmanager:*', does: 'throttled' }), CALLS.ecs)).toBe(200)
    expect(met(under({ call: '*', does: 'throttled' }), CALLS.ecs)).toEqual(no)
  })

  test('expired credentials stay expired', () => {
    const world = under({ call: '*', does: 'expired', from: later(START, SECOND) })
    expect(met(world, CALLS.ecs)).toBe(200)
    pass(world, SECOND)
    expect(Object.values(CALLS).map((call) => met(world, call))).toEqual([
      [400, 'ExpiredTokenException'],
      [400, 'ExpiredTokenException'],
      [403, 'ExpiredToken'],
      [400, 'ExpiredTokenException'],
      [400, 'ExpiredTokenException'],
    ])
  })

  test('a bucket lets a burst through, then what drips in', () => {
    const no = [400, 'ThrottlingException']
    const world = under({ call: 'ecs:*', does: 'limited', burst: 3, perSecond: 2 })
    expect(times(5, () => met(world, CALLS.ecs))).toEqual([200, 200, 200, no, no])
    pass(world, SECOND)
    expect(times(3, () => met(world, CALLS.ecs))).toEqual([200, 200, no])
    pass(world, 60 * SECOND)
    expect(times(4, () => met(world, CALLS.ecs))).toEqual([200, 200, 200, no])
  })

  test('of several spells the first trouble wins, and delays add up', () => {
    const world = under(
      { call: '*', does: 'slow', by: 300 },
      { call: '*', does: 'slow', by: 200 },
      { call: 'ecs:*', does: 'failing', times: 1 },
      { call: '*', does: 'dropped', times: 2 },
    )
    expect(times(3, () => deliver(world, CALLS.sts).delay)).toEqual([500, 500, 500])
    const other = under(
      { call: 'ecs:*', does: 'failing', times: 1 },
      { call: '*', does: 'dropped', times: 2 },
    )
    expect(times(3, () => met(other, CALLS.ecs))).toEqual([[500, 'ServerException'], 'reset', 200])
  })

  test('is part of a clone, and counts there for itself', () => {
    const world = under({ call: '*', does: 'throttled', times: 1 })
    const other = cloneWorld(world)
    expect([met(world, CALLS.ecs), met(world, CALLS.ecs)]).toEqual([[400, 'ThrottlingException'], 200])
    expect(met(other, CALLS.ecs)).toEqual([400, 'ThrottlingException'])
  })

  test('is not shared by two worlds that were given the same', () => {
    const weather: Spell[] = [{ call: '*', does: 'throttled', times: 1 }]
    met(deployed({ weather }), CALLS.ecs)
    expect(met(deployed({ weather }), CALLS.ecs)).toEqual([400, 'ThrottlingException'])
  })
})

describe('reads that lag', () => {
  const LAG: Spell = { call: 'ecs:DescribeServices', does: 'lagging', by: 2 * SECOND }
  const read = (world: World, call: Call) => {
    const delivered = deliver(world, call)
    if (delivered.kind !== 'answered') throw new Error(delivered.kind)
    return delivered.answer
  }
  const DESCRIBE: Call = {
    service: 'ecs',
    action: 'DescribeServices',
    body: { cluster: 'axonflow-cluster', services: ['axonflow-agent-service'] },
  }
  const ids = (world: World) =>
    (read(world, DESCRIBE).body.services as { deployments: { id: string }[] }[])[0]?.deployments.map(
      ({ id }) => id,
    )

  test('answer what was so a while ago, with the time that it is', () => {
    const world = under(LAG)
    const before = ids(world)
    force(world)
    const now = service(world).deployments as { id: string }[]
    pass(world, 2 * SECOND - 1)
    expect(ids(world)).toEqual(before)
    expect(read(world, DESCRIBE).date).toBe(world.now)
    pass(world, 1)
    expect(ids(world)).toEqual(now.map(({ id }) => id))
  })

  test('see what happened by itself meanwhile, with the same names', () => {
    const world = under(LAG)
    force(world)
    const atOnce = read({ ...cloneWorld(world), weather: [] }, DESCRIBE).body
    pass(world, 3 * SECOND)
    const then = read({ ...cloneWorld(world), weather: [] }, DESCRIBE).body
    pass(world, 2 * SECOND)
    expect(read(world, DESCRIBE).body).toEqual(then)
    expect(then).not.toEqual(atOnce)
  })

  test('are of one kind of call, the rest sees what is', () => {
    const world = deployed({
      weather: [{ call: 'secretsmanager:GetSecretValue', does: 'lagging', by: SECOND }],
    })
    const old = value(world)
    const key = keyFor()
    setKey(world, key)
    const get: Call = { service: 'secretsmanager', action: 'GetSecretValue', body: { SecretId: ID } }
    expect(read(world, get).body.SecretString).toBe(old)
    expect(
      Object.keys(read(world, { ...get, action: 'DescribeSecret' }).body.VersionIdsToStages as object),
    ).toHaveLength(2)
    pass(world, SECOND)
    expect(read(world, get).body.SecretString).toBe(key)
  })

  test('do not hold back what is written', () => {
    const world = deployed({ weather: [{ call: '*', does: 'lagging', by: SECOND }] })
    read(world, CALLS.ecs)
    expect(service(world).deployments).toHaveLength(2)
  })

  test('keep no more of the past than is needed, and none where nothing lags', () => {
    const world = under(LAG)
    for (let turn = 0; turn < 30; turn++) {
      pass(world, SECOND)
      read(world, CALLS.ecs)
    }
    expect(world.memories.length).toBeLessThanOrEqual(4)
    const fair = deployed()
    force(fair)
    expect(fair.memories).toEqual([])
  })
})
