import type { Shown } from './visible.ts'

/** How a vendor helps a customer of a tier, as it publishes it. */
export interface Support {
  /** how it is asked, and how soon it answers */
  readonly contact: Shown
  /** what to do where production is down because of the license; null: nothing is published */
  readonly urgent: Shown | null
  /** the page that says so */
  readonly source: Shown
}
