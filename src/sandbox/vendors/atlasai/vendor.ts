import { inSeconds } from '../license-wish.ts'
import { JWT } from '../rsa-issuer.ts'
import type { TellingVendor } from '../vendor.ts'
import { run } from './page.ts'
import { story } from './story.ts'

/** The Tenant Plane, as the vendor's page on licensing has it. The names of the claims are those of its API. */
export const atlasai: TellingVendor = {
  kind: 'signed',
  id: 'atlasai',
  name: 'AtlasAI Tenant Plane',
  tierName: 'plan',
  tierByDefault: 'operations',
  publicKeyVariable: 'CP_LICENSE_PUBLIC_KEY',
  keyForm: JWT,
  roles: [
    { id: 'admin', licenses: true },
    { id: 'member', licenses: false },
  ],
  claims: ({ tier, org, phoneHome }, { issued, expires }) => ({
    iss: 'atlasai-control-plane',
    tenant_id: org,
    plan_id: tier,
    plan_name: `${tier.charAt(0).toUpperCase()}${tier.slice(1)}`,
    deployment_mode: phoneHome === true ? 'byoc' : 'on_prem',
    limits: { users: 50, data_volume_gb: 100, ai_credits: 1000, retention_days: 90 },
    modules: ['itsm', 'compliance', 'automation'],
    active_addons: ['automation_pro'],
    grace_days: 30,
    iat: inSeconds(issued),
    exp: inSeconds(expires),
  }),
  run,
  story,
}
