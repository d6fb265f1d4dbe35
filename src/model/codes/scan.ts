import { EXIT, type ExitCode } from '../exit.ts'

/** What `scan` says of keys where they do not belong, each with the exit code it leads to. */
export const SCAN_CODES = {
  'scan.live-key': EXIT.requirement,
  'scan.unproved-key': EXIT.unproved,
  'scan.expired-key': EXIT.done,
  'scan.untrusted-key': EXIT.done,
  'scan.refused-key': EXIT.done,
  'scan.example': EXIT.done,
  'scan.fail-on': EXIT.requirement,
  'scan.allowance-over': EXIT.done,
  'scan.unread': EXIT.usage,
  'scan.nothing': EXIT.noKey,
  'scan.no-repository': EXIT.usage,
} as const satisfies Record<string, ExitCode>
