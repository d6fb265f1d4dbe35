import type { Options } from '../../commands/command.ts'
import { LicError } from '../../model/lic-error.ts'
import { says } from '../../model/visible.ts'
import type { KeyWish } from '../issuer.ts'
import { type LicenseWish, licenseWishFrom } from '../vendors/license-wish.ts'
import { type AnyVendor, TOKEN_VENDOR_IDS, VENDOR_IDS, type Vendor } from '../vendors/vendor.ts'
import { TOKEN_VENDORS, VENDORS } from '../vendors/vendors.ts'
import { WEATHER_NAMES, WEATHERS } from '../weathers.ts'
import { wishFrom } from '../wish.ts'
import type { Spell } from '../world/weather/spells.ts'
import { HEALTH_SHAPES, type HealthShape } from '../world/world.ts'

const FASTEST = 3600
const MOST_REPLICAS = 16

export const textOption = (options: Options, name: string): string | null => {
  const value = options[name]
  return typeof value === 'string' ? value : null
}

/** Says which options do not belong to what is being done. */
export function refuseOthers(options: Options, names: readonly string[], action: string): void {
  for (const name of names)
    if (options[name] !== undefined)
      throw new LicError(
        'usage.option',
        says`--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)} is not for ${action}`,
      )
}

/** Which key is wanted, with other defaults where nothing was said. */
export function wishOf(options: Options, defaults: Readonly<Record<string, string>>): KeyWish {
  const wish = wishFrom({ get: (name) => textOption(options, name) ?? defaults[name] ?? null })
  if (wish.kind === 'error') throw new LicError('usage.argument', says`--${wish.error}`)
  return wish.wish
}

export function portOf(options: Options): number {
  const text = textOption(options, 'port') ?? '0'
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw new LicError('usage.argument', says`--port: a number from 0 to 65535`)
}

export function speedOf(options: Options): number {
  const speed = Number(textOption(options, 'speed') ?? '1')
  if (speed > 0 && speed <= FASTEST) return speed
  throw new LicError('usage.argument', says`--speed: a number above 0, at most ${FASTEST}`)
}

export function weatherOf(options: Options): readonly Spell[] {
  const text = textOption(options, 'weather') ?? 'fair'
  const name = WEATHER_NAMES.find((one) => one === text)
  if (name) return WEATHERS[name]
  throw new LicError('usage.argument', says`--weather: one of ${WEATHER_NAMES.join(', ')}`)
}

export function shapeOf(options: Options): HealthShape {
  const text = textOption(options, 'healthShape') ?? 'nodes'
  const shape = HEALTH_SHAPES.find((one) => one === text)
  if (shape) return shape
  throw new LicError('usage.argument', says`--health-shape: one of ${HEALTH_SHAPES.join(', ')}`)
}

/** Which product is to run, or issued the license; null: AxonFlow, on its AWS. */
export function vendorOf(options: Options): AnyVendor | null {
  const id = VENDOR_IDS.find((one) => one === options.product)
  if (id !== undefined) return VENDORS[id]
  const other = TOKEN_VENDOR_IDS.find((one) => one === options.product)
  return other === undefined ? null : TOKEN_VENDORS[other]
}

/** Which license is wanted of another vendor. */
export function licenseWishOf(
  options: Options,
  { tierByDefault }: Vendor,
  defaults: Readonly<Record<string, string>> = {},
): LicenseWish {
  const get = (name: string) => textOption(options, name) ?? defaults[name] ?? null
  const read = licenseWishFrom({ get }, tierByDefault)
  if (read.kind === 'error') throw new LicError('usage.argument', says`--${read.error}`)
  return read.wish
}

export function replicasOf(options: Options): number {
  const replicas = Number(textOption(options, 'replicas') ?? '1')
  if (Number.isInteger(replicas) && replicas >= 1 && replicas <= MOST_REPLICAS) return replicas
  throw new LicError('usage.argument', says`--replicas: a number from 1 to ${MOST_REPLICAS}`)
}
