import { type Finding, warning } from '../../model/finding.ts'
import { says } from '../../model/visible.ts'
import type { Published } from '../product.ts'

/** As the vendor's page on licensing names things. */
export const published: Published = {
  composeServices: ['tenant-plane'],
  containers: null,
  helm: {
    release: 'atlasai-tp deploy/helm/atlasai-tp',
    license: ['license', 'key'],
    publicKey: ['license', 'publicKey'],
  },
  cautions: [
    says`with phone-home the product replaces its own license every 24 hours: what is set here counts when it starts`,
  ],
  inLog: {
    phrase: '[license] Loaded',
    says: says`"[license] Loaded" with a status other than active`,
    refuses: (line) => /\bstatus=(?!active\b)\w/i.test(line),
  },
  beside: [
    {
      name: 'CP_LICENSE_PUBLIC_KEY',
      says: says`verifies the license; it comes with it`,
      weigh: () => null,
    },
    {
      name: 'ATLASAI_OFFLINE_MODE',
      says: says`with 1, nothing renews the license by itself`,
      weigh: () => null,
    },
    {
      name: 'LICENSE_PHONE_HOME_INTERVAL_MS',
      says: says`how often the license is renewed by itself, in milliseconds`,
      weigh: (interval) => (interval === undefined || /^[1-9]\d{3,11}$/.test(interval) ? null : noInterval),
    },
  ],
}

const noInterval: Finding = warning(
  'doctor.setting',
  says`LICENSE_PHONE_HOME_INTERVAL_MS is no number of milliseconds that makes sense`,
  says`the vendor's default is 86400000, a day; leave it unset for that`,
)
