import type { SOURCE_CODES } from '../../model/codes/source.ts'
import type { Explanation } from './explanation.ts'

export const SOURCE_EXPLANATIONS = {
  'lic.fault': {
    cause: 'lic itself has a fault; nothing can be said about the key or the deployment.',
    cure: 'Run the same command with --debug and report what it prints; it holds no key.',
  },
  'lic.output': {
    cause:
      'The answer was found and could not be written to standard output: the disk is full, or the device is broken. A pipe that was closed by its reader is no error.',
    cure: 'Make room, or write elsewhere, and run the command again.',
  },
  'usage.unknown-command': {
    cause: 'The first word is not a command. Options come after the command.',
    cure: 'Run lic alone for the list of commands.',
  },
  'usage.option': {
    cause:
      'An option is unknown, lacks its value, or does not go with the others. What was typed is not repeated: it may be a key.',
    cure: 'Run the command with --help for its options.',
  },
  'usage.argument': {
    cause: 'The value of an option or argument has the wrong form.',
    cure: 'Write it as the hint says; lic help formats shows every form.',
  },
  'usage.interrupted': {
    cause:
      'Ctrl-C, or the end of input where a key or an answer was asked for. Nothing was checked or changed.',
    cure: 'Run the command again.',
  },
  'source.unknown': {
    cause:
      'A word in the place of a source is neither a source nor a key. A bare file name is not a source: it could be mistaken for a key.',
    cure: 'Write file:PATH, @PATH, env:NAME, dotenv:PATH#NAME, secret:ID or - for standard input.',
  },
  'source.unreadable': {
    cause: 'The file is missing, is not a regular file, or may not be read by this user.',
    cure: 'Check the path and its permissions with ls -l. Pipes and devices are read through standard input: lic inspect - < FILE.',
  },
  'source.argv-key': {
    cause:
      'A key or secret stands on the command line. Other users see it in the process list, and the shell writes it to its history.',
    cure: 'Give it as -, file:PATH, env:NAME or secret:ID, and remove it from the history. Commands that write never take a key there.',
  },
  'source.several': {
    cause: 'No source was named, and more than one license variable is set: lic does not choose for you.',
    cure: 'Name the one you mean: lic inspect env:NAME.',
  },
  'source.field': {
    cause:
      'The secret is binary or no JSON document, or the field named after # is missing, doubled, or no text.',
    cure: 'Name the field with secret:ID#FIELD; leave #FIELD out where the whole secret is the key.',
  },
  'source.unset': {
    cause:
      'No key was given: the variable is not set, or no source was named and no license variable is set. A shell variable that is not exported is not seen.',
    cure: 'Export the variable, or name another source. Without any key AxonFlow runs as Community.',
  },
  'source.empty': {
    cause:
      'The source exists and holds nothing, which is not the same as being unset. A runtime that gets an empty key treats it as none.',
    cure: 'Put the key there, or look why it is empty: often a missing CI secret, or a fork that may not read it.',
  },
  'source.exposed': {
    cause: 'The permissions of the file let every user of this machine read the key.',
    cure: 'Run chmod 600 on the file.',
  },
  'source.newline': {
    cause:
      'The text ends in a line break, as echo and editors write it. It was taken away before the key was judged.',
    cure: 'Where a runtime reads the key, store it without: printf %s instead of echo.',
  },
  'source.white-space': {
    cause:
      'Blanks, tabs or line breaks stand around the key that is to be put into place. A runtime would refuse it so.',
    cure: 'Nothing has to be done: it is stored without them. Elsewhere take them away: printf %s instead of echo.',
  },
  'source.encoding': {
    cause: 'The text begins with a byte-order mark or is UTF-16, as some Windows programs save it.',
    cure: 'Save it as UTF-8 without a byte-order mark; in PowerShell: Set-Content -Encoding ascii.',
  },
  'source.quotes': {
    cause: 'Quotes are part of the value: docker env files and secret stores keep them, a shell does not.',
    cure: 'Store the key without quotes.',
  },
  'source.placeholder': {
    cause: 'The text is an example from the documentation, or was cut short by what displayed it.',
    cure: 'Copy the whole key from the mail or portal that delivered it.',
  },
  'source.wrong-thing': {
    cause:
      'The text is something else: an access key, a token, a URL, a private key, or a variable that was never expanded.',
    cure: 'Look which variable or field the license is in. A private key or password that was shown to a command should be treated as exposed.',
  },
  'source.two-keys': {
    cause:
      'The text holds the beginning of a key more than once: two keys were pasted together, or a list was given as one key.',
    cure: 'Give one of them; a list of keys, one a line, is checked with lic check --lines SOURCE.',
  },
  'anchor.unusable': {
    cause:
      'A public key that was given cannot be trusted: wrong length, not on the curve, of small order, private, or not a key at all.',
    cure: 'Give the public key of the issuer: Ed25519 as hex, base64 or PEM; RSA (2048 to 8192 bits) as PEM. A private key that was given is now compromised.',
  },
  'anchor.mended': {
    cause:
      'A public key was given with literal \\n for its line breaks, in base64 once more, or without its BEGIN and END lines. It could be read all the same.',
    cure: 'Set it as the issuer sent it: the product may read it less leniently.',
  },
  'anchor.certificate-expired': {
    cause: 'A public key was given as a certificate, and that has expired. The key in it still verifies.',
    cure: 'Ask the issuer whether the key should still be trusted.',
  },
  'anchor.pin': {
    cause: 'The SHA-256 of a given public key is not among those that --pin allows.',
    cure: 'Compare the number with the one its issuer tells you over another channel; then give the right key or the right pin.',
  },
} as const satisfies Record<keyof typeof SOURCE_CODES, Explanation>
