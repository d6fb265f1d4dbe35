import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY, HOUR, type Instant, instantAt, after as later, MINUTE } from '../../../src/model/instant.ts'
import { standing } from '../../../src/model/timeline.ts'
import { says } from '../../../src/model/visible.ts'
import { readHealth } from '../../../src/products/alphaagent/runtime.ts'
import { timelineOf } from '../../../src/products/alphaagent/timeline.ts'
import type { Heartbeat } from '../../../src/products/product.ts'

const NOON = instantAt(Date.UTC(2026, 10, 23, 12))
const STATES = ['OK', 'WARN', 'UNHEALTHY', 'KILLED'] as const
const read = (value: unknown) => readHealth(Buffer.from(JSON.stringify(value)))?.heartbeat

describe('what Studio says of its heartbeats', () => {
  const whole = { last: NOON, state: 'WARN', reason: null, account: [], license: 'aalk_1' }

  test.each([
    [
      'its health',
      {
        license: 'WARN',
        license_id: 'aalk_1',
        last_verified_heartbeat: '2026-11-23T12:00:00Z',
        reason: null,
      },
      whole,
    ],
    [
      'in an object, spelled otherwise',
      { license: { state: 'warn', licenseId: 'aalk_1', lastHeartbeatAt: '2026-11-23T12:00:00.000Z' } },
      whole,
    ],
    ['a state alone', { state: 'KILLED' }, { ...whole, last: null, state: 'KILLED', license: null }],
    [
      'a time alone',
      { last_heartbeat: '2026-11-23T12:00:00Z', state: 'fine' },
      { ...whole, state: null, license: null },
    ],
    [
      'delinquent under billing',
      { state: 'OK', billing: { delinquent: true }, last_heartbeat: '2026-11-23T12:00:00Z' },
      { ...whole, state: 'OK', license: null, account: ['delinquent'] },
    ],
    [
      'revoked as a reason',
      { state: 'KILLED', reason: 'REVOKED', billing: { delinquent: false } },
      { ...whole, last: null, state: 'KILLED', reason: 'REVOKED', license: null, account: ['revoked'] },
    ],
    [
      'both',
      { state: 'KILLED', revoked: true, delinquent: true },
      { ...whole, last: null, state: 'KILLED', license: null, account: ['delinquent', 'revoked'] },
    ],
  ])('%s', (_name, answer, expected) => {
    expect(read(answer)).toEqual(expected)
  })

  test.each([
    [{}],
    [[]],
    ['OK'],
    [null],
    [{ status: 'ok' }],
    [{ license: 'valid' }],
    [{ state: 1, last_heartbeat: 'yesterday' }],
    [{ license_id: 'aalk_1' }],
  ])('%j says nothing of them', (answer) => {
    expect(readHealth(Buffer.from(JSON.stringify(answer)))).toBe(null)
  })

  test.each(['OK', 'WARN', 'UNHEALTHY'])('%s alone leaves open for how long', (state) => {
    expect(readHealth(Buffer.from(JSON.stringify({ state })))).toMatchObject({ valid: true })
    expect(read({ state })).toBe(undefined)
  })

  test('nothing is thrown, whatever is answered', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.jsonValue(), (bytes, value) => {
        readHealth(bytes)
        readHealth(Buffer.from(JSON.stringify({ license: value, state: value, billing: value })))
      }),
    )
  })

  test.each([
    ['OK', true],
    ['KILLED', false],
  ])('%s: valid is %s', (state, valid) => {
    expect(readHealth(Buffer.from(JSON.stringify({ state })))?.valid).toBe(valid)
  })
})

describe('where a license stands by what a deployment says', () => {
  const at = (heartbeat: Heartbeat, now: Instant, id: string | null = 'aalk_1') => {
    const timeline = timelineOf(heartbeat, id)
    return timeline === null ? null : standing(timeline, now).phase
  }
  const live = (state: string | null, when: Instant, more: Partial<NonNullable<Heartbeat['live']>> = {}) => ({
    live: { state, reason: null, license: 'aalk_1', account: [], from: says`there`, at: when, ...more },
  })

  test('no better than it says itself, no better than the time allows, and without gaps', () => {
    const span = fc.integer({ min: 0, max: 2 * DAY })
    fc.assert(
      fc.property(span, span, fc.constantFrom(...STATES), (heard, ahead, state) => {
        const when = later(NOON, heard)
        const now = later(when, ahead)
        const heartbeat = { last: NOON, thresholds: null }
        const timeline = timelineOf({ ...heartbeat, ...live(state, when) }, 'aalk_1') ?? []
        const rank = (name: string | undefined) => (STATES as readonly unknown[]).indexOf(name)
        const alone = rank(at(heartbeat, now)?.name)
        expect(rank(at({ ...heartbeat, ...live(state, when) }, now)?.name)).toBe(Math.max(alone, rank(state)))
        timeline.forEach((phase, index) => {
          expect(phase.until).toBe(timeline[index + 1]?.from ?? 'forever')
          expect(phase.from).not.toBe(phase.until)
        })
      }),
    )
  })

  test('what was heard counts from then on, and not before', () => {
    const heard = later(NOON, MINUTE)
    const heartbeat = { last: NOON, thresholds: null, ...live('KILLED', heard) }
    expect([instantAt(heard - 1), heard].map((now) => at(heartbeat, now)?.name)).toEqual(['OK', 'KILLED'])
  })

  test.each([
    ['not_authentic', /give it the License Token of this license/],
    ['other_host', /activate on that host/],
    ['not_activated', /never activated/],
    ['no_heartbeat', /make the Console reachable/],
    ['something_else', /diagnostics for the reason/],
  ])('KILLED for %s: what it takes to be activated again', (reason, hint) => {
    const { finding } = at({ last: null, thresholds: null, ...live('KILLED', NOON, { reason }) }, NOON) ?? {}
    expect([finding?.code, finding?.says]).toEqual(['key.killed', `KILLED: there says so itself (${reason})`])
    expect(finding?.hints.at(-1)).toMatch(hint)
  })

  test.each([
    ['said', { account: ['revoked' as const] }],
    ['read', live('KILLED', NOON, { account: ['revoked'] })],
  ])('revoked, as %s, is another thing than killed by time', (_how, more) => {
    for (const last of [null, NOON, instantAt(NOON - 3 * DAY)]) {
      const phase = at({ last, thresholds: null, ...more }, NOON)
      expect([phase?.name, phase?.finding?.code]).toEqual(['KILLED', 'key.account-revoked'])
    }
  })

  test('what a deployment says of another license is not said of this one', () => {
    const other = { last: NOON, thresholds: null, ...live('KILLED', NOON, { account: ['revoked'] }) }
    expect([
      at(other, NOON, 'aalk_2')?.finding?.code,
      at(other, NOON, null)?.finding?.code,
      at({ ...other, ...live('OK', NOON, { license: null }) }, NOON, 'aalk_2')?.name,
    ]).toEqual(['key.not-active', 'key.account-revoked', 'OK'])
  })

  test('a deployment that says neither a time nor KILLED leaves it open', () => {
    expect(at({ last: null, thresholds: null, ...live('OK', NOON) }, later(NOON, HOUR))).toBe(null)
  })
})
