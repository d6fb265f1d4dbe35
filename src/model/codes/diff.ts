import { EXIT, type ExitCode } from '../exit.ts'

/** What would be lost if one key took another's place. */
export const DIFF_CODES = {
  'diff.other-product': EXIT.drift,
  'diff.other-identity': EXIT.drift,
  'diff.sooner-expiry': EXIT.drift,
  'diff.lower-tier': EXIT.drift,
  'diff.fewer-limits': EXIT.drift,
} as const satisfies Record<string, ExitCode>
