import type { Verdict } from '../../model/verdict.ts'
import type { Worth } from '../../present/scan/scanned.ts'

/**
 * What a key is worth to a stranger. Its time decides first, then who checks the signature: a key that its own runtime
 * refuses for where it is used is worth something elsewhere. Old forms that nobody reads are worth nothing, proved or not.
 */
export function worthOf(verdict: Verdict): Worth {
  if (verdict.kind === 'unreadable' || verdict.kind === 'absent') return 'example'
  if (verdict.kind === 'forgery') return 'untrusted'
  if (verdict.standing?.phase.state === 'over') return 'expired'
  if (verdict.trust.kind === 'verified') return 'live'
  const unread = verdict.kind === 'refused' && verdict.refusals.some(({ code }) => code === 'key.old-format')
  return unread ? 'refused' : 'unproved'
}
