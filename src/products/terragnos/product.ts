import { says } from '../../model/visible.ts'
import { jwtBody } from '../jwt/body.ts'
import { grant } from '../jwt/grants.ts'
import { admin } from './admin.ts'
import { explain } from './explain.ts'
import { published } from './published.ts'
import { readHealth } from './runtime.ts'
import { timelineOf } from './timeline.ts'
import { vendor } from './vendor.ts'
import { weighSurroundings } from './weigh.ts'

export const body = jwtBody({
  vendor,
  timeline: timelineOf,
  weigh: (_key, rules) => weighSurroundings(rules),
  explain,
  admin,
  counters: {
    path: '/metrics',
    name: 'license_limit_exceeded_total',
    label: 'limitCode',
    says: says`operations were stopped by this limit of the license since the process started`,
    quotaOf: (limitCode) => grant(limitCode, limitCode, 'limits', null).id,
  },
  published,
  countsInGrace: false,
  rulesName: () => 'Terragnos, by its published guide; RS256 as RFC 7515 has it',
  readHealth: async (bytes) => readHealth(bytes),
  tierNamed: (spelling) => (spelling === '' ? null : spelling),
})
