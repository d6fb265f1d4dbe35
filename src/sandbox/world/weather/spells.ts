import type { Instant } from '../../../model/instant.ts'
import type { World } from '../world.ts'

/**
 * What may befall a call: `throttled`, `failing` (a 500), `denied` and `expired` are answers, and nothing was done;
 * `dropped` is a connection reset before anything was done, `lost` one after it was done; `garbled` is done too,
 * and its answer is no JSON.
 */
export type Trouble = 'throttled' | 'failing' | 'denied' | 'expired' | 'dropped' | 'lost' | 'garbled'

interface Reach {
  /** such as `ecs:UpdateService`, `ecs:*`, `*`; a runtime's pages are `runtime:/health` and `runtime:/prometheus` */
  readonly call: string
  /** how many such calls are spared first; default none */
  readonly after?: number
  /** of those after them, each so-many-th is met; default each */
  readonly every?: number
  /** how many are met in all; default no end */
  readonly times?: number
  readonly from?: Instant
  readonly until?: Instant
  /** how many such calls there were: the world counts */
  met?: number
}

/** Unruly behaviour, as data; its times are milliseconds of the world's clock. */
export type Spell = Reach &
  (
    | { readonly does: Trouble }
    /** is done at once and answered late */
    | { readonly does: 'slow'; readonly by: number }
    /** a read answers what was so that long ago; other calls are not concerned */
    | { readonly does: 'lagging'; readonly by: number }
    /** throttled when its bucket is empty: `burst` calls, and `perSecond` more each second */
    | { readonly does: 'limited'; readonly burst: number; readonly perSecond: number; bucket?: Bucket }
  )

interface Bucket {
  left: number
  at: Instant
}

export interface Conditions {
  readonly trouble: Trouble | null
  readonly delay: number
  readonly lag: number
}

/** What a call meets now. Each matching spell counts it; the first trouble wins, delays add up. */
export function meet(world: World, call: string): Conditions {
  let [trouble, delay, lag]: [Trouble | null, number, number] = [null, 0, 0]
  for (const spell of world.weather) {
    if (!strikes(world.now, spell, call)) continue
    if (spell.does === 'slow') delay += spell.by
    else if (spell.does === 'lagging') lag = Math.max(lag, spell.by)
    else if (spell.does !== 'limited') trouble ??= spell.does
    else if (!taken(spell, world.now)) trouble ??= 'throttled'
  }
  return { trouble, delay, lag }
}

function strikes(now: Instant, spell: Spell, call: string): boolean {
  if (spell.call !== '*' && spell.call !== call && spell.call !== `${call.split(':')[0]}:*`) return false
  if ((spell.from !== undefined && now < spell.from) || (spell.until !== undefined && now >= spell.until))
    return false
  const nth = (spell.met ?? 0) + 1
  spell.met = nth
  const every = spell.every ?? 1
  const after = nth - (spell.after ?? 0)
  return after > 0 && after % every === 0 && after / every <= (spell.times ?? Number.POSITIVE_INFINITY)
}

function taken(spell: Spell & { does: 'limited' }, now: Instant): boolean {
  const { left, at } = spell.bucket ?? { left: spell.burst, at: now }
  const level = Math.min(spell.burst, left + ((now - at) / 1000) * spell.perSecond)
  spell.bucket = { left: level >= 1 ? level - 1 : level, at: now }
  return level >= 1
}
