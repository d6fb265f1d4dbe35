import type { Instant } from './instant.ts'
import type { Grant } from './limit.ts'
import type { Shown } from './visible.ts'

/** What a vendor's server has made of an account; both may hold. */
export const ACCOUNT_STATES = ['delinquent', 'revoked'] as const
export type AccountState = (typeof ACCOUNT_STATES)[number]

/** What a product that lives by heartbeats says of them; raw where it is text. */
export interface HeartbeatWord {
  /** when the last verified one was; null: it says none */
  readonly last: Instant | null
  /** where it says that it stands, in the vendor's word for it */
  readonly state: string | null
  readonly reason: string | null
  readonly account: readonly AccountState[]
  /** the public name of the license that it runs on */
  readonly license: string | null
}

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
  readonly heartbeat?: HeartbeatWord
  /** what it states that its license allows; not there: nothing of that */
  readonly limits?: readonly Grant[]
  /** whether it renews its license by itself, in words; not there: nothing of it is said */
  readonly renewal?: { readonly on: boolean; readonly says: Shown }
}
