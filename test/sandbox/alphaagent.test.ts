import { createHash } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND, toIso } from '../../src/model/instant.ts'
import { run } from '../../src/run.ts'
import type { TokenVendorOptions } from '../../src/sandbox/vendors/start.ts'
import { fakeHost } from '../support/host.ts'
import { message, NOON, type Running, send, started } from './support/alphaagent.ts'
import { ask, statuses } from './support/asking.ts'

const open: Running[] = []
afterEach(async () => {
  for (const box of open.splice(0)) {
    const everything = [...box.heard, ...box.log, JSON.stringify((await ask(box, 'GET /_lic/log')).body)]
    expect(everything.filter((text) => text.includes(box.secret))).toEqual([])
    await box.close()
  }
})

async function start(options: TokenVendorOptions = {}): Promise<Running> {
  const box = await started(options)
  open.push(box)
  return box
}

const HOST = createHash('sha256').update('sandbox-host').digest('hex')
const STATES = [
  ['OK', 0],
  ['OK', 10 * MINUTE - 1],
  ['WARN', 10 * MINUTE],
  ['WARN', 30 * MINUTE - 1],
  ['UNHEALTHY', 30 * MINUTE],
  ['UNHEALTHY', DAY - 1],
  ['KILLED', DAY],
  ['KILLED', 3 * DAY],
] as const
const AGENTS = ['GET /studio/api/agents/runs', 'POST /studio/api/agents/runs']

describe('AlphaAgent: the four states', () => {
  test('begins activated and OK, its heartbeats every five minutes', async () => {
    const box = await start()
    const studio = {
      license_id: box.id,
      state: 'OK',
      reason: null,
      last_verified_heartbeat: '2026-11-23T12:00:00Z',
      billing: { delinquent: false },
      host_fingerprint: HOST,
      runtime_version: '1.4.0',
      deployment_kind: 'aws',
      queued_usage_events: 0,
    }
    const console = {
      license_id: box.id,
      status: 'active',
      delinquent: false,
      health: 'Healthy',
      missed_heartbeats: 0,
      last_heartbeat: '2026-11-23T12:00:00Z',
      activated_at: '2026-11-23T12:00:00Z',
      host_fingerprint: HOST,
      runtime_version: '1.4.0',
      deployment_kind: 'aws',
      usage_events: 0,
    }
    expect(await box.state()).toEqual({ now: '2026-11-23T12:00:00Z', connected: true, studio, console })
    box.pass(5 * MINUTE - 1)
    expect((await box.state()).studio.last_verified_heartbeat).toBe('2026-11-23T12:00:00Z')
    box.pass(1)
    expect((await box.state()).studio.last_verified_heartbeat).toBe('2026-11-23T12:05:00Z')
    box.pass(400 * DAY + 3 * MINUTE)
    const later = await box.state()
    expect([
      later.studio.state,
      later.studio.last_verified_heartbeat,
      later.console?.missed_heartbeats,
    ]).toEqual(['OK', toIso((NOON + 400 * DAY + 5 * MINUTE) as typeof NOON), 0])
    expect(box.log).toEqual([`2026-11-23T12:00:00Z [license] activated ${box.id}: OK`])
  })

  test.each(STATES)('cut off from the Console it is %s after %d ms', async (state, since) => {
    const box = await start()
    await box.does('disconnect')
    box.pass(since)
    const seen = await box.state()
    const killed = state === 'KILLED'
    expect([seen.studio.state, seen.studio.reason, seen.studio.last_verified_heartbeat]).toEqual([
      state,
      killed ? 'no_heartbeat' : null,
      '2026-11-23T12:00:00Z',
    ])
    expect(await ask(box, 'GET /studio/health')).toEqual({
      status: 200,
      body: {
        status: 'ok',
        license: state,
        reason: killed ? 'no_heartbeat' : null,
        license_id: box.id,
        last_verified_heartbeat: '2026-11-23T12:00:00Z',
        billing: { delinquent: false },
        runtime_version: '1.4.0',
      },
    })
    expect(await statuses(box, 'member', AGENTS)).toEqual(killed ? [451, 451] : [200, 201])
  })

  test('lic inspect and lic check say the same at the same instants', async () => {
    const checks = {
      OK: [0, []],
      WARN: [0, ['key.heartbeat-late']],
      UNHEALTHY: [0, ['key.heartbeat-lost']],
      KILLED: [41, ['key.killed']],
    }
    for (const [state, since] of STATES) {
      const box = await start()
      await box.does('disconnect')
      box.pass(since)
      const { now, studio } = await box.state()
      const judged = async (command: string, ...more: string[]) => {
        const host = fakeHost({ env: { LICENSE_TOKEN: box.key } })
        const argv = [
          command,
          '--last-heartbeat',
          String(studio.last_verified_heartbeat),
          '--at',
          now,
          '--json',
          ...more,
        ]
        const code = await run(argv, host)
        expect(host.out() + host.err()).not.toContain(box.secret)
        return { code, result: JSON.parse(host.out()).result }
      }
      const { result } = await judged('inspect')
      const check = await judged('check', '--allow-unverifiable')
      const codes = check.result.findings.map(({ code }: { code: string }) => code)
      expect([
        result.standing.phase,
        check.result.standing.phase,
        studio.state,
        check.code,
        codes.filter((code: string) => code !== 'key.unverifiable'),
      ]).toEqual([state, state, state, ...checks[state]])
    }
  })

  test('other thresholds are those of --heartbeat-limits', async () => {
    const box = await start({ thresholds: { warn: 6 * MINUTE, unhealthy: HOUR, killed: 2 * HOUR } })
    await box.does('disconnect')
    const states: unknown[] = []
    for (const wait of [6 * MINUTE - 1, 1, 54 * MINUTE - 1, 1, HOUR - 1, 1]) {
      box.pass(wait)
      states.push((await box.state()).studio.state)
    }
    expect(states).toEqual(['OK', 'WARN', 'WARN', 'UNHEALTHY', 'UNHEALTHY', 'KILLED'])
  })

  test('before it is killed, the next heartbeat that arrives makes it OK', async () => {
    const box = await start()
    await box.does('disconnect')
    box.pass(DAY - 1)
    expect((await box.state()).studio.state).toBe('UNHEALTHY')
    const other = await start()
    await other.does('disconnect')
    other.pass(DAY - 5 * MINUTE - 1)
    await other.does('connect')
    other.pass(1)
    expect((await other.state()).studio).toMatchObject({
      state: 'OK',
      last_verified_heartbeat: '2026-11-24T11:55:00Z',
    })
    expect(other.log).toEqual([
      `2026-11-23T12:00:00Z [license] activated ${other.id}: OK`,
      '2026-11-23T12:10:00Z [license] WARN: no verified heartbeat',
      '2026-11-23T12:30:00Z [license] UNHEALTHY: no verified heartbeat',
    ])
  })

  test('once killed, only a new activation and its heartbeat make it OK', async () => {
    const box = await start()
    await box.does('disconnect')
    box.pass(DAY)
    await box.does('connect')
    box.pass(HOUR)
    expect((await box.state()).studio).toMatchObject({ state: 'KILLED', reason: 'no_heartbeat' })
    const activate = (as: string) => ask(box, 'POST /studio/api/license/activate', { as })
    expect([(await activate('nobody')).status, (await activate('member')).status]).toEqual([401, 403])
    expect(await ask(box, AGENTS[1] ?? '', { as: 'member' })).toEqual({
      status: 451,
      body: { error: 'unavailable for legal reasons', state: 'KILLED', reason: 'no_heartbeat' },
    })
    await box.does('disconnect')
    expect(await activate('admin')).toMatchObject({ status: 409, body: { state: 'KILLED' } })
    await box.does('connect')
    expect(await activate('admin')).toMatchObject({
      status: 200,
      body: { state: 'OK', reason: null, last_verified_heartbeat: '2026-11-24T13:00:00Z' },
    })
    expect(await statuses(box, 'member', AGENTS)).toEqual([200, 201])
  })

  test('diagnostics stay open while it is killed, to those who may see them', async () => {
    const box = await start()
    await box.does('disconnect')
    box.pass(DAY)
    const license = (as: string) => ask(box, 'GET /studio/api/license', { as })
    expect([
      (await license('admin')).status,
      (await license('member')).status,
      (await license('x')).status,
    ]).toEqual([200, 403, 401])
    expect((await license('admin')).body).toEqual((await box.state()).studio)
    expect((await ask(box, AGENTS[0] ?? '')).status).toBe(401)
  })
})

describe('AlphaAgent: revoked, delinquent', () => {
  test('a revoked license kills with the next heartbeat, and is not activated until it is reinstated', async () => {
    const box = await start()
    expect((await box.does('revoke')).studio.state).toBe('OK')
    box.pass(5 * MINUTE - 1)
    expect((await box.state()).studio.state).toBe('OK')
    box.pass(1)
    const { studio, console } = await box.state()
    expect([studio.state, studio.reason, studio.last_verified_heartbeat, console?.status]).toEqual([
      'KILLED',
      'revoked',
      '2026-11-23T12:00:00Z',
      'revoked',
    ])
    expect(await statuses(box, 'member', AGENTS)).toEqual([451, 451])
    expect((await box.does('activate')).studio).toMatchObject({ state: 'KILLED', reason: 'revoked' })
    await box.does('restart')
    await box.does('reinstate')
    box.pass(HOUR)
    expect((await box.state()).studio).toMatchObject({ state: 'KILLED', reason: 'revoked' })
    expect((await box.does('activate')).studio).toMatchObject({ state: 'OK', reason: null })
  })

  test('a reinstated license whose heartbeat is lost stays killed', async () => {
    const box = await start()
    await box.does('revoke')
    await box.does('activate')
    await box.does('reinstate')
    await box.does('disconnect')
    expect((await box.does('activate')).studio).toMatchObject({ state: 'KILLED', reason: 'revoked' })
  })

  test('delinquency stops new usage alone: heartbeats go on, and it is OK', async () => {
    const box = await start()
    await box.does('delinquent')
    box.pass(5 * MINUTE)
    expect((await box.state()).studio).toMatchObject({ state: 'OK', billing: { delinquent: true } })
    expect(await statuses(box, 'member', AGENTS)).toEqual([200, 201])
    box.pass(30 * DAY)
    const { studio, console } = await box.state()
    expect([studio.state, studio.queued_usage_events, console]).toEqual([
      'OK',
      0,
      expect.objectContaining({ status: 'active', health: 'Healthy', delinquent: true, usage_events: 0 }),
    ])
    await box.does('paid')
    box.pass(5 * MINUTE)
    expect((await box.state()).studio).toMatchObject({ billing: { delinquent: false } })
    expect(box.log.slice(1)).toEqual([
      '2026-11-23T12:05:00Z [license] delinquent: new usage is not accepted for billing',
      '2026-12-23T12:10:00Z [license] no longer delinquent',
    ])
  })

  test('delinquent and cut off: the heartbeats decide, and the reason is not the bill', async () => {
    const box = await start()
    await box.does('delinquent')
    box.pass(5 * MINUTE)
    await box.does('disconnect')
    box.pass(DAY)
    expect((await box.state()).studio).toMatchObject({
      state: 'KILLED',
      reason: 'no_heartbeat',
      billing: { delinquent: true },
    })
    await box.does('connect')
    expect((await box.does('activate')).studio).toMatchObject({ state: 'OK', billing: { delinquent: true } })
  })
})

describe('AlphaAgent: another host, another token', () => {
  test('another host is rejected, and the first one taken back', async () => {
    const box = await start()
    const moved = await box.does('move', { host: 'elsewhere' })
    expect([moved.studio.state, moved.studio.reason, moved.console?.host_fingerprint]).toEqual([
      'KILLED',
      'other_host',
      HOST,
    ])
    expect((await box.does('activate')).studio.state).toBe('KILLED')
    expect((await box.does('move')).studio).toMatchObject({ state: 'OK', host_fingerprint: HOST })
  })

  test('a restart activates again, from the same host', async () => {
    const box = await start()
    await box.does('disconnect')
    box.pass(DAY)
    await ask(box, 'POST /_lic/restart')
    expect((await box.state()).studio.state).toBe('KILLED')
    await box.does('connect')
    await ask(box, 'POST /_lic/restart')
    expect((await box.state()).studio.state).toBe('OK')
  })

  test('a new license is inactive until Studio starts with its token', async () => {
    const box = await start()
    const { key } = (await ask(box, 'GET /_lic/issue')).body as { key: string }
    const id = key.split('.')[0]
    const listed = async () =>
      (await ask(box, 'GET /console/api/licenses', { as: 'admin' })).body as {
        items: Record<string, unknown>[]
      }
    expect(
      (await listed()).items.map(({ license_id, status, health }) => [license_id, status, health]),
    ).toEqual([
      [box.id, 'active', 'Healthy'],
      [id, 'inactive', null],
    ])
    expect((await ask(box, 'GET /console/api/licenses', { as: 'member' })).status).toBe(401)
    const restarted = await ask(box, 'POST /_lic/restart', { json: { key } })
    expect(JSON.stringify(restarted.body)).not.toContain(key.split('.')[1])
    expect((await box.state()).studio).toMatchObject({ license_id: id, state: 'OK' })
    expect(JSON.stringify(await listed())).not.toContain(key.split('.')[1])
  })

  test.each([
    ['a bare ID', (box: Running) => box.id, null, 'not_activated'],
    ['nonsense', () => 'canary canary', null, 'not_activated'],
    ['a wrong secret', (box: Running) => `${box.id}.${'0'.repeat(64)}`, 'same', 'not_authentic'],
    ['an ID nobody has', () => `aalk_00000000.${'0'.repeat(64)}`, 'other', 'not_authentic'],
  ])('with %s it starts killed', async (_name, keyOf, _id, reason) => {
    const box = await start()
    await ask(box, 'POST /_lic/restart', { json: { key: keyOf(box) } })
    const { studio } = await box.state()
    expect([studio.state, studio.reason]).toEqual(['KILLED', reason])
    expect(box.log.join()).not.toMatch(/canary|0{64}/)
    await ask(box, 'POST /_lic/restart', { json: { key: box.key } })
    expect((await box.state()).studio.state).toBe('OK')
  })

  test('a token taken while the Console is out of reach is not yet activated', async () => {
    const box = await start()
    await box.does('revoke')
    expect((await box.does('activate')).studio.reason).toBe('revoked')
    await box.does('disconnect')
    await ask(box, 'POST /_lic/restart', { json: { key: box.issue() } })
    expect((await box.state()).studio).toMatchObject({ state: 'KILLED', reason: 'not_activated' })
    await box.does('connect')
    expect((await box.does('activate')).studio.state).toBe('OK')
  })
})

describe('AlphaAgent Console: what it takes', () => {
  const refused = (status: number, error: string, signed = true) => ({
    status,
    body: { valid: false, error },
    signed,
  })

  test('a heartbeat, with the time of the next', async () => {
    const box = await start()
    box.pass(SECOND)
    expect(await send(box, message(box, 'heartbeats', { runtime_version: '9', health: 'OK' }))).toEqual({
      status: 200,
      body: {
        valid: true,
        billing: { delinquent: false },
        next_heartbeat_expected: '2026-11-23T12:05:01Z',
      },
      signed: true,
    })
    expect((await box.state()).console).toMatchObject({ last_heartbeat: '2026-11-23T12:00:01Z' })
  })

  test('the same one again is refused for ever', async () => {
    const box = await start()
    const once = message(box, 'heartbeats')
    expect((await send(box, once)).status).toBe(200)
    const again: unknown[] = []
    for (const wait of [0, 5 * MINUTE, 1, DAY]) {
      box.pass(wait)
      again.push(await send(box, once))
    }
    expect(again).toEqual([
      refused(409, 'replayed'),
      refused(409, 'replayed'),
      refused(400, 'stale'),
      refused(400, 'stale'),
    ])
  })

  test('a one-time value that was sent ahead of time is remembered until it is stale', async () => {
    const box = await start()
    const ahead = message(box, 'heartbeats', {}, { at: (NOON + 5 * MINUTE) as typeof NOON })
    expect((await send(box, ahead)).status).toBe(200)
    box.pass(10 * MINUTE)
    expect(await send(box, ahead)).toEqual(refused(409, 'replayed'))
    box.pass(1)
    expect(await send(box, ahead)).toEqual(refused(400, 'stale'))
  })

  test.each([
    [-5 * MINUTE, 200],
    [-5 * MINUTE - 1, 400],
    [5 * MINUTE, 200],
    [5 * MINUTE + 1, 400],
  ])('a timestamp %d ms off: %d', async (off, status) => {
    const box = await start()
    const sent = message(box, 'heartbeats', {}, { at: (NOON + off) as typeof NOON })
    expect((await send(box, sent)).status).toBe(status)
  })

  test('what is not signed by the secret of its license counts for nothing', async () => {
    const box = await start()
    const before = (await box.state()).console
    box.pass(MINUTE)
    const good = message(box, 'heartbeats')
    const stranger = refused(401, 'not_authentic', false)
    const other = box.issue().split('.')[1] ?? ''
    for (const bad of [
      { ...good, signature: '' },
      { ...good, signature: good.signature.replace(/.$/, (c) => (c === '0' ? '1' : '0')) },
      { ...good, body: good.body.replace('12:01:00', '12:01:01') },
      { ...good, path: '/console/api/activations' },
      { ...good, body: '[]' },
      { ...good, body: 'canary' },
      message(box, 'heartbeats', {}, { secret: other }),
      message(box, 'heartbeats', {}, { id: 'aalk_nobody' }),
    ])
      expect(await send(box, bad)).toEqual(stranger)
    expect((await box.state()).console).toEqual(before)
    expect(await send(box, good)).toMatchObject({ status: 200 })
  })

  test.each([{ nonce: '' }, { nonce: 'short' }, { nonce: 7 }, { timestamp: 'now' }, { timestamp: 1 }])(
    'signed, with %j: malformed',
    async (fields) => {
      const box = await start()
      expect(await send(box, message(box, 'heartbeats', fields))).toEqual(refused(400, 'malformed'))
    },
  )

  test('activation: from the same host again, from another never', async () => {
    const box = await start()
    const from = (host_fingerprint: string) =>
      send(
        box,
        message(box, 'activations', { host_fingerprint, runtime_version: '2', deployment_kind: 'aws' }),
      )
    expect([await from('f'.repeat(64)), await from(''), await from(HOST)]).toEqual([
      refused(409, 'other_host'),
      refused(400, 'malformed'),
      { status: 200, body: { valid: true, status: 'active' }, signed: true },
    ])
    expect((await box.state()).console).toMatchObject({ host_fingerprint: HOST, runtime_version: '2' })
    await box.does('revoke')
    expect(await from(HOST)).toEqual(refused(403, 'revoked'))
  })

  test('what nobody has activated has no heartbeats and no usage', async () => {
    const box = await start()
    const [id = '', secret = ''] = box.issue().split('.')
    for (const what of ['heartbeats', 'usage'] as const)
      expect(
        await send({ ...box, secret }, message(box, what, { idempotency_key: 'k' }, { id, secret })),
      ).toEqual(refused(409, 'not_activated'))
  })

  test.each([
    [5 * MINUTE - 1, 0, 'Healthy'],
    [5 * MINUTE, 1, 'Warning'],
    [15 * MINUTE - 1, 2, 'Warning'],
    [15 * MINUTE, 3, 'Unhealthy'],
    [DAY, 288, 'Unhealthy'],
  ])('%d ms after the last heartbeat it has missed %d: %s', async (since, missed, health) => {
    const box = await start()
    await box.does('disconnect')
    box.pass(since)
    expect((await box.state()).console).toMatchObject({ missed_heartbeats: missed, health, status: 'active' })
    await send(box, message(box, 'heartbeats'))
    expect((await box.state()).console).toMatchObject({ missed_heartbeats: 0, health: 'Healthy' })
  })
})

describe('AlphaAgent: usage', () => {
  const ran = (box: Running) => ask(box, 'POST /studio/api/agents/runs', { as: 'member' })
  const counts = async (box: Running) => {
    const { studio, console } = await box.state()
    return [studio.queued_usage_events, console?.usage_events]
  }

  test('waits in the queue while the Console is out of reach, and is delivered once', async () => {
    const box = await start()
    await ran(box)
    expect(await counts(box)).toEqual([0, 1])
    await box.does('disconnect')
    await ran(box)
    await ran(box)
    expect(await counts(box)).toEqual([2, 1])
    await box.does('connect')
    box.pass(5 * MINUTE)
    expect(await counts(box)).toEqual([0, 3])
  })

  test('is not accepted of a delinquent license, and waits until that has ended', async () => {
    const box = await start()
    await box.does('delinquent')
    await ran(box)
    expect(await counts(box)).toEqual([1, 0])
    await box.does('paid')
    box.pass(5 * MINUTE)
    expect(await counts(box)).toEqual([0, 1])
  })

  test.each([
    [7.5 * DAY - 1, 1],
    [7.5 * DAY, 0],
  ])('of a billing period that has closed is dropped: %d ms later %d is counted', async (later, counted) => {
    const box = await start()
    await box.does('disconnect')
    await ran(box)
    box.pass(later)
    await box.does('connect')
    await box.does('activate')
    expect(await counts(box)).toEqual([0, counted])
  })

  test('is counted once, however often it is sent', async () => {
    const box = await start()
    const event = { idempotency_key: 'k1', execution_id: 'e1', billing_period: '2026-11' }
    const sent = async () => (await send(box, message(box, 'usage', event))).body
    expect([await sent(), await sent(), (await counts(box))[1]]).toEqual([
      { valid: true, counted: true },
      { valid: true, counted: false },
      1,
    ])
  })
})
