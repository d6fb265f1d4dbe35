import { EXIT, type ExitCode } from '../exit.ts'

/** What a gate can say beyond its keys: about its lists and its reports. */
export const CHECK_CODES = {
  'check.revoked-list': EXIT.usage,
  'check.baseline': EXIT.usage,
  'check.baseline-written': EXIT.done,
  'check.let-pass': EXIT.done,
  'check.baseline-unused': EXIT.done,
  'check.baseline-ended': EXIT.done,
  'check.report-cut': EXIT.done,
} as const satisfies Record<string, ExitCode>
