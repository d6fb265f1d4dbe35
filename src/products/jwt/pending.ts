import type { Instant } from '../../model/instant.ts'
import type { Phase } from '../../model/timeline.ts'
import { says } from '../../model/visible.ts'

const REFUSED = { running: 'refused', starting: 'refused' } as const
const SAYS = {
  running: says`refused: the key does not count before its nbf`,
  starting: says`refused: the key does not count before its nbf`,
}

/** The phase before `nbf`, where a token has one. */
export const notYet = (begins: Instant | null, expires: Instant): readonly Phase[] =>
  begins === null
    ? []
    : [
        {
          name: 'not yet valid',
          from: 'always',
          until: begins < expires ? begins : expires,
          state: 'pending',
          effect: REFUSED,
          says: SAYS,
        },
      ]
