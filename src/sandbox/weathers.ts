import { SECOND } from '../model/instant.ts'
import type { Spell } from './world/weather/spells.ts'

/** Weathers by name, for the command line. */
export const WEATHERS = {
  fair: [],
  /** a little more than `lic` needs, now and then less */
  throttled: [{ call: '*', does: 'limited', burst: 8, perSecond: 4 }],
  laggy: [
    { call: 'ecs:*', does: 'lagging', by: 3 * SECOND },
    { call: 'secretsmanager:*', does: 'lagging', by: SECOND / 2 },
  ],
  lossy: [
    { call: '*', does: 'lost', every: 9 },
    { call: '*', does: 'dropped', every: 7 },
  ],
} as const satisfies Record<string, readonly Spell[]>

export type WeatherName = keyof typeof WEATHERS
export const WEATHER_NAMES = Object.keys(WEATHERS) as readonly WeatherName[]
