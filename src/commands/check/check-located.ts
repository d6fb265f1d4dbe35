import { CODES } from '../../model/codes.ts'
import type { Finding } from '../../model/finding.ts'
import type { Checked } from '../../present/check/checked.ts'
import type { Located } from './check-files.ts'
import { checkKey, type Measure } from './check-key.ts'

/** Judges one key where it stands; null for what only looked like one. */
export function checkLocated({ location, fault, byLook, ...key }: Located, measure: Measure): Checked | null {
  const checked =
    fault === undefined ? checkKey({ ...key, line: null }, measure) : faulty(fault, key, measure)
  if (byLook === true && isNone(checked)) return null
  return { ...checked, ...(location === undefined ? {} : { location }) }
}

function faulty(fault: Finding, { from }: Pick<Located, 'from'>, { demands, now }: Measure): Checked {
  const exitCode = CODES[fault.code]
  const of: Checked['of'] = demands.formatOnly
    ? { kind: 'format', decoding: { kind: 'unrecognized', faults: [fault] } }
    : {
        kind: 'judged',
        verdict: { kind: 'unreadable', product: null, form: null, now, findings: [fault], exitCode },
      }
  return { of, findings: [], exitCode, from, line: null }
}

const isNone = ({ of }: Checked): boolean =>
  of.kind === 'format' ? of.decoding.kind !== 'decoded' : of.verdict.kind === 'unreadable'
