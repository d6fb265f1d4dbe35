import { Buffer } from 'node:buffer'

/** What a known field may hold. `texts` is a list of texts; a shape is a nested object. */
export type Kind = 'text' | 'integer' | 'flag' | 'texts' | Shape

/** The fields of a struct by their JSON names; any other field may hold anything and is ignored. */
export interface Shape {
  readonly [field: string]: Kind
}

type ValueOf<K extends Kind> = K extends 'text'
  ? string
  : K extends 'integer'
    ? number
    : K extends 'flag'
      ? boolean
      : K extends 'texts'
        ? readonly string[]
        : K extends Shape
          ? StructOf<K>
          : never

/** What was read; fields that were absent or `null` are undefined. The record inherits nothing. */
export type StructOf<S extends Shape> = { readonly [F in keyof S]?: ValueOf<S[F]> | undefined }

type Value = string | number | boolean | readonly string[] | Fields

/** A record being filled; it inherits nothing. */
export interface Fields {
  [field: string]: Value | undefined
}

/** Inherits from an empty object: `Object.create(null)` is a hash table, and costs as much as all the rest of reading. */
class Record {}
Object.setPrototypeOf(Record.prototype, null)
Reflect.deleteProperty(Record.prototype, 'constructor')

export const emptyFields = (): Fields => new Record() as Fields

/** A shape, and what is made of it when a name is first looked up: many payloads never touch a nested one. */
export interface Struct<S extends Shape> {
  readonly shape: S
  exact: ReadonlyMap<string, Field> | null
  /** which field came first the last time */
  first: Field | undefined
  /** made when a name first needs it: most payloads spell every name exactly */
  folded: ReadonlyMap<string, Field> | null
}

export interface Field {
  readonly name: string
  /** how it is nearly always written: `"name":` */
  readonly plainly: Uint8Array
  /** what came after it the last time: the payloads of one issuer name their fields in one order */
  next: Field | undefined
  readonly kind: 'text' | 'integer' | 'flag' | 'texts' | Struct<Shape>
}

export const struct = <const S extends Shape>(shape: S): Struct<S> => ({
  shape,
  exact: null,
  first: undefined,
  folded: null,
})

/** Exact match, else equal but for case; LONG S and KELVIN SIGN count as s and k, as in Go. */
export const fieldNamed = (struct: Struct<Shape>, name: string): Field | undefined =>
  exactOf(struct).get(name) ?? foldedOf(struct).get(fold(name))

function exactOf(struct: Struct<Shape>): ReadonlyMap<string, Field> {
  struct.exact ??= new Map(Object.entries(struct.shape).map(([name, kind]) => [name, fieldOf(name, kind)]))
  return struct.exact
}

const fieldOf = (name: string, kind: Kind): Field => ({
  name,
  plainly: Buffer.from(`"${name}":`),
  next: undefined,
  kind: typeof kind === 'object' ? struct(kind) : kind,
})

function foldedOf(struct: Struct<Shape>): ReadonlyMap<string, Field> {
  struct.folded ??= new Map([...exactOf(struct)].map(([name, field]) => [fold(name), field]))
  return struct.folded
}

function fold(name: string): string {
  let folded = ''
  for (const character of name) folded += foldOne(character, character.charCodeAt(0))
  return folded
}

function foldOne(character: string, code: number): string {
  if (code >= 0x61 && code <= 0x7a) return String.fromCharCode(code - 32)
  if (code === 0x17f) return 'S'
  return code === 0x212a ? 'K' : character
}
