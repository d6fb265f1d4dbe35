import { EXIT, type ExitCode } from '../exit.ts'

/** What a running product says about its license. */
export const HEALTH_CODES = {
  'health.differs': EXIT.undone,
  'health.silent': EXIT.undone,
  'health.no-answer': EXIT.unreachable,
  'health.no-heartbeat': EXIT.usage,
} as const satisfies Record<string, ExitCode>
