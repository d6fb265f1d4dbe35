import { PROJECT } from '../../input/project/fields.ts'
import type { ObjectSpec, Spec, TextSpec } from '../../input/project/spec.ts'
import { DIALECT, type Schema } from './json-schema.ts'

/** What may stand in `lic.config.json`: a JSON Schema made of the very table by which it is read. */
export const configSchema = (): Schema => ({
  $schema: DIALECT,
  title: 'lic.config.json',
  ...schemaOf(PROJECT),
})

function schemaOf(spec: Spec): Schema {
  switch (spec.kind) {
    case 'text':
      return textSchema(spec)
    case 'list':
      return {
        description: spec.says,
        type: 'array',
        items: schemaOf(spec.of),
        minItems: spec.least,
        maxItems: spec.most,
      }
    case 'record':
      return {
        description: spec.says,
        type: 'object',
        propertyNames: { pattern: whole(spec.name), description: `A name: ${spec.wanted}.` },
        additionalProperties: schemaOf(spec.of),
        maxProperties: spec.most,
      }
    case 'object':
      return objectSchema(spec)
  }
}

const textSchema = ({ says, pattern, choices }: TextSpec): Schema => ({
  description: says,
  type: 'string',
  ...(choices === undefined ? { pattern: whole(pattern) } : { enum: choices }),
})

const objectSchema = ({ says, fields, required, goesWith }: ObjectSpec): Schema => ({
  description: says,
  type: 'object',
  properties: Object.fromEntries(Object.entries(fields).map(([name, spec]) => [name, schemaOf(spec)])),
  additionalProperties: false,
  ...(required.length === 0 ? {} : { required }),
  ...(goesWith === undefined
    ? {}
    : {
        dependentRequired: Object.fromEntries(Object.entries(goesWith).map(([one, other]) => [one, [other]])),
      }),
})

const whole = (pattern: string): string => `^(?:${pattern})$`
