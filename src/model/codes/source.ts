import { EXIT, type ExitCode } from '../exit.ts'

/** What can go wrong before a key is read: usage, settings, sources. */
export const SOURCE_CODES = {
  'lic.fault': EXIT.fault,
  'usage.unknown-command': EXIT.usage,
  'usage.option': EXIT.usage,
  'usage.argument': EXIT.usage,
  'usage.interrupted': EXIT.interrupted,
  'source.unknown': EXIT.usage,
  'source.unreadable': EXIT.usage,
  'source.argv-key': EXIT.usage,
  'source.several': EXIT.usage,
  'source.unset': EXIT.noKey,
  'source.empty': EXIT.noKey,
  'anchor.unusable': EXIT.usage,
} as const satisfies Record<string, ExitCode>
