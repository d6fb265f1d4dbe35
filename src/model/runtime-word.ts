import type { Instant } from './instant.ts'
import type { Shown } from './visible.ts'

/** What a running product says about its license; null wherever it says nothing. All text is raw. */
export interface RuntimeWord {
  /** which published shape the answer had; `no-license`: healthy, but silent about the license */
  readonly shape: string
  readonly healthy: boolean | null
  readonly version: string | null
  readonly tier: string | null
  readonly valid: boolean | null
  readonly identity: string | null
  readonly expires: Instant | null
  readonly nodes: number | null
  /** a number, or unlimited, or not stated */
  readonly maxNodes: number | 'unlimited' | null
  /** whether it renews its license by itself, in words; not there: nothing of it is said */
  readonly renewal?: { readonly on: boolean; readonly says: Shown }
}
