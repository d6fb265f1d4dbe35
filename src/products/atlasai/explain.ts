import { toIso } from '../../model/instant.ts'
import { says } from '../../model/visible.ts'
import type { JwtKey } from '../jwt/key.ts'
import type { Rules } from '../product.ts'
import { statedGrace } from './timeline.ts'
import { isManaged, modeOf } from './weigh.ts'

/** What `inspect` adds in words. Source: AtlasAI docs, Licensing. */
export const explain = (key: JwtKey, rules: Rules) => [
  ...phoneHome(key, rules),
  {
    label: 'grace',
    says:
      statedGrace(key) === null
        ? says`the key states none that can be read: 30 days, as the vendor's page says; then 30 days read-only, then locked`
        : says`${statedGrace(key) ?? 0} days, as the key states; then 30 days read-only, then locked`,
  },
  {
    label: 'SaaS and Dedicated TP',
    says: says`have nothing to install: the subscription is managed by AtlasAI, and a license file is for On-Prem and BYOC alone`,
  },
  {
    label: 'a new key',
    says: says`set ATLASAI_LICENSE_KEY and restart, or upload it under Settings, License, which takes effect at once; uploading works while locked too`,
  },
  {
    label: 'inferred',
    says: says`the names of the claims are not published: they are read as GET /api/admin/license names them; what was not understood is shown as such`,
  },
]

function phoneHome(key: JwtKey, { env }: Rules) {
  const mode = modeOf(key)?.toLowerCase() ?? ''
  if (isManaged(key)) return []
  const offline = env?.ATLASAI_OFFLINE_MODE === '1'
  const until = key.expires === null ? says`until it expires` : says`until ${toIso(key.expires)}`
  if (offline || /prem/.test(mode))
    return [
      {
        label: 'phone-home',
        says: offline
          ? says`off (ATLASAI_OFFLINE_MODE=1): nothing renews this key, the date above is final`
          : says`none on premises: nothing renews this key, the date above is final`,
      },
    ]
  return [
    {
      label: 'phone-home',
      says: says`where the Control Plane can be reached (BYOC), the product replaces its key every 24 hours by one for 365 days: what runs may differ from this one, and that is normal`,
    },
    { label: 'phone-home fails', says: says`no disruption ${until}; from then on as the time line says` },
  ]
}
