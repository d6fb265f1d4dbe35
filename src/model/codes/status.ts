import { EXIT, type ExitCode } from '../exit.ts'

/** What runs, where it is not what the key in place would have. */
export const STATUS_CODES = {
  'status.older-key': EXIT.drift,
  'status.keys-differ': EXIT.drift,
  'status.not-known': EXIT.drift,
  'status.not-looked': EXIT.drift,
  'status.tier-differs': EXIT.drift,
  'status.not-valid': EXIT.drift,
  'status.expiry-differs': EXIT.drift,
  'status.identity-differs': EXIT.drift,
  'status.counter': EXIT.drift,
  'status.silent': EXIT.unreachable,
  'status.too-few-tasks': EXIT.drift,
  'status.rollout-failed': EXIT.drift,
  'status.rolling-out': EXIT.drift,
  'status.nodes-differ': EXIT.drift,
  'status.nodes-caution': EXIT.done,
  'status.nodes-near': EXIT.drift,
  'status.nodes-over': EXIT.drift,
} as const satisfies Record<string, ExitCode>
