import type { AccountState, RuntimeWord } from '../../model/runtime-word.ts'
import { answerOf, instantIn } from '../jwt/answer.ts'
import { type Claims, textOf } from '../jwt/claims.ts'
import { stateNamed } from './timeline.ts'

/**
 * What Studio's diagnostics say. Neither the path nor the fields are published: they are read by the names that the
 * vendor's page has for things, at the top or in an object `license`. Null where neither a state nor a heartbeat is
 * among them. Never throws.
 */
export function readHealth(body: Uint8Array): RuntimeWord | null {
  const answer = answerOf(body)
  if (answer === null) return null
  const inner = answer.inner('license')
  const all = inner === null ? [answer] : [inner, answer]
  const word = (...names: readonly string[]) => firstOf(all, (one) => textOf(one.find(names)?.value))
  const state = stateNamed(word('state', 'licensestate', 'license', 'licensehealth') ?? '')
  const last = firstOf(all, (one) => instantIn(one.find(LAST)?.value))
  if (state === null && last === null) return null
  const reason = word('reason')
  const license = word('licenseid')
  const account = accountIn(all, reason)
  /** That it is OK says nothing of how long it will be. */
  const told = last !== null || state === 'KILLED' || account.includes('revoked')
  return {
    shape: 'studio-health',
    healthy: null,
    version: word('runtimeversion', 'version'),
    tier: null,
    valid: state === null ? null : state !== 'KILLED',
    identity: license,
    expires: null,
    nodes: null,
    maxNodes: null,
    ...(told ? { heartbeat: { last, state, reason, license, account } } : {}),
  }
}

const LAST = ['lastverifiedheartbeat', 'lastheartbeat', 'lastverifiedheartbeatat', 'lastheartbeatat']

function firstOf<T>(all: readonly Claims[], read: (one: Claims) => T | null): T | null {
  for (const one of all) {
    const value = read(one)
    if (value !== null) return value
  }
  return null
}

function accountIn(all: readonly Claims[], reason: string | null): readonly AccountState[] {
  const isTrue = (name: AccountState) =>
    all.some((one) => one.value(name) === true || one.inner('billing')?.value(name) === true)
  return [
    ...(isTrue('delinquent') ? (['delinquent'] as const) : []),
    ...(isTrue('revoked') || reason?.toLowerCase() === 'revoked' ? (['revoked'] as const) : []),
  ]
}
