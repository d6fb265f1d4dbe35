import { EXIT, type ExitCode } from '../exit.ts'

/** What can be said about keys that are JWTs or tokens, and about which product a key belongs to. */
export const TOKEN_CODES = {
  'key.ambiguous': EXIT.usage,
  'key.other-product': EXIT.done,
  'key.anchor-in-document': EXIT.unproved,
  'key.jwt-parts': EXIT.malformed,
  'key.jwt-algorithm': EXIT.refusedByRuntime,
  'key.embedded-key': EXIT.done,
  'key.issue-date': EXIT.done,
  'key.grace-length': EXIT.done,
  'key.nothing-to-install': EXIT.done,
  'key.phone-home': EXIT.done,
  'key.storage-secret': EXIT.done,
  'key.token-malformed': EXIT.malformed,
  'key.id-only': EXIT.malformed,
  'key.heartbeat-late': EXIT.expiresSoon,
  'key.heartbeat-lost': EXIT.expiresCritical,
  'key.killed': EXIT.expired,
  'key.account-delinquent': EXIT.drift,
  'key.account-revoked': EXIT.requirement,
  'key.not-active': EXIT.requirement,
} as const satisfies Record<string, ExitCode>
