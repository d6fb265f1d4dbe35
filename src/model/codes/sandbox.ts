import { EXIT, type ExitCode } from '../exit.ts'

/** What can go wrong with the sandbox itself. */
export const SANDBOX_CODES = {
  'sandbox.port': EXIT.usage,
  'sandbox.no-endpoint': EXIT.usage,
  'sandbox.not-running': EXIT.unreachable,
  'sandbox.out-file': EXIT.usage,
  'sandbox.scratch': EXIT.usage,
} as const satisfies Record<string, ExitCode>
