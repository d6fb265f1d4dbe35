import { type Instant, instantAt } from '../../model/instant.ts'
import { Refusal } from './refusal.ts'

/** The members of a JSON request, not yet looked at. */
export type Fields = Readonly<Record<string, unknown>>

interface Bounds {
  readonly min?: number
  readonly max?: number
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** One member; null and absent are the same, as AWS reads them. */
export const field = (fields: Fields, name: string): unknown =>
  Object.hasOwn(fields, name) ? (fields[name] ?? undefined) : undefined

export function textOf(fields: Fields, name: string, bounds: Bounds = {}): string | undefined {
  const value = field(fields, name)
  if (value === undefined) return undefined
  if (typeof value !== 'string') throw new Refusal('SerializationException', `${name} is not a string`)
  return checkLength(name, value, bounds)
}

export function needText(fields: Fields, name: string, bounds: Bounds = {}): string {
  const value = textOf(fields, name, bounds)
  if (value === undefined) throw invalid(name, 'Member must not be null')
  return value
}

export function flagOf(fields: Fields, name: string): boolean | undefined {
  const value = field(fields, name)
  if (value === undefined || typeof value === 'boolean') return value
  throw new Refusal('SerializationException', `${name} is not a boolean`)
}

export function countOf(fields: Fields, name: string, bounds: Bounds = {}): number | undefined {
  const value = field(fields, name)
  if (value === undefined) return undefined
  if (typeof value !== 'number' || !Number.isInteger(value))
    throw new Refusal('SerializationException', `${name} is not an integer`)
  if (value < (bounds.min ?? 0))
    throw invalid(name, `Member must have value greater than or equal to ${bounds.min ?? 0}`)
  if (bounds.max !== undefined && value > bounds.max)
    throw invalid(name, `Member must have value less than or equal to ${bounds.max}`)
  return value
}

/** A moment as AWS JSON has it: seconds since 1970, possibly with a fraction. */
export function momentOf(fields: Fields, name: string): Instant | undefined {
  const value = field(fields, name)
  if (value === undefined) return undefined
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new Refusal('SerializationException', `${name} is not a timestamp`)
  return instantAt(Math.round(value * 1000))
}

function listOf(fields: Fields, name: string): readonly unknown[] | undefined {
  const value = field(fields, name)
  if (value === undefined || Array.isArray(value)) return value
  throw new Refusal('SerializationException', `${name} is not a list`)
}

export function textsOf(fields: Fields, name: string, bounds: Bounds = {}): readonly string[] | undefined {
  return listOf(fields, name)?.map((value) => {
    if (typeof value !== 'string')
      throw new Refusal('SerializationException', `${name} is not a list of strings`)
    return checkLength(name, value, bounds)
  })
}

export function fieldsOf(fields: Fields, name: string): Fields | undefined {
  const value = field(fields, name)
  if (value === undefined || isFields(value)) return value
  throw new Refusal('SerializationException', `${name} is not a structure`)
}

export function fieldsListOf(fields: Fields, name: string): readonly Fields[] | undefined {
  return listOf(fields, name)?.map((value) => {
    if (!isFields(value)) throw new Refusal('SerializationException', `${name} is not a list of structures`)
    return value
  })
}

function checkLength(name: string, value: string, { min = 0, max }: Bounds): string {
  if (value.length < min) throw invalid(name, `Member must have length greater than or equal to ${min}`)
  if (max !== undefined && value.length > max)
    throw invalid(name, `Member must have length less than or equal to ${max}`)
  return value
}

/** AWS's own sentence, without the value: it may be a key. */
export const invalid = (name: string, constraint: string): Refusal =>
  new Refusal(
    'ValidationException',
    `1 validation error detected: Value at '${name.charAt(0).toLowerCase()}${name.slice(1)}' failed to satisfy constraint: ${constraint}`,
  )

/** A slice of a list and the token for the next one; AWS's tokens are opaque, ours are an index. */
export function page<T>(
  all: readonly T[],
  token: string | undefined,
  size: number,
  badToken: Refusal,
): { readonly items: readonly T[]; readonly next?: string } {
  const start = token === undefined ? 0 : Number(token)
  if (!Number.isInteger(start) || start < 0 || start > all.length) throw badToken
  const end = start + size
  const items = all.slice(start, end)
  return end < all.length ? { items, next: String(end) } : { items }
}
