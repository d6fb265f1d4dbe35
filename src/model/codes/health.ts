import { EXIT, type ExitCode } from '../exit.ts'

/** What a running product says about its license. */
export const HEALTH_CODES = {
  'health.differs': EXIT.undone,
  'health.silent': EXIT.undone,
} as const satisfies Record<string, ExitCode>
