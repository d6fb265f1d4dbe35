import { END, JsonScan, NotJson } from './json-scan.ts'
import {
  emptyFields,
  type Field,
  type Fields,
  fieldNamed,
  type Shape,
  type Struct,
  type StructOf,
} from './json-shape.ts'

/** Why text could not be read into a struct. */
export type JsonFault =
  | { readonly kind: 'syntax'; readonly at: number; readonly why: string }
  | { readonly kind: 'type'; readonly field: string; readonly wanted: string; readonly found: string }

export type StructRead<S extends Shape> =
  | { readonly ok: true; readonly value: StructOf<S> }
  | { readonly ok: false; readonly fault: JsonFault }

const LARGEST = 9_223_372_036_854_775_807n
const SMALLEST = -9_223_372_036_854_775_808n
const INTEGER = /^-?[0-9]+$/

/**
 * JSON as Go's `json.Unmarshal` reads it into a struct: RFC 8259 on the bytes, nested at most 10,000 deep;
 * names match but for case, the last one wins; `null` leaves a field as it was; a wrong type in a known
 * field fails the whole, even if a later duplicate is right; a top-level `null` leaves everything unset.
 *
 * @param text one character per byte
 * @param bytes the same, where they are at hand
 */
export function readStruct<S extends Shape>(
  struct: Struct<S>,
  text: string,
  bytes?: Uint8Array,
): StructRead<S> {
  const reader = new StructReader(text, bytes)
  try {
    const value = reader.top(struct)
    if (reader.fault) return { ok: false, fault: reader.fault }
    return { ok: true, value: value as StructOf<S> }
  } catch (thrown) {
    if (!(thrown instanceof NotJson)) throw thrown
    return { ok: false, fault: { kind: 'syntax', at: thrown.at, why: thrown.why } }
  }
}

class StructReader extends JsonScan {
  /** the first wrong type; reading goes on, because a syntax error further on comes first in Go */
  fault: JsonFault | undefined
  /** what a list held before a later duplicate: Go reuses the memory, so `null` finds it again */
  private lists: Map<Field, string[]> | undefined

  top(struct: Struct<Shape>): Fields {
    const value = emptyFields()
    const code = this.peek()
    if (code === 0x7b) this.object(struct, value, '', 1)
    else if (code === 0x6e) this.word('null')
    else this.mismatch('the payload', 'an object', code, 0)
    if (this.peek() !== END) this.fail('text after the end')
    return value
  }

  private object(struct: Struct<Shape>, into: Fields, path: string, depth: number): void {
    this.at++
    if (this.peek() === 0x7d) {
      this.at++
      return
    }
    let last: Field | undefined
    for (;;) {
      const field = this.nextField(struct, last)
      last = field
      if (field) this.field(field, into, path, depth)
      else this.skip(depth)
      const code = this.peek()
      if (code !== 0x2c && code !== 0x7d) this.fail("',' or '}' was expected")
      this.at++
      if (code === 0x7d) return
    }
  }

  /** A field name and its colon: which field it is. The one that came here the last time is compared in place. */
  private nextField(struct: Struct<Shape>, last: Field | undefined): Field | undefined {
    const likely = last ? last.next : struct.first
    if (likely !== undefined && this.begins(likely.plainly)) {
      this.at += likely.plainly.length
      return likely
    }
    const field = fieldNamed(struct, this.name())
    if (last) last.next = field
    else struct.first = field
    return field
  }

  private begins(expected: Uint8Array): boolean {
    const { at, bytes } = this
    for (let index = 0; index < expected.length; index++)
      if (bytes[at + index] !== expected[index]) return false
    return true
  }

  private field(field: Field, into: Fields, path: string, depth: number): void {
    const { name, kind } = field
    const code = this.peek()
    if (code === 0x6e) {
      this.word('null')
      if (kind !== 'texts') return
      delete into[name]
      this.lists?.delete(field)
    } else if (kind === 'text') {
      if (code === 0x22) into[name] = this.string()
      else this.mismatch(path + name, 'text', code, depth)
    } else if (kind === 'texts') {
      if (code === 0x5b) into[name] = this.list(field, path, depth)
      else this.mismatch(path + name, 'a list', code, depth)
    } else if (kind === 'flag') {
      if (code !== 0x74 && code !== 0x66) this.mismatch(path + name, 'true or false', code, depth)
      else {
        this.word(code === 0x74 ? 'true' : 'false')
        into[name] = code === 0x74
      }
    } else if (kind === 'integer') {
      const whole = this.integer(path + name, code, depth)
      if (whole !== undefined) into[name] = whole
    } else if (code !== 0x7b) this.mismatch(path + name, 'an object', code, depth)
    else {
      const inner = (into[name] as Fields | undefined) ?? emptyFields()
      into[name] = inner
      this.object(kind, inner, `${path}${name}.`, depth + 1)
    }
  }

  private integer(field: string, code: number, depth: number): number | undefined {
    const wanted = 'a whole number'
    if (code !== 0x2d && !(code >= 0x30 && code <= 0x39)) {
      this.mismatch(field, wanted, code, depth)
      return undefined
    }
    const digits = this.number()
    const whole = digits.length <= 20 && INTEGER.test(digits) ? BigInt(digits) : undefined
    if (whole !== undefined && whole >= SMALLEST && whole <= LARGEST) return Number(whole)
    this.fault ??= { kind: 'type', field, wanted, found: 'another number' }
    return undefined
  }

  /** Go keeps a list's memory when the field comes again: `null` in place i shows what was there before. */
  private list(field: Field, path: string, depth: number): readonly string[] {
    this.at++
    if (this.peek() === 0x5d) {
      this.at++
      this.lists?.delete(field)
      return []
    }
    const before = this.before(field)
    for (let index = 0; ; index++) {
      const code = this.peek()
      if (code === 0x22) before[index] = this.string()
      else if (code === 0x6e) {
        this.word('null')
        before[index] ??= ''
      } else this.mismatch(`${path}${field.name}[${index}]`, 'text', code, depth + 1)
      const next = this.peek()
      if (next !== 0x2c && next !== 0x5d) this.fail("',' or ']' was expected")
      this.at++
      if (next === 0x5d) return before.slice(0, index + 1)
    }
  }

  private before(field: Field): string[] {
    this.lists ??= new Map()
    const before = this.lists.get(field) ?? []
    this.lists.set(field, before)
    return before
  }

  private mismatch(field: string, wanted: string, code: number, depth: number): void {
    const found = FOUND[String.fromCharCode(code)] ?? 'a number'
    this.skip(depth)
    this.fault ??= { kind: 'type', field, wanted, found }
  }
}

const FOUND: { readonly [first: string]: string } = {
  '"': 'text',
  '{': 'an object',
  '[': 'a list',
  t: 'true',
  f: 'false',
}
