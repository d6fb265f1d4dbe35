import { countOf, type Fields, fieldsOf } from '../fields.ts'
import { Refusal } from '../refusal.ts'
import type { Configuration, Shift, Strategy } from './nouns.ts'

const A_DAY = 1440

/** Of those two strategies that shift traffic: the fields of the request, what they may be, and what is usual. */
const SHIFTS = {
  LINEAR: {
    name: 'linearConfiguration',
    percent: 'stepPercent',
    minutes: 'stepBakeTimeInMinutes',
    least: 3,
    usual: { percent: 10, minutes: 6 },
  },
  CANARY: {
    name: 'canaryConfiguration',
    percent: 'canaryPercent',
    minutes: 'canaryBakeTimeInMinutes',
    least: 0.1,
    usual: { percent: 5, minutes: 10 },
  },
} as const

const shifting = (strategy: Strategy) =>
  strategy === 'LINEAR' || strategy === 'CANARY' ? SHIFTS[strategy] : null

/** How traffic goes over, as a request says it, over what held before; null for a strategy where it does not. */
export function shiftOf(given: Fields, strategy: Strategy, held: Configuration): Shift | null {
  const kind = shifting(strategy)
  for (const other of Object.values(SHIFTS))
    if (other !== kind && fieldsOf(given, other.name))
      throw invalid(`${other.name} is not valid for the deployment strategy ${strategy}.`)
  if (kind === null) return null
  const fields = fieldsOf(given, kind.name) ?? {}
  const before = held.strategy === strategy && held.shift ? held.shift : kind.usual
  return {
    percent: percentOf(fields, kind.percent, kind.least) ?? before.percent,
    minutes: countOf(fields, kind.minutes, { max: A_DAY }) ?? before.minutes,
  }
}

/** A multiple of 0.1. */
function percentOf(fields: Fields, name: string, least: number): number | undefined {
  const value = fields[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'number') throw new Refusal('SerializationException', `${name} is not a number`)
  const tenths = Math.round(value * 10)
  if (value >= least && value <= 100 && Math.abs(value * 10 - tenths) < 1e-6) return tenths / 10
  throw invalid(`${name} must be a multiple of 0.1 from ${least} to 100.`)
}

export function showShift({ strategy, shift }: Configuration): Fields {
  const kind = shifting(strategy)
  if (kind === null || shift === null) return {}
  return { [kind.name]: { [kind.percent]: shift.percent, [kind.minutes]: shift.minutes } }
}

const invalid = (message: string): Refusal => new Refusal('InvalidParameterException', message)
