import { error, type Finding } from '../../model/finding.ts'
import { says } from '../../model/visible.ts'
import type { Published } from '../product.ts'
import { wiring } from './wiring.ts'

/** As the vendor's guides name things. */
export const published: Published = {
  composeServices: ['agent', 'orchestrator'],
  containers: ['agent', 'orchestrator'],
  helm: null,
  cautions: [],
  inLog: {
    phrase: wiring.refusalInLog,
    says: says`"${wiring.refusalInLog}"`,
    refuses: () => true,
  },
  beside: [
    {
      name: 'ORG_ID',
      says: says`whom the agent takes itself to be: the key must name the same`,
      weigh: () => null,
    },
    {
      name: 'DEPLOYMENT_MODE',
      says: says`with community, no key is checked`,
      weigh: (mode) => (mode?.trim().toLowerCase() === 'community' ? unchecked : null),
    },
    {
      name: 'AXONFLOW_PLUGIN_CLAIMED_PUBLIC_KEY',
      says: says`verifies SaaS Plugin tokens, and no license`,
      weigh: () => null,
    },
  ],
}

const unchecked: Finding = error(
  'doctor.setting',
  says`DEPLOYMENT_MODE is community: the platform looks at no key, and runs as Community`,
  says`unset it where the platform is started, and start it again`,
)
