import { error, type Finding, warning } from '../model/finding.ts'
import { DAY, type Instant, relative, toIso } from '../model/instant.ts'
import { says } from '../model/visible.ts'
import type { HeardFrom } from '../targets/target.ts'

const WARN = 30 * DAY
const CRITICAL = 7 * DAY

/** Where no key can be read, the end of the license that the runtime says. */
export const wordFindings = (heard: readonly HeardFrom[], now: Instant): readonly Finding[] =>
  heard.flatMap(({ url, word }) => {
    if (word !== null && word.valid === null && word.expires === null)
      return [error('status.silent', says`${url} does not say whether its license is valid, nor how long`)]
    const expires = word?.expires ?? null
    if (expires === null || expires - now > WARN) return []
    const text = says`${url} says that its license ${expires <= now ? 'expired' : 'expires'} ${relative(expires, now)}, at ${toIso(expires)}`
    if (expires <= now) return [error('key.expired', text)]
    return [warning(expires - now <= CRITICAL ? 'key.expires-critical' : 'key.expires-soon', text)]
  })
