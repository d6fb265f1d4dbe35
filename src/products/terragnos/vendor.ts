import type { Grant } from '../../model/limit.ts'
import { says } from '../../model/visible.ts'
import type { Claims } from '../jwt/claims.ts'
import { grant, grantsOf } from '../jwt/grants.ts'
import type { JwtVendor } from '../jwt/vendor.ts'

/** Counters that the vendor's page names; others stand in `limits` under any name. */
const COUNTERS = ['objectcount', 'workflowruncount', 'querycount']
const TENANTS = ['tenants', 'maxtenants', 'tenantcount', 'tenantallowance', 'tenantallowances', 'tenantlimit']
/** Claims about how long before its end a license says so. */
export const SOON = ['expiringsoondays', 'expiringsoon', 'warningdays', 'warndays']

/** Source: Terragnos docs, Licensing & Quotas. The names of the claims are not published: these are those of its API. */
export const vendor: JwtVendor = {
  product: 'terragnos',
  name: 'Terragnos',
  anchorVariable: 'LICENSE_PUBLIC_KEY',
  issuer: /terragnos/i,
  telling: ['edition', ...COUNTERS],
  tier: ['edition'],
  identity: ['deploymentfingerprint', 'deploymentid', 'tenantid', 'tenant', 'customerid', 'customer', 'sub'],
  shown: [
    ['license', 'jti', 'licenseid', 'id'],
    ['issuer', 'iss'],
    ['subject', 'sub'],
    ['deployment fingerprint', 'deploymentfingerprint', 'fingerprint'],
    ['tenant', 'tenantid', 'tenant'],
    ['customer', 'customer', 'customername', 'customerid'],
    ['contract', 'contract', 'contractid', 'contractname'],
    ['contact', 'contact', 'contactemail', 'email'],
    ['grace', 'gracedays', 'graceperioddays', 'graceperiod', 'grace'],
    ['metadata', 'metadata'],
  ],
  timing: SOON,
  whenForged: says`the service validates the signature before it switches to a key`,
  grants,
}

function grants(claims: Claims): readonly Grant[] {
  const limits = claims.take('limits')
  const features = claims.take('features', 'modules')
  const alone = COUNTERS.flatMap((counter) => {
    const found = claims.take(counter)
    return found === null ? [] : [grant(found.name, found.name, 'limits', found.value)]
  })
  const tenants = claims.take(...TENANTS)
  return [
    ...(limits === null ? [] : grantsOf(limits.value, 'limits', limits.name)),
    ...alone,
    ...(tenants === null ? [] : grantsOf(tenants.value, 'tenants', tenants.name)),
    ...(features === null ? [] : grantsOf(features.value, 'features', features.name)),
  ]
}
