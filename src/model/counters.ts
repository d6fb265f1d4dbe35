import type { Shown } from './visible.ts'

/** A counter of a running product, in the text format of Prometheus, above zero where something is wrong with its license. */
export interface Counters {
  /** `/prometheus`, at the address of its health endpoint */
  readonly path: string
  readonly name: string
  /** the label that says why */
  readonly label: string
  /** what one of them means */
  readonly says: Shown
  /** The limit of a license, by its id, that a value of the label is about; not there: it is about none. */
  quotaOf?(label: string): string
}
