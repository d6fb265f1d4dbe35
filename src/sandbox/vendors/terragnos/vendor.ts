import { inSeconds } from '../license-wish.ts'
import { JWT } from '../rsa-issuer.ts'
import type { Vendor } from '../vendor.ts'
import { run } from './page.ts'

/** Terragnos core, as its page on licensing and quotas has it. The names of the claims are those of its API. */
export const terragnos: Vendor = {
  kind: 'signed',
  id: 'terragnos',
  name: 'Terragnos core',
  tierName: 'edition',
  tierByDefault: 'enterprise',
  publicKeyVariable: 'LICENSE_PUBLIC_KEY',
  keyForm: JWT,
  roles: [
    { id: 'admin', licenses: true },
    { id: 'owner', licenses: true },
    { id: 'member', licenses: false },
  ],
  claims: ({ tier, org }, { issued, expires }) => ({
    iss: 'terragnos-licensing',
    edition: tier,
    tenant: org,
    features: { automation: true, advanced_layers: tier !== 'starter' },
    limits: { object_count: 5, workflow_run_count: 3, query_count: 4 },
    metadata: { issuer: 'terragnos-licensing', tenant: org, contract: 'lic sandbox' },
    deployment_fingerprint: `sandbox-${org}`,
    iat: inSeconds(issued),
    exp: inSeconds(expires),
  }),
  run,
}
