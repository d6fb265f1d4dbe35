import { type Fields, fieldsListOf, textOf } from './fields.ts'

export interface Tag {
  readonly key: string
  readonly value: string
}

/** Secrets Manager writes `Key`, ECS `key`. */
type TagCase = 'Key' | 'key'

const valueName = (style: TagCase) => (style === 'Key' ? 'Value' : 'value')

export const tagsOf = (fields: Fields, name: string, style: TagCase): readonly Tag[] =>
  (fieldsListOf(fields, name) ?? []).map((tag) => ({
    key: textOf(tag, style, { max: 128 }) ?? '',
    value: textOf(tag, valueName(style), { max: 256 }) ?? '',
  }))

/** The old tags with new ones in place of those of the same name. */
export const withTags = (old: readonly Tag[], added: readonly Tag[]): readonly Tag[] => [
  ...old.filter(({ key }) => !added.some((tag) => tag.key === key)),
  ...added,
]

export const showTags = (tags: readonly Tag[], style: TagCase): readonly Fields[] =>
  tags.map(({ key, value }) => ({ [style]: key, [valueName(style)]: value }))
