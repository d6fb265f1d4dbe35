import type { Grant } from '../../model/limit.ts'
import { says } from '../../model/visible.ts'
import type { Claims } from '../jwt/claims.ts'
import { grant, grantsOf } from '../jwt/grants.ts'
import type { JwtVendor } from '../jwt/vendor.ts'

/** What the vendor's page lists, where it stands in claims of its own and not in `limits`. */
const LIMITS = [
  ['users', 'maxusers', 'userlimit', 'usercount'],
  ['datavolume', 'datavolumegb', 'datavolumetb', 'maxdatavolume', 'maxdatavolumegb'],
  ['aicredits', 'aicreditallowance', 'maxaicredits'],
  ['retention', 'retentiondays', 'dataretentiondays', 'retentionmonths'],
] as const

/** Claims that state how long the grace is. */
export const GRACE = ['gracedays', 'graceperioddays', 'graceperiod', 'grace']

/** Source: AtlasAI docs, Licensing. The names of the claims are not published: these are those of its API. */
export const vendor: JwtVendor = {
  product: 'atlasai',
  name: 'AtlasAI',
  anchorVariable: 'CP_LICENSE_PUBLIC_KEY',
  issuer: /atlas-?(?:ai|tech)/i,
  telling: ['planid', 'planname', 'plan', 'deploymentmode', 'activeaddons', 'addons'],
  tier: ['planid', 'plan', 'planname'],
  identity: ['tenantid', 'tenant', 'sub'],
  shown: [
    ['license', 'jti', 'licenseid', 'id'],
    ['issuer', 'iss'],
    ['subject', 'sub'],
    ['plan name', 'planname'],
    ['deployment mode', 'deploymentmode', 'mode'],
    ['grace', ...GRACE],
    ['customer', 'customer', 'customername', 'organization', 'org'],
    ['metadata', 'metadata'],
  ],
  timing: [],
  whenForged: says`the status is then Invalid`,
  grants,
}

function grants(claims: Claims): readonly Grant[] {
  const limits = claims.take('limits', 'planlimits')
  const modules = claims.take('modules', 'enabledmodules')
  const addons = claims.take('activeaddons', 'addons')
  const alone = LIMITS.flatMap((names) => {
    const found = claims.take(...names)
    return found === null ? [] : [grant(found.name, found.name, 'limits', found.value)]
  })
  return [
    ...(limits === null ? [] : grantsOf(limits.value, 'limits', limits.name)),
    ...alone,
    ...(modules === null ? [] : grantsOf(modules.value, 'modules', modules.name)),
    ...(addons === null ? [] : grantsOf(addons.value, 'add-ons', addons.name)),
  ]
}
