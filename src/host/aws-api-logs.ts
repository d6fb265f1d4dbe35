import type { Instant } from '../model/instant.ts'

/** Calls reject with `AwsTrouble`; its resource is the log group. */
export interface LogsApi {
  /** What one stream of a log group says with a phrase in it, as far as a few pages go. */
  find(search: LogSearch): Promise<LogFound>
}

export interface LogSearch {
  readonly group: string
  /** null: the one of the other clients */
  readonly region: string | null
  readonly stream: string
  /** looked for as it stands, in upper and lower case as given; none in double quotes */
  readonly phrase: string
  /** only what was said from then on, and until then; null: without an end */
  readonly from: Instant | null
  readonly until: Instant | null
}

export interface LogFound {
  /** oldest first; raw text, a key perhaps in it: never show it as it is */
  readonly events: readonly { readonly at: Instant | null; readonly text: string }[]
  /** false: there is more than was looked at */
  readonly whole: boolean
}
