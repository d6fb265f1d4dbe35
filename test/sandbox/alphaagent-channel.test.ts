import { beforeAll, describe, expect, test } from 'vitest'
import { HOUR, type Instant, instantAt, MINUTE, after as plus } from '../../src/model/instant.ts'
import { KeyText } from '../../src/model/key-text.ts'
import { readyProducts } from '../../src/products/registry.ts'
import { newConsole } from '../../src/sandbox/vendors/alphaagent/console.ts'
import { tokenOf } from '../../src/sandbox/vendors/alphaagent/ledger.ts'
import { newStudio } from '../../src/sandbox/vendors/alphaagent/studio.ts'
import type { Answer, Message } from '../../src/sandbox/vendors/alphaagent/wire.ts'
import { judge } from '../../src/verdict/judge.ts'

const NOON = instantAt(Date.UTC(2026, 10, 23, 12))
const SPOILED = plus(NOON, 5 * MINUTE)

beforeAll(() => readyProducts())

/** A Studio whose Console is honest at noon; from then on somebody sits between. */
function between(spoil: (answer: Answer, message: Message, earlier: readonly Answer[]) => Answer | null) {
  const console = newConsole()
  const license = console.create()
  const earlier: Answer[] = []
  const messages: Message[] = []
  const studio = newStudio({
    key: tokenOf(license),
    host: 'here',
    born: NOON,
    send: (message, at) => {
      messages.push(message)
      const answer = console.answer(message, at)
      if (at === NOON) earlier.push(answer)
      return at === NOON ? answer : spoil(answer, message, earlier)
    },
    judge: (token, last: Instant | null, at) =>
      judge(new KeyText(token), {
        product: 'alphaagent',
        now: at,
        rules: { platform: null, heartbeat: { last, thresholds: null } },
        keyring: { anchors: [], hmac: null },
      }),
  })
  return { studio, license, console, messages }
}

describe('what Studio takes for an answer of the Console', () => {
  test('the honest one', () => {
    const { studio } = between((answer) => answer)
    studio.live(SPOILED)
    expect([studio.lastHeartbeat(), studio.state(SPOILED)]).toEqual([SPOILED, 'OK'])
  })

  test.each<[string, Parameters<typeof between>[0]]>([
    ['none', () => null],
    ['an unsigned one', (answer) => ({ ...answer, signature: null })],
    ['one signed by somebody else', (answer) => ({ ...answer, signature: '0'.repeat(64) })],
    ['one that was changed', (answer) => ({ ...answer, body: answer.body.replace('false', 'true') })],
    ['another status with the same words', (answer) => ({ ...answer, status: 201 })],
    ['an earlier one, of the same kind', (_answer, _message, earlier) => earlier[1] ?? null],
    ['a forged revocation', () => ({ status: 403, body: '{"error":"revoked"}', signature: 'f'.repeat(64) })],
    ['what is no JSON', () => ({ status: 200, body: 'canary', signature: null })],
  ])('not %s: the heartbeat counts for nothing, and nothing is tripped', (_name, spoil) => {
    const { studio } = between(spoil)
    studio.live(SPOILED)
    expect([studio.lastHeartbeat(), studio.state(SPOILED), studio.reason(SPOILED)]).toEqual([
      NOON,
      'OK',
      null,
    ])
    const later = plus(NOON, HOUR)
    studio.live(later)
    expect([studio.state(later), studio.log.join().includes('canary')]).toEqual(['UNHEALTHY', false])
  })

  test('that it is not authentic, which cannot be signed, trips it at once', () => {
    const { studio } = between(() => ({ status: 401, body: '{}', signature: null }))
    studio.live(SPOILED)
    expect([studio.state(SPOILED), studio.reason(SPOILED)]).toEqual(['KILLED', 'not_authentic'])
  })
})

test('an activation whose heartbeat is lost leaves it as it was: both are needed', () => {
  let lost = false
  const { studio, license } = between((answer, { kind }) => (lost && kind === 'heartbeat' ? null : answer))
  license.revoked = true
  studio.live(SPOILED)
  license.revoked = false
  lost = true
  expect([studio.activate(SPOILED), studio.state(SPOILED), studio.reason(SPOILED)]).toEqual([
    false,
    'KILLED',
    'revoked',
  ])
  lost = false
  expect([studio.activate(SPOILED), studio.state(SPOILED), studio.reason(SPOILED)]).toEqual([
    true,
    'OK',
    null,
  ])
})

describe('what Studio sends', () => {
  test('the fields that are published, and its secret never', () => {
    const { studio, license, messages } = between((answer) => answer)
    studio.ran(plus(NOON, MINUTE))
    const sent = messages.map(({ kind, body }) => [kind, Object.keys(JSON.parse(body))])
    const every = ['license_id', 'timestamp', 'nonce']
    expect(sent).toEqual([
      ['activation', [...every, 'host_fingerprint', 'runtime_version', 'deployment_kind']],
      ['heartbeat', [...every, 'runtime_version', 'health']],
      ['usage', [...every, 'idempotency_key', 'execution_id', 'model_usage', 'billing_period']],
    ])
    expect(new Set(messages.map(({ body }) => JSON.parse(body).nonce)).size).toBe(3)
    expect(JSON.stringify(messages)).not.toContain(license.secret)
  })

  test('heartbeats that are taken together leave both sides as those that are taken one by one', () => {
    const [together, apart] = [between((answer) => answer), between((answer) => answer)]
    const until = plus(NOON, 3 * HOUR + MINUTE)
    together.studio.live(until)
    for (let at = NOON; at <= until; at = plus(at, MINUTE)) apart.studio.live(at)
    expect([together.messages.length, apart.messages.length]).toEqual([4, 38])
    for (const key of ['lastHeartbeat', 'log'] as const) {
      const of = ({ studio }: typeof together) =>
        key === 'log' ? studio.log.map((line) => line.replace(/aalk_\w+/, '')) : studio.lastHeartbeat()
      expect(of(together)).toEqual(of(apart))
    }
    expect(together.license.lastHeartbeat).toBe(apart.license.lastHeartbeat)
  })
})
