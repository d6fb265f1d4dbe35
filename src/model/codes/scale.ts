import { EXIT, type ExitCode } from '../exit.ts'

/** What can be said of a change of how many tasks a service runs. */
export const SCALE_CODES = {
  'scale.near-limit': EXIT.done,
  'scale.no-limit': EXIT.refused,
  'scale.cannot-fit': EXIT.refused,
  'scale.daemon': EXIT.refused,
  'scale.auto-scaling': EXIT.refused,
  'scale.scaled-by-itself': EXIT.done,
  'scale.controller': EXIT.done,
  'scale.cloudformation': EXIT.done,
  'scale.to-nothing': EXIT.done,
  'scale.not-set': EXIT.refused,
  'scale.tasks-failed': EXIT.undone,
  'scale.timeout': EXIT.undone,
  'scale.overtaken': EXIT.overtaken,
} as const satisfies Record<string, ExitCode>
