import { Buffer } from 'node:buffer'
import type { DecodedKey, Proof } from '../../model/decoded.ts'
import { error } from '../../model/finding.ts'
import { type Instant, parseInstant } from '../../model/instant.ts'
import { remember, rememberFor } from '../../model/remember.ts'
import type { Anchor, Keyring, PublicKey, Trust } from '../../model/trust.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import { hmacBegins } from '../../wire/digest.ts'
import { verifyEd25519 } from '../../wire/ed25519.ts'
import { ENTERPRISE_KEY_SINCE, EVALUATION_KEY_SINCE } from './dates.ts'
import { isSaasToken } from './names.ts'

const builtIn = (usage: string, name: string, since: string, hex: string, id: string): Anchor => ({
  usage,
  publicKey: { kind: 'ed25519', raw: new Uint8Array(Buffer.from(hex, 'hex')) },
  id,
  name,
  origin: 'built in',
  from: `since ${since}`,
})

/** The vendor's published keys. Source: getaxonflow/axonflow platform/agent/license/validation.go */
export const BUILT_IN: readonly Anchor[] = [
  builtIn(
    'evaluation',
    "AxonFlow's evaluation key",
    EVALUATION_KEY_SINCE,
    '99bed4d7a250d8a08b2a79714f52f059d579a07af8163f3e854f4b5e7ff62a85',
    'a22013eae68845c3',
  ),
  builtIn(
    'enterprise',
    "AxonFlow's enterprise key",
    ENTERPRISE_KEY_SINCE,
    '48acd8d132af9d4fef3e6a9249b6db2fe8072145d2af2cfb42b8c7221e04a4b6',
    'fa854a5e13722fb3',
  ),
]

/** Trusted until its private half leaked; it proves nothing now, and only explains. */
const RETIRED = builtIn(
  'enterprise',
  "AxonFlow's retired enterprise key",
  EVALUATION_KEY_SINCE,
  '9ab6f6b2dec1cdbb66266ccda05ffb0ba72b14c052a5cb5879f8cfddd0068ad3',
  '706788ebc9a42617',
)

/** Whose key, if any, made the signature. The operator's anchors are asked first: they are few and meant. */
export function prove(key: DecodedKey, keyring: Keyring, retired: Anchor = RETIRED): Trust {
  const { proof } = key
  if (proof.kind === 'hmac') return proveHmac(key, keyring)
  if (proof.kind !== 'ed25519') return UNVERIFIABLE
  const usage = usageOf(key)
  const { given, anchors } = anchorsFor(keyring)(usage)
  for (const anchor of anchors) if (verifies(anchor.publicKey, proof)) return verifiedBy(anchor)
  if (usage === 'plugin' && !anchors.some((one) => one.usage === 'plugin')) return NO_PLUGIN_KEY
  return { kind: 'forged', why: diagnose(key, usage, retired, given) }
}

const anchorsFor = rememberFor((keyring: Keyring) =>
  remember((usage: Usage) => {
    const given = keyring.anchors.filter((anchor) => fits(anchor, usage))
    return { given, anchors: [...given, ...BUILT_IN.filter((anchor) => fits(anchor, usage))] }
  }),
)

const verifiedBy = rememberFor((anchor: Anchor): Trust => ({ kind: 'verified', by: nameOf(anchor), anchor }))

type Usage = 'evaluation' | 'plugin' | 'enterprise'

const verifies = (key: PublicKey, { message, signature }: Extract<Proof, { kind: 'ed25519' }>): boolean =>
  key.kind === 'ed25519' && verifyEd25519(key.raw, message, signature)

/** A SaaS token may also carry the enterprise key's signature: then the runtime gets as far as its tier. */
const fits = (anchor: Anchor, usage: Usage): boolean =>
  (anchor.usage === null && anchor.publicKey.kind === 'ed25519') ||
  anchor.usage === usage ||
  (usage === 'plugin' && anchor.usage === 'enterprise')

const usageOf = (key: DecodedKey): Usage => {
  if (key.tier === 'Evaluation') return 'evaluation'
  return isSaasToken(key.tier ?? '', key.audience) ? 'plugin' : 'enterprise'
}

const nameOf = (anchor: Anchor): string =>
  anchor.origin === 'built in' ? anchor.name : `${anchor.name} (${anchor.from})`

function diagnose(key: DecodedKey, usage: Usage, retired: Anchor, given: readonly Anchor[]) {
  const { proof, issued } = key
  const nor = own(norBy(given.length))
  if (usage === 'enterprise' && proof.kind === 'ed25519') {
    if (verifies(retired.publicKey, proof))
      return error(
        'key.retired-anchor',
        says`signed with the enterprise key that AxonFlow retired on ${ENTERPRISE_KEY_SINCE}`,
        says`its private half had leaked: anyone can make such a signature, so it proves nothing any more`,
        says`ask the vendor for a key that was signed again: every active license was`,
      )
    if (issued !== null && issued < retiredAt())
      return error(
        'key.signature-invalid',
        says`the signature is not by AxonFlow's enterprise key${nor}`,
        says`the key says it was issued before ${ENTERPRISE_KEY_SINCE}, when the enterprise key was replaced; the retired one did not make this signature either`,
        ...ADVICE,
      )
  }
  return error(
    'key.signature-invalid',
    usage === 'plugin'
      ? says`the signature is by none of the trusted plugin keys`
      : says`the signature is not by AxonFlow's ${usage} key${nor}`,
    ...ADVICE,
  )
}

function norBy(given: number): Shown {
  if (given === 0) return says``
  return given === 1
    ? says`, nor by the public key that was given`
    : says`, nor by the ${given} public keys that were given`
}

const retiredAt = (): Instant => parseInstant(ENTERPRISE_KEY_SINCE) as Instant

const ADVICE = [
  says`one changed character is enough: compare the key with the vendor's mail, or copy it again`,
  says`the enterprise build refuses to start with it; the community build starts as Community`,
]

function proveHmac(key: DecodedKey, { hmac }: Keyring): Trust {
  const { proof } = key
  if (!hmac || proof.kind !== 'hmac') return UNVERIFIABLE_HMAC
  return hmacBegins(hmac.bytes, proof.message, proof.digits)
    ? { kind: 'verified', by: `the HMAC secret (${hmac.from})`, anchor: null }
    : {
        kind: 'forged',
        why: error(
          'key.signature-invalid',
          says`the signature was not made with the HMAC secret from ${hmac.from}`,
        ),
      }
}

const UNVERIFIABLE: Trust = {
  kind: 'unproven',
  why: error(
    'key.unverifiable',
    says`the signature of a V1 key cannot be checked: it is 32 bits under a secret of the vendor`,
  ),
}

const UNVERIFIABLE_HMAC: Trust = {
  kind: 'unproven',
  why: error(
    'key.unverifiable',
    says`the signature of an HMAC key cannot be checked without its secret`,
    says`give the secret with --hmac-secret SOURCE; its 32 bits prove little even then`,
  ),
}

const NO_PLUGIN_KEY: Trust = {
  kind: 'unproven',
  why: error(
    'key.no-anchor',
    says`no public key is known that could verify a SaaS Plugin token`,
    says`give it with --public-key plugin=SOURCE; the runtime has it in AXONFLOW_PLUGIN_CLAIMED_PUBLIC_KEY`,
  ),
}
