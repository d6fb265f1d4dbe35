import type { Shown } from '../../model/visible.ts'

/** What is looked for: the products say it. Texts are as they stand in the file. */
export interface Wanted {
  /** environment variables that carry a license */
  readonly variables: readonly string[]
  /** what every key begins with, and how base64 writes that */
  readonly beginnings: readonly string[]
  /** whether a text begins as a key does */
  isKey(text: string): boolean
}

/** Where something stands. Both count from 1, columns in UTF-16 code units. */
export interface Spot {
  readonly line: number
  readonly column: number
}

/** A key, or what stands in its place. */
export type Found = Spot & {
  /** null where it was known by its look */
  readonly variable: Shown | null
  /** `service agent`, `container agent of Deployment platform`; null where the file says no more */
  readonly inside: Shown | null
} & (
    | {
        readonly kind: 'value'
        /** one character per byte; empty for nothing */
        readonly text: string
        /** it stands where only the name of a secret should: whoever reads the file or describes the service sees it */
        readonly plain: boolean
      }
    | { readonly kind: 'reference'; readonly to: Shown }
    | { readonly kind: 'fault'; readonly why: Shown }
  )

/** What a file holds; `key`: it is no document, but one key or something else altogether. */
export type Reading =
  | { readonly kind: 'document'; readonly found: readonly Found[] }
  | { readonly kind: 'key' }
