import type { CHECK_CODES } from '../../model/codes/check.ts'
import type { Explanation } from './explanation.ts'

export const CHECK_EXPLANATIONS = {
  'check.revoked-list': {
    cause:
      'The file of --revoked cannot be read, or one of its lines is no fingerprint. Nothing was checked: a list that is half read would let a revoked key pass.',
    cure: 'Write one fingerprint a line, 12 hex digits as lic prints it or the whole SHA-256, 64; a comment begins with #.',
  },
  'check.baseline': {
    cause:
      'The file of --baseline cannot be read, or one of its entries is not whole. Nothing was checked. What is forged, or refused by its runtime, may be let pass only until a stated day; what cannot be read has no fingerprint and may not at all.',
    cure: 'Write it with lic check SOURCE --write-baseline FILE, then state the reasons: each entry has fingerprint, code, reason, and until.',
  },
  'check.baseline-written': {
    cause:
      'The file of --write-baseline holds an entry for each finding that fails a key now; what cannot be read has no fingerprint and stays out.',
    cure: 'State a reason in each entry, and a day until which it may pass; then give the file to --baseline.',
  },
  'check.let-pass': {
    cause: 'Findings of the baseline were let pass: they are shown and counted, and do not fail the check.',
    cure: 'Put them right before the day until which they are let pass; then they fail the check again.',
  },
  'check.baseline-unused': {
    cause:
      'An entry of the baseline matches nothing that was found: it is put right, or the key is not checked here.',
    cure: 'Take the entry out of the file, so that the finding fails the check should it come back.',
  },
  'check.baseline-ended': {
    cause:
      'The day until which an entry of the baseline lets a finding pass is over: the finding counts again.',
    cure: 'Put the finding right, or state another day with a reason.',
  },
  'check.report-cut': {
    cause:
      'Reports in json, junit and sarif are written at the end, and hold so many keys or findings at most. Further ones were checked, are counted, and are left out of the report.',
    cure: 'Take text or jsonl for lists of any length, or check the list in parts.',
  },
} as const satisfies Record<keyof typeof CHECK_CODES, Explanation>
