import { isNonEmpty } from '../../model/finding.ts'
import { after, DAY, type Instant } from '../../model/instant.ts'
import type { Effect, Phase, Timeline } from '../../model/timeline.ts'
import { type Shown, says } from '../../model/visible.ts'
import type { JwtKey } from '../jwt/key.ts'
import { notYet } from '../jwt/pending.ts'
import { GRACE } from './vendor.ts'

const USUAL_DAYS = 30
const READ_ONLY_DAYS = 30
const LONGEST_DAYS = 3650

/** The grace that the token states, in days; null where it states none that can be read. */
export function statedGrace(key: JwtKey): number | null {
  const value = key.claims.find(GRACE)?.value
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LONGEST_DAYS
    ? value
    : null
}

/** `active`, `grace`, `read-only`, `locked`: as the vendor's page calls them. Null where the key states no end. */
export function timelineOf(key: JwtKey): Timeline | null {
  const { expires, dates } = key
  if (expires === null) return null
  const grace = statedGrace(key) ?? USUAL_DAYS
  const same = last.expires === expires && last.grace === grace && last.begins === dates.begins
  if (!same) last = { expires, grace, begins: dates.begins, made: make(expires, grace, dates.begins) }
  return last.made
}

/** Lists of keys share their days. */
let last: {
  readonly expires: Instant | null
  readonly grace: number
  readonly begins: Instant | null
  readonly made: Timeline | null
} = { expires: null, grace: 0, begins: null, made: null }

function make(expires: Instant, grace: number, begins: Instant | null): Timeline | null {
  const graceOver = after(expires, grace * DAY)
  const locked = after(graceOver, READ_ONLY_DAYS * DAY)
  const from = begins ?? 'always'
  const phases = [
    ...notYet(begins, expires),
    ...(from === 'always' || from < expires ? [phase('active', from, expires, 'alive', 'full')] : []),
    phase('grace', expires, graceOver, 'grace', 'read-only'),
    phase('read-only', graceOver, locked, 'over', 'read-only'),
    phase('locked', locked, 'forever', 'over', 'refused'),
  ].filter((each) => each.from !== each.until)
  return isNonEmpty(phases) ? phases : null
}

type Name = 'active' | 'grace' | 'read-only' | 'locked'

const phase = (
  name: Name,
  from: Phase['from'],
  until: Instant | 'forever',
  state: Phase['state'],
  effect: Effect,
): Phase => ({
  name,
  from,
  until,
  state,
  effect: { running: effect, starting: effect },
  says: { running: SAYS[name], starting: STARTING[name] },
})

const SAYS = {
  active: says`everything in the plan`,
  grace: says`read-only: creating, updating and deleting are blocked`,
  'read-only': says`only GET requests are answered`,
  locked: says`only /api/health and the license upload are answered`,
} as const satisfies Record<Name, Shown>

const STARTING = {
  active: says`starts with everything in the plan`,
  grace: says`starts read-only`,
  'read-only': says`starts read-only`,
  locked: says`starts locked: a new key can still be uploaded`,
} as const satisfies Record<Name, Shown>
