import { feature, type Grant, type Limit, max, none, unlimited, words } from '../../model/limit.ts'
import type { JsonValue } from '../../wire/strict-json.ts'
import { isObject } from '../../wire/strict-json.ts'
import { textsOf, valueText } from './claims.ts'

const UNITS: { readonly [suffix: string]: string } = {
  gb: 'GB',
  tb: 'TB',
  mb: 'MB',
  days: 'days',
  months: 'months',
}
const UNLIMITED = ['unlimited', 'infinite']

/** `max_users`, `dataVolumeGb`: the name in words, and the unit it ends in. */
export function namedLimit(name: string): { readonly label: string; readonly unit: string | undefined } {
  const parts = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[_\-. ]+/)
    .filter((part) => part !== '')
  const last = parts.length > 1 ? UNITS[parts.at(-1) ?? ''] : undefined
  const kept = last === undefined ? parts : parts.slice(0, -1)
  const label = (kept.length > 1 && kept[0] === 'max' ? kept.slice(1) : kept)
    .map((part) => (part === 'ai' || part === 'api' ? part.toUpperCase() : part))
    .join(' ')
  return { label: label === '' ? name : label, unit: last }
}

/**
 * A limit as the token writes it. Only what is plain is read as a limit: 0 is none, a positive whole number is that many,
 * `unlimited` is unlimited. What a vendor means by -1 or null is not published, so it stays as it is written.
 */
export function limitOf(value: JsonValue, unit: string | undefined): Limit {
  if (typeof value === 'boolean') return feature(value)
  if (typeof value === 'string') return UNLIMITED.includes(value.toLowerCase()) ? unlimited : words(value)
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0)
    return value === 0 ? none : max(value, unit)
  if (value === null || typeof value === 'number')
    return words(`${valueText(value)} (what the vendor means by that is not published)`)
  return words(valueText(value))
}

/** The members of a claim as limits, members of members under both names. @param path where it stands: `limits` */
export function grantsOf(value: JsonValue, group: string, path: string, within = ''): readonly Grant[] {
  if (isObject(value))
    return Object.entries(value).flatMap(([name, inner]) =>
      isObject(inner)
        ? grantsOf(inner, group, `${path}.${name}`, `${within}${name}_`)
        : [grant(`${path}.${name}`, `${within}${name}`, group, inner)],
    )
  const names = Array.isArray(value) ? textsOf(value) : null
  if (names === null) return [grant(path, path, group, value)]
  return names.map((name) => grant(`${path}.${name}`, name, group, true))
}

/** One limit. The same thing has the same id in every key, wherever and however spelled it stands there. */
export function grant(path: string, name: string, group: string, value: JsonValue): Grant {
  const { label, unit } = namedLimit(name)
  const id = `${group}.${label.replaceAll(' ', '_')}`
  return { id, label, group, source: `the key itself, ${path}`, limit: limitOf(value, unit) }
}

/** Where a key says the same thing twice, neither is lost. */
export function apart(grants: readonly Grant[]): readonly Grant[] {
  const seen = new Set<string>()
  return grants.map((each) => {
    const twice = seen.has(each.id)
    seen.add(each.id)
    return twice ? { ...each, id: each.source, label: `${each.label} (${each.source})` } : each
  })
}
