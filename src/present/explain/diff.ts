import type { DIFF_CODES } from '../../model/codes/diff.ts'
import type { Explanation } from './explanation.ts'

export const DIFF_EXPLANATIONS = {
  'diff.other-product': {
    cause: 'The two keys belong to different products. Nothing of them can be compared.',
    cure: 'Look whether both sources are the right ones.',
  },
  'diff.other-identity': {
    cause:
      'The new key names another deployment or organization than the old one, or none any more. An agent whose ORG_ID is not the identity of its key refuses to start.',
    cure: 'Look whether it is the right key. If the identity is meant to change, change ORG_ID with it; lic rotate wants --allow other-identity.',
  },
  'diff.sooner-expiry': {
    cause: 'The new key expires before the old one does.',
    cure: 'Ask for a key that lasts longer. As a bridge until one comes, lic rotate wants --allow sooner-expiry.',
  },
  'diff.lower-tier': {
    cause: 'The new key is of a lower tier than the old one.',
    cure: 'See what each tier allows with lic limits. If it is meant, lic rotate wants --allow downgrade.',
  },
  'diff.fewer-limits': {
    cause:
      'Something that the tier of the old key allows, the tier of the new one does not, or less of it. What is replaced by something better does not count, nor what people do (support), nor what is published for one of them only.',
    cure: 'Look whether what is lost is used. If that is meant, lic rotate wants --allow downgrade.',
  },
} as const satisfies Record<keyof typeof DIFF_CODES, Explanation>
