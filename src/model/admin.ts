import type { Shown } from './visible.ts'

/** How a running product takes a license over its own admin API, as its vendor's page has it. No such API returns a key. */
export interface AdminApi {
  readonly upload: {
    /** `/v1/license` */
    readonly path: string
    /** the vendor's page does not state it */
    readonly inferred: boolean
    /** the member of the JSON body that holds the key */
    readonly field: string
  }
  /** what GET answers here, `Product.readHealth` reads */
  readonly status: { readonly path: string }
  /** who may call it, in the vendor's words */
  readonly role: string
  /** what an upload does not reach, or what is lost again: said before and after */
  readonly cautions: readonly Shown[]
  /** what comes of a product that renews its license by itself: said unless it says that it does not; null: none does */
  readonly renewal: Shown | null
}
