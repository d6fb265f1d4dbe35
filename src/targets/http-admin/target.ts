import { LicError } from '../../model/lic-error.ts'
import { says } from '../../model/visible.ts'
import type { Target, Tools } from '../target.ts'
import { draft } from './draft.ts'
import { observe } from './observe.ts'
import { performer } from './perform/performer.ts'
import type { AdminRef } from './ref.ts'
import { running } from './running.ts'
import type { AdminSight } from './sight.ts'
import type { AdminStep } from './steps.ts'

/** A running product's own admin API. Rejects with `LicError` where the product has none. */
export async function openAdmin(ref: AdminRef, tools: Tools): Promise<Target<AdminSight, AdminStep>> {
  const api = tools.product.admin
  if (api === null)
    throw new LicError(
      'usage.option',
      says`this product takes no license over an admin API`,
      says`put it where the product reads it: --dotenv, or a secret (lic rotate --help)`,
    )
  return {
    observe: () => observe(ref, api, tools),
    running: () => running(ref, api, tools),
    history: async () => {
      const { head } = await observe(ref, api, tools)
      const value = says`the API returns no key, so that there is no history of them here`
      return { head: [...head, { label: 'note', value }], keys: [] }
    },
    archived: async () => [],
    draft,
    performer: (seen, intent) => performer(seen, intent, tools),
  }
}
