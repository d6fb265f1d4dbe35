import { DAY, HOUR, MINUTE, SECOND } from './instant.ts'

const UNITS = { w: 7 * DAY, d: DAY, h: HOUR, min: MINUTE, m: MINUTE, s: SECOND } as const
type Unit = keyof typeof UNITS

/** `90s`, `30m`, `2h` in milliseconds, where it is a whole number and one of these units; else undefined. */
export function lengthOfTime(text: string, units: readonly Unit[]): number | undefined {
  const [, number, name] = /^(\d{1,6})([a-z]+)$/.exec(text) ?? []
  const unit = units.find((one) => one === name)
  return unit === undefined ? undefined : Number(number) * UNITS[unit]
}
