import { type KeyringRequest, readKeyring } from '../../input/keyring.ts'
import type { ProductId } from '../../model/decoded.ts'
import type { KeyText } from '../../model/key-text.ts'
import type { Anchor, Keyring } from '../../model/trust.ts'
import type { Verdict } from '../../model/verdict.ts'
import type { Rules } from '../../products/product.ts'
import { atTheDoor, PRODUCTS } from '../../products/registry.ts'
import type { Again } from '../../targets/health/again.ts'
import { judge } from '../../verdict/judge.ts'
import type { Context, Options, Settings } from '../command.ts'
import { rulesOf } from '../judging.ts'
import { withLiveHeartbeat } from './live-heartbeat.ts'
import type { DeployOptions } from './options.ts'
import type { Place } from './place.ts'

/** How a run judges keys. */
export interface Judging {
  readonly judge: (key: KeyText) => Verdict
  readonly rules: Rules
  readonly keyring: Keyring
}

interface Asked extends Pick<KeyringRequest, 'keyPlace'> {
  /** what its surroundings say of whose the key is */
  readonly hint?: ProductId | null
  /** the key, where there is one already */
  readonly text?: KeyText | null
}

export async function judgingFor(
  given: Pick<Context, 'host' | 'settings'>,
  options: Options,
  { keyPlace = null, hint = null, text = null }: Asked = {},
): Promise<Judging> {
  const { newPublicKey } = options
  const { host, settings } = await alive(given, options, text, hint)
  const { region, profile, pin, hmacSecret, now, product } = settings
  // What the product is going to verify its license with is trusted by whoever puts it there.
  const comes = typeof newPublicKey === 'string' ? [{ text: newPublicKey, from: '--new-public-key' }] : []
  const publicKeys = [...settings.publicKeys, ...comes]
  const keyring = await readKeyring({ publicKeys, pin, hmacSecret, region, profile, keyPlace }, host)
  const rules = rulesOf({ host, settings }, null)
  return { judge: (key) => judge(key, { now, rules, keyring, product, hint }), rules, keyring }
}

/** Where the license is one that lives by heartbeats, and nobody said when the last was, the runtime that is named is asked. */
async function alive(
  context: Pick<Context, 'host' | 'settings'>,
  options: Options,
  text: KeyText | null,
  hint: ProductId | null,
): Promise<Pick<Context, 'host' | 'settings'>> {
  const { product, heartbeat } = context.settings
  const meant = product ?? hint
  const ids = text === null ? [meant] : atTheDoor(text, meant)
  const lives = ids.some((id) => id !== null && PRODUCTS[id].heartbeats === true)
  return lives && heartbeat.last === null ? withLiveHeartbeat(context, options) : context
}

/** Where, with what a line that goes on needs in order to judge alike. @param begun as it would be begun anew */
export function placeAgain(
  { place, longer }: DeployOptions,
  begun: Again['begun'],
  { settings, options, keyring }: Pick<Judging, 'keyring'> & { settings: Settings; options: Options },
): Place {
  const again = { retold: [...flagsAgain(options, settings, keyring), ...longer], begun }
  return { ...place, ref: { ...place.ref, ...again } } as Place
}

/** What the command line said of judging; what the environment says is left to the environment. */
function flagsAgain(options: Options, { publicKeys }: Settings, { anchors }: Keyring): readonly string[] {
  const { pin, hmacSecret, platform, product, expectIdentity } = options
  const { lastHeartbeat, heartbeatLimits, accountState } = options
  const again = (flag: string, value: unknown) => (typeof value === 'string' ? [flag, value] : [])
  return [
    ...publicKeys.flatMap(({ text, from }, at) =>
      from === '--public-key' ? again(from, anchorAgain(text, anchors[at])) : [],
    ),
    ...again('--pin', pin),
    ...again('--hmac-secret', hmacSecret === '-' ? null : hmacSecret),
    ...again('--platform', platform),
    ...again('--product', product),
    ...again('--last-heartbeat', lastHeartbeat),
    ...again('--heartbeat-limits', heartbeatLimits),
    ...again('--account-state', accountState),
    ...again('--expect-identity', expectIdentity),
  ]
}

/**
 * A public key as it was read, where that is short: the next machine may not have the file. One from the document that
 * holds the license proved nothing, and must not come to prove something by being said again.
 */
function anchorAgain(given: string, anchor: Anchor | undefined): string | null {
  if (anchor === undefined || anchor.sameDocument === true) return null
  const { usage, publicKey } = anchor
  if (publicKey.kind === 'rsa') return /^(\w+=)?-$/.test(given) || given.length > LONGEST ? null : given
  const hex = Buffer.from(publicKey.raw).toString('hex')
  return usage === null ? hex : `${usage}=${hex}`
}

/** Longer words are cut where they are shown. */
const LONGEST = 400
