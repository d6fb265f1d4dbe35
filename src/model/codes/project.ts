import { EXIT, type ExitCode } from '../exit.ts'

/** What can be wrong with the project file. */
export const PROJECT_CODES = {
  'project.unreadable': EXIT.usage,
  'project.syntax': EXIT.usage,
  'project.field': EXIT.usage,
  'project.forbidden': EXIT.usage,
  'project.no-deployment': EXIT.usage,
  'project.exists': EXIT.usage,
  'init.nothing': EXIT.noKey,
} as const satisfies Record<string, ExitCode>
