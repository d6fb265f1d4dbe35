import type { KnownFinding } from '../../input/baseline.ts'
import { CODES } from '../../model/codes.ts'
import { EXIT, worst } from '../../model/exit.ts'
import { type Finding, note, warning } from '../../model/finding.ts'
import { after, DAY, type Instant, toIso } from '../../model/instant.ts'
import { says } from '../../model/visible.ts'
import type { Checked } from '../../present/check/checked.ts'
import { countingCodes } from './check-key.ts'
import type { Demands } from './demands.ts'

/** Lets known findings pass, and knows at the end which did, which are over and which match nothing. */
export function baseline(entries: readonly KnownFinding[], now: Instant) {
  const byKey = new Map<string, KnownFinding[]>()
  for (const entry of entries) byKey.set(entry.fingerprint, [...(byKey.get(entry.fingerprint) ?? []), entry])
  const passed = new Map<KnownFinding, number>()
  const ended = new Set<KnownFinding>()
  return {
    apply(checked: Checked, demands: Demands): Checked {
      const { of } = checked
      if (of.kind !== 'judged' || !('key' in of.verdict)) return checked
      const { key, findings } = of.verdict
      const counting = countingCodes([...findings, ...checked.findings], demands)
      const ofKey = byKey.get(key.fingerprint) ?? []
      const letPass = [...new Set(counting)].flatMap((code) => {
        const known = ofKey.filter((one) => one.code === code)
        for (const one of known) if (one.until !== null && one.until <= now) ended.add(one)
        return known.find((one) => one.until === null || one.until > now) ?? []
      })
      if (letPass.length === 0) return checked
      for (const one of letPass) passed.set(one, (passed.get(one) ?? 0) + 1)
      const left = counting.filter((code) => letPass.every((one) => one.code !== code))
      return { ...checked, letPass, exitCode: worst(left.map((code) => CODES[code])) }
    },
    /** what did let something pass */
    used: (): readonly KnownFinding[] => [...passed.keys()],
    findings(): readonly Finding[] {
      return entries.flatMap((entry) => findingOf(entry, passed.get(entry) ?? 0, ended.has(entry)))
    },
  }
}

function findingOf(
  { fingerprint, code, reason, until }: KnownFinding,
  times: number,
  ended: boolean,
): readonly Finding[] {
  if (times > 0) {
    const end = until === null ? '' : `, until ${toIso(until)}`
    const of = CODES[code] > EXIT.malformed ? warning : note
    return [of('check.let-pass', says`the baseline lets ${code} of ${fingerprint} pass${end}: ${reason}`)]
  }
  if (ended && until !== null)
    return [
      warning(
        'check.baseline-ended',
        says`the baseline let ${code} of ${fingerprint} pass until ${toIso(until)}: it counts again`,
      ),
    ]
  return [
    warning(
      'check.baseline-unused',
      says`the baseline's entry ${code} of ${fingerprint} matches nothing that was found`,
      says`take it out of the file, or check the key that it is about`,
    ),
  ]
}

const FOR_A_WHILE = 90 * DAY

/** Entries for everything about a key that fails it now. What is rejected for good is let pass for 90 days only. */
export function entriesFor(checked: Checked, demands: Demands, now: Instant): readonly KnownFinding[] {
  const { of, findings, letPass = [] } = checked
  if (of.kind !== 'judged' || !('key' in of.verdict)) return []
  const { fingerprint } = of.verdict.key
  const counting = new Set(countingCodes([...of.verdict.findings, ...findings], demands))
  for (const { code } of letPass) counting.delete(code)
  return [...counting].map((code) => ({
    fingerprint,
    code,
    reason: says`there when this was written, on ${toIso(now)}`,
    until: CODES[code] > EXIT.malformed ? after(now, FOR_A_WHILE) : null,
  }))
}
