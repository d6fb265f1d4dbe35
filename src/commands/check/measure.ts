import type { ReadOptions } from '../../input/key-source.ts'
import { readKeyring } from '../../input/keyring.ts'
import { onlyOnce } from '../../input/standard-input.ts'
import { PRODUCT_IDS, type ProductId } from '../../model/decoded.ts'
import { LicError } from '../../model/lic-error.ts'
import { says } from '../../model/visible.ts'
import type { Context } from '../command.ts'
import { rulesOf } from '../judging.ts'
import type { Measure } from './check-key.ts'
import type { Demands } from './demands.ts'

/**
 * What keys are measured by.
 *
 * @param keyPlace where the license lies, so that an anchor from there is labelled
 * @param products whose licenses they may be
 */
export async function measureFor(
  context: Context,
  demands: Demands,
  keyPlace: string | null,
  products: readonly ProductId[] = PRODUCT_IDS,
): Promise<Measure> {
  const { host, settings } = context
  const { publicKeys, pin, hmacSecret, region, profile, now, product, platform, alsoPlatform } = settings
  const request = { publicKeys, pin, hmacSecret, region, profile, keyPlace, products }
  return {
    demands,
    now,
    rules: rulesOf(context, keyPlace),
    alsoPlatform: platform === null ? alsoPlatform : null,
    product,
    keyring: await readKeyring(request, host),
  }
}

/** How this command reads keys: from anywhere, with a warning for the command line. */
export const readOptions = ({ settings }: Context, ambient: boolean): ReadOptions => ({
  argvKeys: 'warn',
  ambient,
  ask: !settings.noInput,
  region: settings.region,
  profile: settings.profile,
})

/** @throws LicError usage.argument where several are to be checked and there is none, or one that can be read only once is there twice */
export function mustBeReadable(sources: readonly string[]): void {
  if (sources.length === 0)
    throw new LicError(
      'usage.argument',
      says`--lines needs a source`,
      says`write: lic check --lines file:keys.txt, or - for standard input`,
    )
  if (sources.filter((source) => source === '-').length > 1) throw onlyOnce()
}
