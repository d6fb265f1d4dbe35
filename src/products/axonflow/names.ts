/** The tiers a self-hosted key may carry, exactly so spelled. */
const KEY_TIERS = ['Evaluation', 'Professional', 'Enterprise', 'Plus'] as const

/** Every tier of a self-hosted platform; Community needs no key. */
export const TIERS = ['Community', ...KEY_TIERS] as const
export type Tier = (typeof TIERS)[number]

const SPELLINGS: { readonly [spelling: string]: Tier } = {
  community: 'Community',
  evaluation: 'Evaluation',
  eval: 'Evaluation',
  professional: 'Professional',
  pro: 'Professional',
  enterprise: 'Enterprise',
  ent: 'Enterprise',
  plus: 'Plus',
  enterpriseplus: 'Plus',
}

/** A tier by any spelling seen in keys, documents and health answers: `PRO`, `Professional`, `ENT`, `Enterprise Plus`. */
export function tierNamed(spelling: string): Tier | null {
  const plain = spelling.toLowerCase().replace(/[\s_-]+/g, '')
  return Object.hasOwn(SPELLINGS, plain) ? (SPELLINGS[plain] ?? null) : null
}

export const isKeyTier = (tier: string): boolean => (KEY_TIERS as readonly string[]).includes(tier)

const SAAS_TIERS = ['Free', 'Pro', 'Premium']
export const SAAS_AUDIENCES = [
  'axonflow.saas.plugin',
  'axonflow.saas.full',
  'axonflow.saas.sdk',
  'community_saas_plugin',
]
export const SELF_HOSTED_AUDIENCES = [
  'axonflow.self_hosted.plugin',
  'axonflow.self_hosted.sdk',
  'axonflow.self_hosted.full',
]

/** A token of the hosted service: made with another key, for another place. */
export const isSaasToken = (tier: string, audience: string | null): boolean =>
  SAAS_TIERS.includes(tier) && audience !== null && SAAS_AUDIENCES.includes(audience)
