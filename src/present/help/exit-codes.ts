import { EXIT } from '../../model/exit.ts'
import type { Topic } from './topic.ts'

const MEANINGS = {
  done: 'done; at least one key was checked, and every one passed',
  fault: 'a fault in lic itself',
  usage: 'usage or configuration: nothing was checked or changed',
  expiresSoon: 'expires within the warning threshold, 30 d; heartbeats are late (check --fail-on warn)',
  expiresCritical:
    'expires within the critical threshold, 7 d; heartbeats are missing, and killed is next (check --fail-on warn)',
  drift:
    'something drifts, differs or is lost (diff --fail-on warn); an account is delinquent (check --fail-on warn)',
  noKey: 'no key was given, or nothing matched',
  unreachable: 'a remote service did not answer: try again',
  credentials: 'a remote service refused our credentials',
  unproved: 'the signature could not be checked, so nothing is known (check --allow-unverifiable)',
  grace: 'expired, but in grace',
  expired: 'expired, or killed for want of heartbeats',
  notYetValid: 'not yet valid',
  requirement:
    'a requirement failed (--require, --expect-identity, --revoked), a license is revoked or not the one that runs there, or scan found a live key',
  malformed: 'malformed, or not recognised as a key',
  refusedByRuntime:
    'readable, perhaps genuine, but its runtime refuses it: old format, audience, tier, no identity',
  forged: 'the signature is forged, or made with a key that is no longer trusted',
  refused: 'refused before anything was written',
  undone: 'failed and undone: the old key is live',
  stranded: 'changed and not undone: the report says how to finish by hand',
  overtaken: 'someone else is rotating, or moved the secret meanwhile',
  unfinished: 'stopped on the way, safe: the report says how to go on or back',
  interrupted: 'interrupted before anything was written',
  terminated: 'terminated before anything was written',
} as const satisfies Record<keyof typeof EXIT, string>

const BANDS = [
  ['carried out', 0, 19],
  ['attention', 20, 29],
  ['do not trust', 30, 39],
  ['reject', 40, 49],
  ['a change that did not end well', 50, 59],
  ['stopped', 60, 255],
] as const

/** What each exit code means, from the one table there is. */
export const exitCodes: Topic = {
  name: 'exit-codes',
  title: 'exit codes',
  intro: [
    'Banded, so that a script can test for a whole band: -ge 40 is to be rejected, -ge 30 is not to be trusted, -ge 20 wants attention.',
    'One key with several faults: the largest code that applies. Many keys: the largest of all.',
  ],
  sections: BANDS.map(([title, from, to]) => ({
    title,
    entries: meanings().filter(([code]) => Number(code) >= from && Number(code) <= to),
  })),
}

function meanings(): readonly (readonly [string, string])[] {
  const names = Object.keys(MEANINGS) as (keyof typeof EXIT)[]
  return names.map((name) => [`${EXIT[name]}`, MEANINGS[name]] as const)
}
