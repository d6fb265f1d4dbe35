import { EXIT, type ExitCode } from '../exit.ts'

/** What can be said of the files that keys lie in among other things. */
export const DOCUMENT_CODES = {
  'document.plain-value': EXIT.drift,
  'document.reference': EXIT.done,
  'document.malformed': EXIT.malformed,
  'document.no-match': EXIT.noKey,
} as const satisfies Record<string, ExitCode>
