import type { Given } from '../input/key-source.ts'
import { ENVIRONMENT } from '../input/keyring.ts'
import type { Rules } from '../products/product.ts'
import type { Context } from './command.ts'

/** Whose rules speak of a key. @param place where it lies: the variables beside it matter only in the environment */
export const rulesOf = (
  { settings, host }: Pick<Context, 'settings' | 'host'>,
  place: Given['place'],
): Rules => ({
  platform: settings.platform,
  heartbeat: settings.heartbeat,
  ...(place === ENVIRONMENT ? { env: host.env } : {}),
})
