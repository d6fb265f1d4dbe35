/** What `lic help CODE` says about one code: plain sentences, our own words only. */
export interface Explanation {
  /** how it comes about */
  readonly cause: string
  /** what to do about it, with the commands */
  readonly cure: string
}
