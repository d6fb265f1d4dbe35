import type { Json } from '../../model/answer.ts'

/** A part of a JSON Schema, 2020-12. */
export interface Schema {
  readonly [keyword: string]: Json
}

export const DIALECT = 'https://json-schema.org/draft/2020-12/schema'

export type Fields = Readonly<Record<string, Schema>>

const typed =
  (type: string) =>
  (description: string): Schema => ({ description, type })

export const text = typed('string')
export const integer = typed('integer')
export const flag = typed('boolean')

/** ISO 8601 in UTC. */
export const instant = (description: string): Schema => ({
  description,
  type: 'string',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z$',
})

export const oneOf = (description: string, ...words: readonly string[]): Schema => ({
  description,
  enum: words,
})

export const list = (description: string, items: Schema): Schema => ({ description, type: 'array', items })

export const texts = (description: string): Schema => list(description, { type: 'string' })

/** A definition of the same document. */
export const the = (name: string, description: string): Schema => ({ description, $ref: `#/$defs/${name}` })

export const orNull = ({ description = '', ...schema }: Schema): Schema => ({
  description,
  anyOf: [schema, { type: 'null' }],
})

/** Fields may be added at any time, so others are not refused. @param perhaps fields that are not always there */
export const object = (description: string, always: Fields, perhaps: Fields = {}): Schema => ({
  description,
  type: 'object',
  properties: { ...always, ...perhaps },
  required: Object.keys(always),
})
