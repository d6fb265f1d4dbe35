import { FORMATS_OF_COMMANDS } from './formats-of-commands.ts'
import type { Topic } from './topic.ts'

/** The documented shape of what `--json` prints. Fields are only ever added; a test holds this page to the output. */
export const formats: Topic = {
  name: 'formats',
  title: 'JSON output',
  intro: [
    'With --json every command prints one JSON object on one line; check of many keys prints one a line. The text is 7-bit ASCII: what cannot be seen in a foreign value stands escaped, as \\u{1b}.',
    'Instants are ISO 8601 in UTC. Fields are only ever added. A field that is null is not known or does not apply; null never means unlimited.',
    'lic help schema prints all of it as a JSON Schema (2020-12), for validators.',
  ],
  sections: [
    {
      title: 'the envelope',
      entries: [
        ['schema', '"lic/1"'],
        ['command', 'which command answered'],
        ['ok', 'whether exitCode is 0'],
        ['exitCode', 'as the process exits (lic help exit-codes)'],
        ['result', 'what was found; a bad key is a result too. Absent where no judgement was possible'],
        ['error', 'code, message and hints, where something went wrong'],
      ],
    },
    {
      title: 'a finding',
      entries: [
        ['code', 'stable (lic help codes)'],
        ['severity', '"error", "warning" or "note"'],
        ['message', 'what, of which thing'],
        ['hints', 'what to do next, a list'],
      ],
    },
    {
      title: 'a verdict (check, inspect, limits)',
      entries: [
        ['verdict', '"usable", "out-of-term", "unproved", "refused", "forgery", "unreadable" or "absent"'],
        ['exitCode', 'what this verdict alone exits with'],
        ['product', 'whose key it is, or null'],
        ['at', 'the moment it was judged as of'],
        ['findings', 'every problem, a list of findings'],
        ['form', 'of an unreadable key: "signed", "hmac", "v1" or null'],
        ['tier', 'of no key at all: the tier that runs without one'],
        ['rules', 'whose rules spoke: product, version, build'],
        ['key', 'what the key says of itself; proved only if the signature is verified'],
        [
          'key.fingerprint',
          'first 12 hex digits of SHA-256 of the payload text, of a License Token of its public ID; for people, not for equality',
        ],
        ['key.form', '"signed", "hmac", "v1", "jwt" or "token"'],
        ['key.formName', 'the form in words'],
        ['key.prefix', 'what all keys of this form begin with'],
        ['key.tier', 'as the key spells it'],
        ['key.identity', 'value and field, or null'],
        ['key.issued, key.expires', 'instants, or null'],
        ['key.audience', 'what the key is for, or null'],
        ['key.facts', 'what else it says: a list of label, field, values and perhaps note'],
        [
          'key.grants',
          'what the key itself allows, where it and no published table decides: a list of id, label, group, limit and source (the claim)',
        ],
        ['signature.kind', '"verified", "unproven" or "forged"'],
        ['signature.by', 'of a verified one: who signed'],
        [
          'signature.anchor',
          'the public key that verified it: id (first 16 hex digits of its SHA-256), name, usage, origin ("built in" or "given"), from',
        ],
        ['signature.why', 'of any other: a finding'],
        [
          'timeline',
          'the phases of its life in order: name, state ("pending", "alive", "grace", "over"), from (or "always"), until (or "forever"; the first instant that no longer belongs to it), running and starting (for processes that run and such that start: effect, one of "full", "reduced", "read-only", "refused", and says)',
        ],
        [
          'standing',
          'where it stands at that moment: phase, state, next (phase or null), changes (instant or "never")',
        ],
      ],
    },
    {
      title: 'a limit, one of',
      entries: [
        ['{ "max": 50 }', 'a number, perhaps with "unit"'],
        ['{ "unlimited": true }', 'no limit'],
        ['{ "none": true }', 'nothing at all'],
        ['{ "enabled": true }', 'a feature that is there or not, perhaps with "how"'],
        ['{ "text": "4 hours" }', 'words'],
        ['{ "published": false }', 'nothing is published for this tier'],
      ],
    },
    ...FORMATS_OF_COMMANDS,
  ],
}
