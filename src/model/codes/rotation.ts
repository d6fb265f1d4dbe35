import { EXIT, type ExitCode } from '../exit.ts'

/** What can stop a plan, or happen while it is carried out. */
export const ROTATION_CODES = {
  'rotation.declined': EXIT.refused,
  'rotation.refused': EXIT.refused,
  'rotation.undone': EXIT.undone,
  'rotation.stranded': EXIT.stranded,
  'rotation.overtaken': EXIT.overtaken,
  'rotation.unfinished': EXIT.unfinished,
} as const satisfies Record<string, ExitCode>
