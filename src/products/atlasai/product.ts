import { jwtBody } from '../jwt/body.ts'
import { admin } from './admin.ts'
import { explain } from './explain.ts'
import { published } from './published.ts'
import { replacedSince } from './renewal.ts'
import { readHealth } from './runtime.ts'
import { timelineOf } from './timeline.ts'
import { vendor } from './vendor.ts'
import { weighOddities } from './weigh.ts'

export const body = jwtBody({
  vendor,
  timeline: timelineOf,
  weigh: (key, rules, now) => [...weighOddities(key), ...replacedSince(key, rules, now)],
  explain,
  admin,
  counters: null,
  published,
  countsInGrace: true,
  rulesName: () => 'AtlasAI Tenant Plane, by its published guide; RS256 as RFC 7515 has it',
  readHealth: async (bytes) => readHealth(bytes),
  tierNamed: (spelling) => (spelling === '' ? null : spelling),
})
