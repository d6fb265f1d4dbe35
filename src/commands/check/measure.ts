import type { ReadOptions } from '../../input/key-source.ts'
import { readKeyring } from '../../input/keyring.ts'
import type { Context } from '../command.ts'
import { rulesOf } from '../judging.ts'
import type { Measure } from './check-key.ts'
import type { Demands } from './demands.ts'

/** What keys are measured by. @param keyPlace where the license lies, so that an anchor from there is labelled */
export async function measureFor(
  context: Context,
  demands: Demands,
  keyPlace: string | null,
): Promise<Measure> {
  const { host, settings } = context
  const { publicKeys, pin, hmacSecret, region, profile, now, product, platform, alsoPlatform } = settings
  const request = { publicKeys, pin, hmacSecret, region, profile, keyPlace }
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
