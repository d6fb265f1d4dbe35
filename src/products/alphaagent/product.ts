import { error } from '../../model/finding.ts'
import type { Trust } from '../../model/trust.ts'
import { says } from '../../model/visible.ts'
import type { Body } from '../product.ts'
import { weighAccount } from './account.ts'
import { decode } from './decode.ts'
import { explain } from './explain.ts'
import { published } from './published.ts'
import { timelineOf } from './timeline.ts'

const UNVERIFIABLE: Trust = {
  kind: 'unproven',
  why: error(
    'key.unverifiable',
    says`a License Token cannot be checked offline: only the Console knows its secret`,
    says`the Studio finds out at activation; --allow-unverifiable takes it as it is`,
  ),
}

export const body: Body = {
  caution: says`Studio writes this secret itself at activation, and the Console refuses another host's fingerprint: a token put here behind its back takes effect only with a new activation, and going back by label does not undo one`,
  admin: null,
  counters: null,
  published,
  rulesName: () => 'AlphaAgent Studio, by its published guide',
  decode,
  kin: () => 'issuer',
  prove: () => UNVERIFIABLE,
  weigh: ({ identity }, rules) => weighAccount(rules, identity?.value ?? null),
  timeline: ({ identity }, { heartbeat }) => timelineOf(heartbeat, identity?.value ?? null),
  reminders: () => [],
  explain: ({ identity }, rules) => explain(rules, identity?.value ?? null),
  tierInForce: () => null,
  tiers: () => ({ product: 'alphaagent', platform: null, tiers: [], rows: [] }),
  readHealth: async (bytes) => (await import('./runtime.ts')).readHealth(bytes),
  tierNamed: () => null,
  nodeLimit: () => null,
  support: async () => null,
}
