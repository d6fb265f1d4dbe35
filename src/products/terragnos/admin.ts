import type { AdminApi } from '../../model/admin.ts'
import { says } from '../../model/visible.ts'

/** POST and GET /v1/license, as the vendor's page on licensing has them. */
export const admin: AdminApi = {
  upload: { path: '/v1/license', inferred: false, field: 'licenseKey' },
  status: { path: '/v1/license' },
  role: 'a tenant owner or system administrator',
  cautions: [
    says`without LICENSE_STORAGE_SECRET a key stays in the memory of the one replica that took it, and is lost when that restarts`,
    says`the API and the worker read LICENSE_KEY again when they restart: change it there, too`,
  ],
  renewal: null,
}
