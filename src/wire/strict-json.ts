import { type Buffer, isAscii, isUtf8 } from 'node:buffer'

/** JSON's own values, as parsed. An object's members are its own; ask with `Object.hasOwn`. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject
export interface JsonObject {
  readonly [member: string]: JsonValue
}

export type StrictJsonFault =
  | { readonly kind: 'utf8' }
  | { readonly kind: 'bom' }
  | { readonly kind: 'syntax' }
  | { readonly kind: 'not-an-object' }
  | { readonly kind: 'duplicate'; readonly name: string }

export type StrictJsonRead =
  | { readonly ok: true; readonly value: JsonObject }
  | { readonly ok: false; readonly fault: StrictJsonFault }

const fault = (of: StrictJsonFault): StrictJsonRead => ({ ok: false, fault: of })

/** One JSON object in UTF-8 (RFC 8259, I-JSON of RFC 7493): no byte-order mark, no member twice at any depth. */
export function readStrictJson(bytes: Buffer): StrictJsonRead {
  const ascii = isAscii(bytes)
  if (!ascii && !isUtf8(bytes)) return fault({ kind: 'utf8' })
  const text = bytes.toString(ascii ? 'latin1' : 'utf8')
  if (text.charCodeAt(0) === 0xfeff) return fault({ kind: 'bom' })
  const value = parse(text)
  if (value === undefined) return fault({ kind: 'syntax' })
  if (!isObject(value)) return fault({ kind: 'not-an-object' })
  const name = isPlainlyUnique(bytes, value) ? undefined : firstDuplicate(text)
  return name === undefined ? { ok: true, value } : fault({ kind: 'duplicate', name })
}

export const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
}

/** A repeated member is lost by parsing, and its quotes with it; escaped quotes only add to those that stand there. */
function isPlainlyUnique(bytes: Buffer, value: JsonObject): boolean {
  let quotes = 0
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === QUOTE) quotes++
  return quotes === 2 * stringsIn(value)
}

const QUOTE = 0x22

const DEEP = 64

/** Member names and texts; not a number where it is nested so deep that nobody counts. */
function stringsIn(value: JsonValue, depth = 0): number {
  if (typeof value === 'string') return 1
  if (typeof value !== 'object' || value === null) return 0
  if (depth > DEEP) return Number.NaN
  const inner = isList(value) ? value : Object.values(value)
  let count = inner === value ? 0 : inner.length
  for (const each of inner) count += stringsIn(each, depth + 1)
  return count
}

const isList = (value: JsonObject | readonly JsonValue[]): value is readonly JsonValue[] =>
  Array.isArray(value)

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g

/** The first member that comes twice in one object. @param text valid JSON */
function firstDuplicate(text: string): string | undefined {
  const open: (Set<string> | null)[] = []
  let last = ''
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(null)
    else if (token === '}' || token === ']') open.pop()
    else if (token === ':') {
      const name = JSON.parse(last) as string
      const names = open.at(-1)
      if (names?.has(name)) return name
      names?.add(name)
    }
    last = token
  }
  return undefined
}
