import type { Json } from '../../model/answer.ts'

/** A part of a JSON Schema, 2020-12. */
export interface Schema {
  readonly [keyword: string]: Json
}

export const DIALECT = 'https://json-schema.org/draft/2020-12/schema'
