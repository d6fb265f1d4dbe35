import { toIso } from '../../model/instant.ts'
import { says } from '../../model/visible.ts'
import type { JwtKey } from '../jwt/key.ts'

/** What `inspect` adds in words. Source: Terragnos docs, Licensing & Quotas. */
export const explain = (key: JwtKey) => [
  {
    label: 'limits',
    says: says`beyond one: 403 "License limit exceeded" with its limitCode, an audit event license.limit_exceeded, and the metric license_limit_exceeded_total`,
  },
  ...(key.expires === null
    ? []
    : [
        {
          label: 'from expiry on',
          says: says`status=expired from ${toIso(key.expires)} on: limited operations answer 403, read-only endpoints go on, so that data can be exported`,
        },
      ]),
  {
    label: 'a new key',
    says: says`set LICENSE_KEY and restart the API and the worker, or POST it to /v1/license, which takes effect at once`,
  },
  {
    label: 'inferred',
    says: says`the names of the claims are not published: they are read as GET /v1/license names them; what was not understood is shown as such`,
  },
]
