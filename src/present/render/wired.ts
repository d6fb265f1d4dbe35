import type { ProductId } from '../../model/decoded.ts'
import type { Finding } from '../../model/finding.ts'
import type { Published } from '../../products/product.ts'

export const FORMATS = ['ecs-secrets', 'cloudformation', 'compose', 'dotenv', 'helm-values'] as const
export type Format = (typeof FORMATS)[number]

/** All that a snippet is made of. Names, PEM and key have been vetted: nothing in them needs escaping beyond its format. */
export interface Wired {
  readonly product: ProductId
  readonly productName: string
  readonly published: Published
  /** variable that carries the license */
  readonly license: string
  /** the key itself, only where it was asked for */
  readonly key: string | null
  /** null: no variable carries one. `pem` null: it is named, not written down */
  readonly publicKey: { readonly name: string; readonly pem: string | null } | null
  /** null: none was named */
  readonly secret: WiredSecret | null
  /** for a secret that is known by name; null: not known */
  readonly region: string | null
}

export interface WiredSecret {
  /** a name or an ARN */
  readonly id: string
  /** a field of a JSON document */
  readonly field: string | null
}

export interface Snippet {
  readonly text: string
  /** what to know about it, where the format has no comments to say it in */
  readonly findings: readonly Finding[]
}

/** Exactly three more fields where there is one: json-key, stage, version. */
export const valueFrom = (arn: string, { field }: WiredSecret): string =>
  field === null ? arn : `${arn}:${field}::`

export const isArn = ({ id }: WiredSecret): boolean => id.startsWith('arn:')
