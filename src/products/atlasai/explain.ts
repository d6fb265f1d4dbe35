import { toIso } from '../../model/instant.ts'
import { says } from '../../model/visible.ts'
import type { JwtKey } from '../jwt/key.ts'
import type { Rules } from '../product.ts'
import { everyWords, intervalIn, renewalOf } from './renewal.ts'
import { statedGrace } from './timeline.ts'

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

function phoneHome(key: JwtKey, rules: Rules) {
  const renewal = renewalOf(key, rules)
  switch (renewal.kind) {
    case 'managed':
      return []
    case 'nobody':
      return [
        {
          label: 'phone-home',
          says:
            renewal.why === 'offline'
              ? says`off (ATLASAI_OFFLINE_MODE=1): nothing renews this key, the date above is final`
              : says`none on premises: nothing renews this key, the date above is final`,
        },
      ]
    case 'phone-home': {
      const every = everyWords(renewal)
      const until = key.expires === null ? says`until it expires` : says`until ${toIso(key.expires)}`
      return [
        {
          label: 'phone-home',
          says: says`where the Control Plane can be reached (BYOC), the product replaces its key every ${every} by one for 365 days: what runs may differ from this one, and that is normal`,
        },
        ...oddInterval(rules, every),
        {
          label: 'phone-home fails',
          says: says`no disruption ${until}, and the date stays what it is; from then on as the time line says`,
        },
      ]
    }
  }
}

const oddInterval = ({ env }: Rules, taken: string) =>
  (env?.LICENSE_PHONE_HOME_INTERVAL_MS ?? '') === '' || intervalIn(env) !== null
    ? []
    : [
        {
          label: 'interval',
          says: says`LICENSE_PHONE_HOME_INTERVAL_MS is no whole number of milliseconds: ${taken} is taken here; what the product makes of it is not published`,
        },
      ]
