import type { TOKEN_CODES } from '../../model/codes/token.ts'
import type { Explanation } from './explanation.ts'

const AGAIN =
  'Copy the whole key again from the mail or portal that delivered it, in one line, and set it without quotes or spaces.'

export const TOKEN_EXPLANATIONS = {
  'key.ambiguous': {
    cause:
      'Several products have licenses of this form, and this one neither stood in a variable of one of them nor names an issuer or claims that only one of them has.',
    cure: 'Say which it is with --product, or name the source by the variable: env:NAME, dotenv:PATH#NAME.',
  },
  'key.other-product': {
    cause: 'The key stood in a variable of one product and names the issuer of another.',
    cure: 'Put the key into the variable of its own product, or say --product.',
  },
  'key.anchor-in-document': {
    cause:
      'The public key that verifies the license lies in the very document that holds the license. Whoever could change the one could change the other, so it proves nothing.',
    cure: 'Give the public key from another place, or say with --pin which SHA-256 it must have.',
  },
  'key.jwt-parts': {
    cause: 'A JWT has exactly three parts with a dot between: header, payload, signature.',
    cure: AGAIN,
  },
  'key.jwt-algorithm': {
    cause:
      'The header asks for another algorithm than RS256, or for extensions. Whoever could choose the algorithm could forge: "none" needs no key, and HS256 is made with the public key itself.',
    cure: 'Such a key does not come from the vendor. Ask for the license again.',
  },
  'key.embedded-key': {
    cause:
      'The header carries a public key, or the address of one. It would only prove itself, so it is ignored.',
    cure: 'Nothing to do: the key is verified with the public keys that you trust.',
  },
  'key.issue-date': {
    cause:
      'The issue date (iat) lies in the future, or is no number of seconds. Libraries differ on whether that matters.',
    cure: 'Look at the clock of this machine; if it is right, tell the vendor.',
  },
  'key.grace-length': {
    cause: 'The key states a grace that is no number of days.',
    cure: "The 30 days of the vendor's page are taken. Ask the vendor what is meant.",
  },
  'key.nothing-to-install': {
    cause: 'The key says that it is for a deployment that the vendor runs itself.',
    cure: "Nothing is installed there: the subscription is managed in the vendor's portal. On-prem and BYOC deployments need a license of their own.",
  },
  'key.phone-home': {
    cause:
      'The key is for a deployment that renews its license by itself, and was issued longer ago than that takes. Either the product has stored a newer one, and this is only the one that it starts with, or renewing fails.',
    cure: 'Ask the product what runs (lic history --admin-url). If it is this key, look whether the deployment reaches the vendor and whether the subscription is active: nothing stops until the key expires; then the time line counts.',
  },
  'key.storage-secret': {
    cause:
      'The environment has no LICENSE_STORAGE_SECRET of at least 32 bytes. A key that is uploaded through the API then stays in memory and is lost on restart.',
    cure: 'Set LICENSE_STORAGE_SECRET to a random text of 32 bytes or more, or install keys through LICENSE_KEY alone.',
  },
  'key.token-malformed': {
    cause:
      'The text begins like a License Token, and is none: stray bytes, two tokens, or nothing after aalk_.',
    cure: AGAIN,
  },
  'key.id-only': {
    cause:
      'This is a License ID, which names a license and is public. The License Token is the ID with its secret.',
    cure: 'Use the License Token that was shown when the license was made. If it was not kept, a new one must be made in the Console.',
  },
  'key.heartbeat-late': {
    cause: 'No verified heartbeat for longer than the first threshold. The deployment still works.',
    cure: 'Look whether it reaches the Console: proxy, DNS, egress rules, clock.',
  },
  'key.heartbeat-lost': {
    cause:
      'No verified heartbeat for long. The deployment still works, until about 24 hours have passed. It is critical, like a key that expires within days: lic check fails for it (21) with --fail-on warn, and --exit-style nagios says CRITICAL.',
    cure: 'Let it reach the Console again before then: proxy, DNS, egress rules, clock.',
  },
  'key.account-delinquent': {
    cause:
      'A bill is unpaid. Banners show it, and new usage is not accepted for billing; heartbeats go on, and they alone decide whether the deployment works.',
    cure: 'Pay it, or have the vendor look at it. Nothing has to be activated again. lic check fails for it (22) with --fail-on warn.',
  },
  'key.account-revoked': {
    cause:
      'The vendor has revoked the license. The kill-switch trips at once, when its server answers so, and does not wait for 24 hours; that is something else than a bill that is unpaid, which alone stops nothing.',
    cure: 'Ask the vendor, in the Console, why, and whether it is reinstated: what a revoked license needs is not published. Then activate again from the same host with the same License Token; another license needs its own token, and is activated like a new one.',
  },
  'key.not-active': {
    cause:
      'The deployment that was asked runs on another license than this token is of. What it says of heartbeats is about that one; a license that no deployment has activated is inactive.',
    cure: 'Name the deployment that this token is for, or give the token of the license that it runs on. Where this one is to take its place, that is what lic rotate is for.',
  },
  'key.killed': {
    cause:
      'No verified heartbeat for about 24 hours, or the deployment says itself that it is killed: agent traffic is answered with HTTP 451. Diagnostics and re-activation stay open. A revoked license gets there at once; an unpaid one does not.',
    cure: 'Make the Console reachable, then activate again from the same host with the same License Token.',
  },
} as const satisfies Record<keyof typeof TOKEN_CODES, Explanation>
