import type { AdminApi } from '../../model/admin.ts'
import { says } from '../../model/visible.ts'

/** GET /api/admin/license, as the vendor's page on licensing has it; where the console uploads to is not published. */
export const admin: AdminApi = {
  upload: { path: '/api/admin/license', inferred: true, field: 'license_key' },
  status: { path: '/api/admin/license' },
  role: 'an administrator of the Tenant Plane',
  cautions: [says`the Tenant Plane reads ATLASAI_LICENSE_KEY again when it restarts: change it there, too`],
  renewal: says`with phone-home the product replaces its own license every 24 hours: that it differs later is no fault`,
}
