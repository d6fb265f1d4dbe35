import { EXIT, type ExitCode } from '../exit.ts'

/** What can go wrong before a key is judged: usage, settings, sources, and what was pasted along with a key. */
export const SOURCE_CODES = {
  'lic.fault': EXIT.fault,
  'lic.output': EXIT.fault,
  'usage.unknown-command': EXIT.usage,
  'usage.option': EXIT.usage,
  'usage.argument': EXIT.usage,
  'usage.interrupted': EXIT.interrupted,
  'source.unknown': EXIT.usage,
  'source.unreadable': EXIT.usage,
  'source.argv-key': EXIT.usage,
  'source.several': EXIT.usage,
  'source.field': EXIT.usage,
  'source.unset': EXIT.noKey,
  'source.empty': EXIT.noKey,
  'source.exposed': EXIT.done,
  'source.newline': EXIT.done,
  'source.encoding': EXIT.drift,
  'source.quotes': EXIT.drift,
  'source.placeholder': EXIT.drift,
  'source.wrong-thing': EXIT.drift,
  'source.two-keys': EXIT.drift,
  'anchor.unusable': EXIT.usage,
  'anchor.pin': EXIT.usage,
  'anchor.mended': EXIT.done,
  'anchor.certificate-expired': EXIT.done,
} as const satisfies Record<string, ExitCode>
