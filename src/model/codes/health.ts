import { EXIT, type ExitCode } from '../exit.ts'

/** What a running product says about its license, or does not. */
export const HEALTH_CODES = {
  'health.cannot-tell': EXIT.done,
  'health.differs': EXIT.undone,
  'health.unreachable': EXIT.unreachable,
} as const satisfies Record<string, ExitCode>
