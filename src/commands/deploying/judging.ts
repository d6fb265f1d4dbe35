import { type KeyringRequest, readKeyring } from '../../input/keyring.ts'
import type { KeyText } from '../../model/key-text.ts'
import type { Anchor, Keyring } from '../../model/trust.ts'
import type { Verdict } from '../../model/verdict.ts'
import type { Rules } from '../../products/product.ts'
import type { Again } from '../../targets/health/again.ts'
import { judge } from '../../verdict/judge.ts'
import type { Context, Options, Settings } from '../command.ts'
import type { DeployOptions } from './options.ts'
import type { Place } from './place.ts'

/** How a run judges keys, and where, with what a line that goes on needs in order to judge alike. */
interface Judging {
  readonly judge: (key: KeyText) => Verdict
  readonly rules: Rules
  readonly place: Place
}

interface Asked extends Pick<Again, 'begun'>, Pick<KeyringRequest, 'keyPlace'> {
  readonly options: Options
  readonly deploy: DeployOptions
  /** what its surroundings say of whose the key is */
  readonly hint?: Parameters<typeof judge>[1]['hint']
}

export async function judgingFor(
  { host, settings }: Pick<Context, 'host' | 'settings'>,
  { options, deploy, begun, keyPlace = null, hint = null }: Asked,
): Promise<Judging> {
  const { region, profile, publicKeys, pin, hmacSecret, platform, now, product } = settings
  const keyring = await readKeyring({ publicKeys, pin, hmacSecret, region, profile, keyPlace }, host)
  const rules = { platform }
  const again = { retold: [...flagsAgain(options, settings, keyring), ...deploy.longer], begun }
  return {
    judge: (key) => judge(key, { now, rules, keyring, product, hint }),
    rules,
    place: withWords(deploy.place, again),
  }
}

const withWords = (place: Place, again: Again): Place =>
  place.kind === 'aws'
    ? { kind: 'aws', ref: { ...place.ref, ...again } }
    : { kind: 'env-file', ref: { ...place.ref, ...again } }

/** What the command line said of judging; what the environment says is left to the environment. */
function flagsAgain(options: Options, { publicKeys }: Settings, { anchors }: Keyring): readonly string[] {
  const { pin, hmacSecret, platform, product, expectIdentity } = options
  const again = (flag: string, value: unknown) => (typeof value === 'string' ? [flag, value] : [])
  return [
    ...publicKeys.flatMap(({ text, from }, at) =>
      from === '--public-key' ? again(from, anchorAgain(text, anchors[at])) : [],
    ),
    ...again('--pin', pin),
    ...again('--hmac-secret', hmacSecret === '-' ? null : hmacSecret),
    ...again('--platform', platform),
    ...again('--product', product),
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
