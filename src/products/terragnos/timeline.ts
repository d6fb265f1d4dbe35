import { isNonEmpty } from '../../model/finding.ts'
import { after, DAY, type Instant } from '../../model/instant.ts'
import type { Phase, Timeline } from '../../model/timeline.ts'
import { says } from '../../model/visible.ts'
import type { JwtKey } from '../jwt/key.ts'
import { notYet } from '../jwt/pending.ts'
import { SOON } from './vendor.ts'

/** The vendor publishes no window: this one is inferred, and says so. */
const SOON_DAYS = 30
const LONGEST_DAYS = 3650

const FULL = { running: 'full', starting: 'full' } as const
const READ_ONLY = { running: 'read-only', starting: 'read-only' } as const
const VALID = {
  running: says`everything the key grants, up to its limits (403 with a limitCode beyond one)`,
  starting: says`starts with what the key grants`,
}
const EXPIRED = {
  running: says`every limited operation answers 403: writes, workflow transitions, automation, query jobs; reads and exports go on`,
  starting: says`starts, and is as limited`,
}

/** `valid`, `expiring_soon`, `expired`: as GET /v1/license calls them. Null where the key states no end. */
export function timelineOf(key: JwtKey): Timeline | null {
  const { expires, dates } = key
  if (expires === null) return null
  const stated = key.claims.find(SOON)?.value
  const days =
    typeof stated === 'number' && Number.isInteger(stated) && stated >= 0 && stated <= LONGEST_DAYS
      ? stated
      : null
  const start = dates.begins ?? 'always'
  const soon = after(expires, -(days ?? SOON_DAYS) * DAY)
  const soonFrom = start === 'always' || start < soon ? soon : start
  const phases = [
    ...notYet(dates.begins, expires),
    ...(soonFrom === soon ? [phase('valid', start, soon, 'alive')] : []),
    { ...phase('expiring_soon', soonFrom, expires, 'alive'), says: days === null ? INFERRED : STATED },
    {
      name: 'expired',
      from: expires,
      until: 'forever',
      state: 'over',
      effect: READ_ONLY,
      says: EXPIRED,
    } as const,
  ].filter(({ from, until }) => from !== until)
  return isNonEmpty(phases) ? phases : null
}

const STATED = { ...VALID, running: says`everything the key grants, and the status says that it ends soon` }
const INFERRED = {
  ...VALID,
  running: says`everything the key grants; the status says that it ends soon (from when on is not published: 30 days are inferred)`,
}

const phase = (name: string, from: Instant | 'always', until: Instant, state: 'alive'): Phase => ({
  name,
  from,
  until,
  state,
  effect: FULL,
  says: VALID,
})
