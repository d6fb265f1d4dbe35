import type { KEY_CODES } from '../../model/codes/key.ts'
import type { Explanation } from './explanation.ts'

const COPY_AGAIN =
  'Copy the whole key again from the mail or portal that delivered it, in one line, and set it without quotes or spaces.'
const NEW_KEY =
  'Ask the vendor for a key in the current form, AXON-<payload>.<signature>. An evaluation key is free at getaxonflow.com/evaluation-license.'

export const KEY_EXPLANATIONS = {
  'key.absent': {
    cause:
      'No key was given. AxonFlow then runs as Community, which is a tier of its own and no fault; other products have no such tier.',
    cure: "Set the product's own variable, or name a source. Where Community is meant, nothing needs to be done.",
  },
  'key.prefix': {
    cause:
      'The text does not begin as the key of its product does (AXON-, eyJ, aalk_), or something follows it. No runtime is known to trim: a space, a quote or a byte-order mark is enough.',
    cure: COPY_AGAIN,
  },
  'key.empty-payload': {
    cause: 'Nothing stands between AXON- and the last dot.',
    cure: COPY_AGAIN,
  },
  'key.payload-base64': {
    cause:
      "The payload holds a character that base64url does not have, or has a length that it never has. AxonFlow's runtime skips line breaks; padding, + and /, spaces and everything else are refused.",
    cure: COPY_AGAIN,
  },
  'key.payload-json': {
    cause:
      'The payload was decoded, but it is not JSON as it should be: AxonFlow reads it as Go does, where one wrong type in a known field fails the whole key; of a JWT every claim may be there once only.',
    cure: `Part of the key is lost or was changed. ${COPY_AGAIN}`,
  },
  'key.no-signature': {
    cause: 'The key was cut before its signature. AxonFlow takes such a key for a V1 key and refuses it.',
    cure: COPY_AGAIN,
  },
  'key.signature-base64': {
    cause:
      'The part after the last dot is not base64url without padding: something follows the key, or it was cut.',
    cure: COPY_AGAIN,
  },
  'key.signature-length': {
    cause: 'An Ed25519 signature has 64 bytes. Fewer: the key was cut short. More: something follows it.',
    cure: COPY_AGAIN,
  },
  'key.v1-malformed': {
    cause:
      'There is no dot, so the text is no signed key; it looks like a V1 key, AXON-TIER-ORG-YYYYMMDD-SIGNATURE, but a part of that is wrong. Some old pages print such examples, and they were never keys.',
    cure: `No V1 key starts a current platform anyway. ${NEW_KEY}`,
  },
  'key.hmac-malformed': {
    cause:
      'The text begins with AXON-V2- but is no whole HMAC key: base64url of JSON, a hyphen, 8 hex digits.',
    cure: `No HMAC key starts a current platform anyway. ${NEW_KEY}`,
  },
  'key.signature-invalid': {
    cause:
      'The signature does not belong to this payload under any trusted key: a character was changed, the key was made by somebody else, or its issuer is one that lic was not told to trust.',
    cure: `${COPY_AGAIN} A key of a test issuer verifies with --public-key SOURCE.`,
  },
  'key.retired-anchor': {
    cause:
      'The signature is by the enterprise key that AxonFlow replaced on 2026-04-09, after its private half had leaked. Anyone can make such signatures, and current platforms refuse them.',
    cure: 'Ask the vendor for the re-signed key: every active license was signed again under the new one.',
  },
  'key.no-anchor': {
    cause:
      'No public key is known that may verify a key of this kind, so its signature could not be checked.',
    cure: 'Give the public key of the issuer with --public-key SOURCE: it came with the license, or, for a SaaS Plugin token, is the one that plugin=SOURCE takes.',
  },
  'key.unverifiable': {
    cause:
      'The form carries no signature that can be checked from outside: V1 keys, HMAC keys without their secret, License Tokens. That is neither valid nor invalid.',
    cure: 'Give the secret of HMAC keys with --hmac-secret SOURCE, or accept it with --allow-unverifiable.',
  },
  'key.tier-unknown': {
    cause:
      'A self-hosted key carries exactly one of Evaluation, Professional, Enterprise and Plus, spelled just so. The runtime refuses any other.',
    cure: 'Ask the vendor for a corrected key; a signed payload cannot be edited.',
  },
  'key.audience': {
    cause:
      'The aud field names another place of use. Self-hosted agents take keys without one, or with axonflow.self_hosted.plugin, .sdk or .full. The community build does not look at it.',
    cure: 'Use the key made for self-hosted installations, or ask the vendor for it.',
  },
  'key.expiry-format': {
    cause:
      'The key states no date that can be read, so it is refused: expires_at of AxonFlow is eight digits that are a real day, exp of a JWT whole seconds since 1970.',
    cure: 'Ask the vendor for a corrected key; a signed payload cannot be edited.',
  },
  'key.old-format': {
    cause:
      'V1 keys (AXON-TIER-ORG-DATE-SIG) ended with platform 4.1, HMAC keys (AXON-V2-) with 4.2. The enterprise build refuses to start with one; the community build runs as Community.',
    cure: `${NEW_KEY} For an older platform, judge with --platform VERSION.`,
  },
  'key.new-format': {
    cause: 'Signed keys came with platform 4.2, in February 2026; an older platform cannot read one.',
    cure: 'Upgrade the platform, or judge by the version that runs: --platform VERSION.',
  },
  'key.no-identity': {
    cause:
      'The key names neither deployment_id nor org_id. Since platform 11 the agent refuses to start without one; keys of early 2026 that carry only tenant_id are among them.',
    cure: 'Ask the vendor for a key with a deployment_id. Older platforms take it: --platform 10.',
  },
  'key.saas-token': {
    cause:
      'This is a token of the hosted SaaS Plugin (tier Pro or Premium), made with another key and for another place.',
    cure: 'Send it as X-License-Token to the hosted service. AXONFLOW_LICENSE_KEY takes a self-hosted key.',
  },
  'key.identity-mismatch': {
    cause:
      'The key was issued for another installation: the agent compares it with ORG_ID at start and does not boot.',
    cure: 'Use the key of this installation, or set ORG_ID to the name in the key if that is what it is.',
  },
  'key.identities-differ': {
    cause:
      'deployment_id and org_id are issued with the same value; here they differ. The runtime goes by deployment_id, older readers by org_id.',
    cure: 'Check that ORG_ID of the agent equals deployment_id, and tell the vendor.',
  },
  'key.line-break': {
    cause:
      'Line breaks stand inside the key. The runtime skips them, so the key works; shells, env files and other readers may cut there.',
    cure: 'Store the key as one line. A break inside the payload is part of what was signed: ask for the key again.',
  },
  'key.limits-ignored': {
    cause: 'The payload carries limits. The runtime ignores them: the tier alone decides.',
    cure: 'Nothing to do; lic limits TIER shows what holds.',
  },
  'key.evaluation-term': {
    cause:
      'Evaluation keys are issued for at most 90 days; this one says more. The runtime does not check that.',
    cure: 'Nothing to do, unless you wonder where the key came from.',
  },
  'key.community-build': {
    cause:
      'The community build would decide otherwise: it has no audience check, and starts as Community where the enterprise build refuses.',
    cure: 'Judge by the build that runs; lic judges as the enterprise build does.',
  },
  'key.grace': {
    cause:
      "The key has expired, and its grace period runs. What that means is in the key's time line: AxonFlow has the limits of Community already and still boots, AtlasAI is read-only.",
    cure: 'Put the renewed key into place before the grace period ends: lic rotate SOURCE.',
  },
  'key.expired': {
    cause:
      "The key has expired and no grace is left. What that means is in the key's time line: AxonFlow has the limits of Community and refuses to restart, Terragnos and AtlasAI only answer reads, and AtlasAI locks later.",
    cure: 'Get a renewed key and put it into place: lic rotate SOURCE.',
  },
  'key.not-yet-valid': {
    cause: 'The key begins to be valid at a later moment.',
    cure: 'Wait until then, or check the clock.',
  },
  'key.expires-soon': {
    cause: 'The key expires within the warning threshold, 30 days unless set with --warn-within.',
    cure: 'Ask for the renewal now. Of a key that prints a day, the day is not included: it ends when that begins in UTC.',
  },
  'key.expires-critical': {
    cause: 'The key expires within the critical threshold, 7 days unless set with --crit-within.',
    cure: 'Renew and rotate now: lic rotate SOURCE. Until then plan no restart after the expiry and its grace.',
  },
  'key.requirement-unmet': {
    cause:
      'Something that --require asks for does not hold for this key, or cannot be told: what is not published, or not stated in the key, counts as not met.',
    cure: 'Compare with lic limits TIER and lic inspect SOURCE. Get a key that grants it, or ask for less.',
  },
  'key.revoked': {
    cause: 'The fingerprint of the key stands in the list that --revoked names.',
    cure: 'Put another key into place: lic rotate SOURCE. The comment beside the line in the list may say why it was revoked.',
  },
  'key.too-large': {
    cause:
      'One environment variable holds at most 128 KiB on Linux: a longer key can never reach the runtime.',
    cure: COPY_AGAIN,
  },
  'key.unrecognized': {
    cause:
      'The text has the form of no license that is known here. Often it is another secret, from another variable.',
    cure: 'Look which variable or field the license is in. An AxonFlow key begins with AXON-, a JWT with eyJ, a License Token with aalk_.',
  },
  'key.form-unexpected': {
    cause: 'The key can be read, but has another form than --form asks for.',
    cure: 'Give the key in that form, or drop --form.',
  },
} as const satisfies Record<keyof typeof KEY_CODES, Explanation>
