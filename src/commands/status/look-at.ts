import type { Instant } from '../../model/instant.ts'
import { type Status, weigh } from '../../status/status.ts'
import type { Context, Options } from '../command.ts'
import { judgingFor } from '../deploying/judging.ts'
import { readPlace } from '../deploying/options.ts'
import { openPlace } from '../deploying/place.ts'
import { deployedProduct } from '../deploying/wiring.ts'

/** One deployment as it stands, with the name that it was asked for by. */
export interface Looked extends Status {
  /** its name in the project file; null where it was named by options */
  readonly deployment: string | null
  /** `--at` was given: the verdict is not about today */
  readonly asked: boolean
}

/** Opens one deployment, as it was named; each call looks anew. Both reject with `LicError` where it may not look. */
export async function openLook(
  { host, settings }: Pick<Context, 'host' | 'settings'>,
  options: Options,
): Promise<(now: Instant) => Promise<Looked>> {
  const product = deployedProduct(settings.product, options.variable)
  const place = await readPlace(options, settings, product, host)
  let judging = await judgingFor({ host, settings }, options)
  const target = await openPlace(
    place,
    { host, product, judge: (key) => judging.judge(key) },
    { host, settings },
  )
  const deployment = typeof options.deployment === 'string' ? options.deployment : null
  return async (now) => {
    judging = await judgingFor({ host, settings: { ...settings, now } }, options)
    const status = weigh(await target.running(), product, judging.rules, now)
    return { ...status, deployment, asked: settings.at }
  }
}
