import { EXIT, type ExitCode } from '../exit.ts'

/** What `render` says of a snippet, each with the exit code it leads to. */
export const RENDER_CODES = {
  'render.holds-key': EXIT.done,
  'render.fill-in': EXIT.done,
  'render.caution': EXIT.done,
  'render.not-published': EXIT.usage,
  'render.no-key': EXIT.malformed,
} as const satisfies Record<string, ExitCode>
