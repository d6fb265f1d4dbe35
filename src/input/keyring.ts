import type { Host } from '../host/host.ts'
import { LicError } from '../model/lic-error.ts'
import type { Anchor, Keyring } from '../model/trust.ts'
import { own, type Shown, says } from '../model/visible.ts'
import { publicKeyHash, publicKeyId } from '../wire/digest.ts'
import type { RemotePlace } from './contents.ts'
import { readHmac } from './hmac-secret.ts'
import { parsePins } from './pins.ts'
import { PRODUCT_VARIABLES } from './product-variables.ts'
import { readSource } from './read-source.ts'
import { parseSource } from './source.ts'

export interface KeyringRequest extends RemotePlace {
  /** as given: `[usage=]SOURCE`, or the public key itself, each with where it was given */
  readonly publicKeys: readonly { readonly text: string; readonly from: string }[]
  /** SHA-256 of the raw public keys that are allowed, in hex, separated by commas or spaces */
  readonly pin: string | null
  /** a source */
  readonly hmacSecret: string | null
  /** where the license lies, as `Given.place` says: an anchor from there is labelled */
  readonly keyPlace?: string | null
}

/** What an operator trusts beside the products' built-in keys. A key that cannot be trusted is an error of configuration. */
export async function readKeyring(request: KeyringRequest, host: Host): Promise<Keyring> {
  const { pin, hmacSecret } = request
  const given = [...request.publicKeys.map(flagged), ...ambient(host)]
  const pins = pin === null ? null : parsePins(pin, given.length)
  const anchors = given.length === 0 ? [] : await readAnchors(given, pins, request, host)
  return { anchors, hmac: hmacSecret === null ? null : await readHmac(hmacSecret, request, host) }
}

interface GivenAnchor {
  readonly usage: string | null
  readonly text: string
  readonly from: string
  readonly place: string | null
}

const ENVIRONMENT = 'the environment'

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

const ambient = (host: Host): readonly GivenAnchor[] =>
  Object.values(PRODUCT_VARIABLES)
    .flatMap((product) => product.anchors)
    .flatMap(({ name, usage }) => {
      const text = host.env[name]
      return text ? [{ usage, text, from: `$${name}`, place: ENVIRONMENT }] : []
    })

async function readAnchors(
  given: readonly GivenAnchor[],
  pins: readonly string[] | null,
  request: KeyringRequest,
  host: Host,
): Promise<readonly Anchor[]> {
  const { parsePublicKey } = await import('../wire/anchor.ts')
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
  const contents = await readSource(source, host, request)
  return { bytes: contents.bytes, from: says`${from} ${own(contents.from)}`, place: contents.place }
}
