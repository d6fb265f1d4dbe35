import { type Finding, warning } from '../../model/finding.ts'
import { says } from '../../model/visible.ts'
import { textOf, valueText } from '../jwt/claims.ts'
import type { JwtKey } from '../jwt/key.ts'
import { statedGrace } from './timeline.ts'
import { GRACE } from './vendor.ts'

const NONE: readonly Finding[] = []
const MANAGED = /saas|shared|dedicated|hosted|cloud/i

/** What is odd about a key, and does not stop the runtime. */
export function weighOddities(key: JwtKey): readonly Finding[] {
  const grace = key.claims.find(GRACE)
  const fine = (grace === null || statedGrace(key) !== null) && !isManaged(key)
  if (fine) return NONE
  return [
    ...(grace !== null && statedGrace(key) === null
      ? [
          warning(
            'key.grace-length',
            says`${grace.name} ${valueText(grace.value)} is no number of days: 30 are taken, as the vendor's page says`,
          ),
        ]
      : []),
    ...(isManaged(key)
      ? [
          warning(
            'key.nothing-to-install',
            says`the key is for the deployment mode ${modeOf(key) ?? ''}, which AtlasAI manages itself: there is nothing to install`,
            says`a subscription is looked after in the Customer Portal, atlastechlab.com/portal`,
          ),
        ]
      : []),
  ]
}

const MODE = ['deploymentmode', 'mode']

export const modeOf = (key: JwtKey): string | null => textOf(key.claims.find(MODE)?.value)

/** A deployment that the vendor runs itself. */
export const isManaged = (key: JwtKey): boolean => MANAGED.test(modeOf(key) ?? '')
