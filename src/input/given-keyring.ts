import type { Host } from '../host/host.ts'
import { LicError } from '../model/lic-error.ts'
import type { Anchor, Keyring } from '../model/trust.ts'
import { own, type Shown, says } from '../model/visible.ts'
import { parsePublicKey } from '../wire/anchor.ts'
import { publicKeyHash, publicKeyId } from '../wire/digest.ts'
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
    const { bytes, from, place } = await textOf(one, request, host)
    const parsed = parsePublicKey(bytes.trim())
    if (!parsed.ok)
      throw new LicError(
        'anchor.unusable',
        says`${own(from)}: ${own(parsed.why)}`,
        says`give the issuer's Ed25519 public key: 32 bytes as hex or base64, or PEM`,
      )
    const hash = publicKeyHash(parsed.publicKey)
    if (pins && !pins.includes(hash))
      throw new LicError(
        'anchor.pin',
        says`${own(from)}: the public key with SHA-256 ${hash} is not the one that --pin allows`,
        says`if it should be trusted, ask its issuer for this number over another channel`,
      )
    const beside = place !== null && place === request.keyPlace
    anchors.push({
      usage: one.usage,
      publicKey: parsed.publicKey,
      id: publicKeyId(parsed.publicKey),
      name: one.usage === null ? 'public key' : `${one.usage} public key`,
      origin: 'given',
      from: beside ? `${from}, from the same place as the license` : from,
    })
  }
  return anchors
}

/** Reads the source that was named; a text that names none is the public key itself. */
async function textOf(
  { text, from, place }: GivenAnchor,
  request: RemotePlace,
  host: Host,
): Promise<{ bytes: string; from: Shown; place: string | null }> {
  const source = parseSource(text)
  if (!source) return { bytes: text, from: says`${from}`, place }
  const contents = await readSource(source, host, request).catch((thrown: unknown) => {
    if (!(thrown instanceof LicError) || thrown.code !== 'source.unset') throw thrown
    throw new LicError('anchor.unusable', says`${from}: ${own(thrown.says)}`, ...thrown.hints)
  })
  return { bytes: contents.bytes, from: says`${from} ${own(contents.from)}`, place: contents.place }
}
