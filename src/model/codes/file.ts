import { EXIT, type ExitCode } from '../exit.ts'

/** What can be said of a file of variables that a key is put into, and of what restarts its readers. */
export const FILE_CODES = {
  'file.missing': EXIT.refused,
  'file.link': EXIT.refused,
  'file.not-a-file': EXIT.refused,
  'file.denied': EXIT.refused,
  'file.too-large': EXIT.refused,
  'file.encoding': EXIT.refused,
  'file.variable-twice': EXIT.refused,
  'file.unwritable-value': EXIT.refused,
  'file.in-flight': EXIT.overtaken,
  'file.not-begun': EXIT.refused,
  'file.changed': EXIT.overtaken,
  'file.no-restart': EXIT.refused,
  'file.restart-failed': EXIT.undone,
  'file.not-restarted': EXIT.done,
  'file.shell-wins': EXIT.done,
} as const satisfies Record<string, ExitCode>
