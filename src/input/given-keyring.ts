import type { Host } from '../host/host.ts'
import { type Finding, note, warning } from '../model/finding.ts'
import { LicError } from '../model/lic-error.ts'
import type { Anchor, Keyring, PublicKey } from '../model/trust.ts'
import { own, type Shown, says } from '../model/visible.ts'
import { publicKeyHash } from '../wire/digest.ts'
import { type KeyRead, readPublicKey } from '../wire/pem.ts'
import type { RemotePlace } from './contents.ts'
import { readHmac } from './hmac-secret.ts'
import { ENVIRONMENT, type GivenAnchor, type KeyringRequest } from './keyring.ts'
import { parsePins } from './pins.ts'
import { PRODUCT_VARIABLES } from './product-variables.ts'
import { readSource } from './read-source.ts'
import { parseSource } from './source.ts'

/** Reads and vets all that was given. @param beside public keys from the products' own variables */
export async function readGiven(
  request: KeyringRequest,
  beside: readonly GivenAnchor[],
  host: Host,
): Promise<Keyring> {
  const { pin, hmacSecret } = request
  const given = [...request.publicKeys.map(flagged), ...beside]
  const pins = pin === null ? null : parsePins(pin, given.length)
  const anchors = given.length === 0 ? [] : await readAnchors(given, pins, request, host)
  return { anchors, hmac: hmacSecret === null ? null : await readHmac(hmacSecret, request, host) }
}

function flagged({ text, from }: { text: string; from: string }): GivenAnchor {
  const [, usage, rest] = /^([A-Za-z][A-Za-z-]*)=(.+)$/s.exec(text) ?? []
  const place = from.startsWith('--') ? null : ENVIRONMENT
  if (usage === undefined || rest === undefined) return { usage: null, text, from, place }
  const usages: readonly string[] = Object.values(PRODUCT_VARIABLES).flatMap((product) => product.usages)
  if (usages.includes(usage)) return { usage, text: rest, from, place }
  throw new LicError(
    'usage.argument',
    says`${from}: what stands before "=" is no use of a public key`,
    says`the uses are: ${usages.join(', ')}`,
  )
}

async function readAnchors(
  given: readonly GivenAnchor[],
  pins: readonly string[] | null,
  request: KeyringRequest,
  host: Host,
): Promise<readonly Anchor[]> {
  const anchors: Anchor[] = []
  for (const one of given) {
    const { bytes, from, place, document } = await textOf(one, request, host)
    const { publicKey, oddities } = vetted(readPublicKey(bytes, host.now()), algorithmFor(one.usage), from)
    const hash = publicKeyHash(publicKey)
    if (pins && !pins.includes(hash))
      throw new LicError(
        'anchor.pin',
        says`${own(from)}: the public key with SHA-256 ${hash} is not the one that --pin allows`,
        says`if it should be trusted, ask its issuer for this number over another channel`,
      )
    const beside = place !== null && place === request.keyPlace
    anchors.push({
      usage: one.usage,
      publicKey,
      id: hash.slice(0, 16),
      name: one.usage === null ? 'public key' : `${one.usage} public key`,
      origin: 'given',
      from: beside ? `${from}, from the same place as the license` : from,
      ...(beside && document && pins === null ? { sameDocument: true } : {}),
      ...(oddities.length > 0 ? { findings: oddities.map((oddity) => ODDITIES[oddity](from)) } : {}),
    })
  }
  return anchors
}

/** The kind of public key that verifies what it is meant for; null where either may be meant. */
const algorithmFor = (usage: string | null): PublicKey['kind'] | null =>
  Object.values(PRODUCT_VARIABLES).find(({ usages }) => (usages as readonly string[]).includes(usage ?? ''))
    ?.algorithm ?? null

const KINDS = { ed25519: 'an Ed25519', rsa: 'an RSA' } as const
const FORMS = {
  ed25519: says`give the issuer's Ed25519 public key: 32 bytes as hex or base64, or PEM`,
  rsa: says`give the issuer's RSA public key as PEM; one line with \\n in it is fine`,
} as const

function vetted(
  read: KeyRead,
  wanted: PublicKey['kind'] | null,
  from: Shown,
): Extract<KeyRead, { ok: true }> {
  if (!read.ok)
    throw new LicError(
      'anchor.unusable',
      says`${own(from)}: ${own(read.why)}`,
      ...(wanted === null ? [FORMS.ed25519, FORMS.rsa] : [FORMS[wanted]]),
    )
  const { kind } = read.publicKey
  if (wanted === null || kind === wanted) return read
  throw new LicError(
    'anchor.unusable',
    says`${own(from)}: this is ${KINDS[kind]} key, and these licenses are verified with ${KINDS[wanted]} key`,
    FORMS[wanted],
  )
}

const ODDITIES = {
  'line-breaks': (from) => mended(says`${own(from)}: its line breaks were written as \\n, and were put back`),
  'base64-of-pem': (from) =>
    mended(says`${own(from)}: a PEM in base64, as Kubernetes keeps secrets, was decoded once`),
  'no-armour': (from) =>
    mended(says`${own(from)}: base64 without its BEGIN and END lines was read as if it had them`),
  'certificate-expired': (from) =>
    warning(
      'anchor.certificate-expired',
      says`${own(from)}: the certificate that holds this public key has expired`,
      says`the key in it still verifies; ask the issuer whether it should`,
    ),
} as const satisfies Record<Extract<KeyRead, { ok: true }>['oddities'][number], (from: Shown) => Finding>

const mended = (what: Shown): Finding =>
  note('anchor.mended', what, says`the product may not be as lenient: set it as the issuer sent it`)

/** Reads the source that was named; a text that names none is the public key itself. */
async function textOf(
  { text, from, place }: GivenAnchor,
  request: RemotePlace,
  host: Host,
): Promise<{ bytes: string; from: Shown; place: string | null; document: boolean }> {
  const source = parseSource(text)
  if (!source) return { bytes: text, from: says`${from}`, place, document: false }
  const contents = await readSource(source, host, request).catch((thrown: unknown) => {
    if (!(thrown instanceof LicError) || thrown.code !== 'source.unset') throw thrown
    throw new LicError('anchor.unusable', says`${from}: ${own(thrown.says)}`, ...thrown.hints)
  })
  return {
    bytes: contents.bytes,
    from: says`${from} ${own(contents.from)}`,
    place: contents.place,
    document: contents.document === true,
  }
}
