import type { StatusView } from '../../present/status/view.ts'
import { weigh } from '../../status/status.ts'
import type { Context, Options } from '../command.ts'
import { judgingFor } from '../deploying/judging.ts'
import { readPlace } from '../deploying/options.ts'
import { openPlace } from '../deploying/place.ts'
import { deployedProduct } from '../deploying/wiring.ts'

/** Looks at one deployment, as it was named. Rejects with `LicError` where it may not look. */
export async function lookAt(
  context: Pick<Context, 'host' | 'settings'>,
  options: Options,
): Promise<StatusView> {
  const { host, settings } = context
  const product = deployedProduct(settings.product, options.variable)
  const place = await readPlace(options, settings, product, host)
  const { judge, rules } = await judgingFor(context, options)
  const target = await openPlace(place, { host, product, judge }, context)
  const status = weigh(await target.running(), product, rules, settings.now)
  const deployment = typeof options.deployment === 'string' ? options.deployment : null
  return { ...status, deployment, asked: settings.at }
}
