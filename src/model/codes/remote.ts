import { EXIT, type ExitCode } from '../exit.ts'

/** What a remote service can do to us. */
export const REMOTE_CODES = {
  'aws.unreachable': EXIT.unreachable,
  'aws.throttled': EXIT.unreachable,
  'aws.fault': EXIT.unreachable,
  'aws.denied': EXIT.credentials,
  'aws.not-looked': EXIT.done,
  'aws.credentials': EXIT.credentials,
  'aws.region': EXIT.usage,
  'aws.settings': EXIT.usage,
  'aws.two-identities': EXIT.usage,
  'aws.not-found': EXIT.usage,
} as const satisfies Record<string, ExitCode>
