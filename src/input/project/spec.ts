/**
 * What may stand in one place of the project file. Read strictly by `shaped`, printed as a JSON Schema by
 * `lic help config`: one table for both.
 */
export type Spec = TextSpec | ListSpec | RecordSpec | ObjectSpec

interface Described {
  /** a sentence for the reader of the schema */
  readonly says: string
}

export interface TextSpec extends Described {
  readonly kind: 'text'
  /** what belongs there, in words: `must be ${wanted}` */
  readonly wanted: string
  /** source of a regular expression that the whole text must match */
  readonly pattern: string
  /** what a pattern cannot say; the schema leaves it out */
  readonly holds?: (text: string) => boolean
  /** the only values, where there are few */
  readonly choices?: readonly string[]
}

export interface ListSpec extends Described {
  readonly kind: 'list'
  readonly of: Spec
  readonly least: 0 | 1
  readonly most: number
}

/** Names that the user chooses, each with the same kind of value. */
export interface RecordSpec extends Described {
  readonly kind: 'record'
  readonly of: Spec
  readonly name: string
  readonly wanted: string
  readonly most: number
}

export interface ObjectSpec extends Described {
  readonly kind: 'object'
  readonly fields: { readonly [name: string]: Spec }
  readonly required: readonly string[]
  /** a field that says nothing without another */
  readonly goesWith?: { readonly [name: string]: string }
}
