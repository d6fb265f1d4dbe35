import { says } from '../../model/visible.ts'
import type { Product } from '../product.ts'
import { TABLES_AS_OF } from './dates.ts'
import { beginsLikeAKey, decode } from './decode.ts'
import { explain } from './explain.ts'
import { hunts } from './hunts.ts'
import { isKeyTier, isSaasToken, tierNamed } from './names.ts'
import { NEWEST, rulesName } from './platform.ts'
import { published } from './published.ts'
import { nodeLimit, tiers } from './tiers.ts'
import { remindersOf, timelineOf, tokenTimelineOf } from './timeline.ts'
import { BUILT_IN, prove } from './trust.ts'
import { weigh } from './weigh.ts'
import { wiring } from './wiring.ts'

export const axonflow: Product = {
  id: 'axonflow',
  name: 'AxonFlow',
  variables: ['AXONFLOW_LICENSE_KEY'],
  hunts,
  wiring,
  restarts: ['agent', 'orchestrator'],
  caution: null,
  admin: null,
  counters: {
    path: '/prometheus',
    name: 'axonflow_license_tier_read_rejected_total',
    label: 'reason',
    says: says`this process holds a key that grants nothing, and runs as Community`,
  },
  published,
  builtInAnchors: BUILT_IN,
  tables: { platform: String(NEWEST), asOf: TABLES_AS_OF },
  anchorUsages: ['evaluation', 'enterprise', 'plugin'],
  rulesName,
  door: beginsLikeAKey,
  kin: () => 'issuer',
  decode,
  prove: (key, keyring) => prove(key, keyring),
  weigh,
  timeline: (key) => {
    if (key.expires === null) return null
    return isSaasToken(key.tier ?? '', key.audience) ? tokenTimelineOf(key.expires) : timelineOf(key.expires)
  },
  reminders: remindersOf,
  explain,
  tierInForce: (key, state) => (state === 'alive' && isKeyTier(key.tier ?? '') ? key.tier : 'Community'),
  tierWithoutKey: 'Community',
  tiers,
  readHealth: async (body) => (await import('./runtime.ts')).readHealth(body),
  tierNamed,
  nodeLimit,
  support: async (tier) => (await import('./support.ts')).support(tier),
}
