import { FAULTS, type Fault, type Place } from './proxy.ts'

/** FAULTS=all: every fault at every call, not only at the telling ones. */
export const EVERYTHING = process.env.FAULTS === 'all'

export const HOW = EVERYTHING ? '' : ' (FAULTS=all: at every call)'

const WRITES = /:(Put|Update|Create|Register)/
/** At a call that only reads, the others end in the same way: asked again, or given up. */
const AT_READS: ReadonlySet<Fault> = new Set(['reset after', 'denied', 'not JSON', 'expired from here on'])

/** Each call of a rotation by name and count. */
export function placesOf(calls: readonly string[]): readonly Place[] {
  const seen = new Map<string, number>()
  return calls.map((action) => {
    const nth = (seen.get(action) ?? 0) + 1
    seen.set(action, nth)
    return { action, nth }
  })
}

/** The telling ones: every write, and of each read the first, the second, and the last. */
export function telling(calls: readonly string[]): readonly Place[] {
  const places = placesOf(calls)
  if (EVERYTHING) return places
  return places.filter(({ action, nth }) => {
    const count = calls.filter((call) => call === action).length
    return WRITES.test(action) || nth === 1 || nth === count
  })
}

export const isWrite = ({ action }: Place): boolean => WRITES.test(action)

export const faultsAt = (place: Place): readonly Fault[] =>
  FAULTS.filter((fault) => EVERYTHING || isWrite(place) || AT_READS.has(fault))
