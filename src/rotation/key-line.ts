import { relative, toIso } from '../model/instant.ts'
import type { Line } from '../model/plan.ts'
import type { Verdict } from '../model/verdict.ts'
import { own, says } from '../model/visible.ts'

/** `Enterprise for acme, expires 2027-10-28T00:00:00Z (in 338 d), 3f2a0c11d2aa` */
export function keyLine(label: string, verdict: Verdict): Line {
  if (!('key' in verdict))
    return { label, value: verdict.kind === 'absent' ? says`none` : says`cannot be read` }
  const { key, now } = verdict
  const who = key.identity === null ? says`` : says` for ${key.identity.value}`
  const until =
    key.expires === null
      ? says``
      : says`, ${now > key.expires ? 'expired' : 'expires'} ${toIso(key.expires)} (${relative(key.expires, now)})`
  return {
    label,
    value: says`${key.tier ?? 'no tier'}${own(who)}${own(until)}, fingerprint ${key.fingerprint}`,
  }
}
