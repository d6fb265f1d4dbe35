import type { Instant } from '../../../model/instant.ts'
import type { Tag } from '../tags.ts'

export interface Version {
  readonly id: string
  readonly created: Instant
  readonly content: Content
  accessed: Instant | null
  /** where it is another than the secret's */
  readonly kmsKey?: string
}

/** `binary` is base64. */
export interface Content {
  readonly kind: 'string' | 'binary'
  readonly text: string
}

export interface Secret {
  readonly arn: string
  readonly name: string
  description: string | null
  kmsKey: string | null
  tags: readonly Tag[]
  readonly created: Instant
  changed: Instant
  accessed: Instant | null
  /** when it will be gone; null: not scheduled */
  deletion: { readonly asked: Instant; readonly gone: Instant } | null
  versions: Version[]
  /** which version each label is on: a label can be on one only */
  readonly labels: Map<string, string>
  rotationEnabled: boolean | null
  owningService: string | null
  primaryRegion: string | null
  /** Regions that it is copied to */
  replicas?: readonly string[]
}

export const labelsOn = (secret: Secret, version: string): readonly string[] =>
  [...secret.labels].filter(([, holder]) => holder === version).map(([label]) => label)

export const sameContent = (one: Content, other: Content): boolean =>
  one.kind === other.kind && one.text === other.text
