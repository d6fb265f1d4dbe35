import type { DecodedKey, Form, ProductId } from './decoded.ts'
import type { ExitCode } from './exit.ts'
import type { Finding, NonEmpty } from './finding.ts'
import type { Instant } from './instant.ts'
import type { Standing, Timeline } from './timeline.ts'
import type { Forged, Trust, Unproven, Verified } from './trust.ts'

interface Judged {
  readonly product: ProductId
  readonly key: DecodedKey
  /** whose rules spoke, such as `AxonFlow 11, enterprise build` */
  readonly rules: string
  readonly now: Instant
  /** every problem, the runtime's own first reason first */
  readonly findings: readonly Finding[]
  readonly exitCode: ExitCode
}

/** Verified and alive; anything less is another type. */
export interface Usable extends Judged {
  readonly kind: 'usable'
  readonly trust: Verified
  readonly timeline: Timeline
  readonly standing: Standing
}
/** Verified, but not in term now: in grace, expired, or not yet valid. */
export interface OutOfTerm extends Judged {
  readonly kind: 'out-of-term'
  readonly trust: Verified
  readonly timeline: Timeline
  readonly standing: Standing
}
/** Nobody could check the signature. */
export interface Unproved extends Judged {
  readonly kind: 'unproved'
  readonly trust: Unproven
  readonly timeline: Timeline | null
  readonly standing: Standing | null
}
/** Readable, but its product's runtime refuses it by its own rules. */
export interface Refused extends Judged {
  readonly kind: 'refused'
  readonly trust: Trust
  readonly timeline: Timeline | null
  readonly standing: Standing | null
  readonly refusals: NonEmpty<Finding>
}
export interface Forgery extends Judged {
  readonly kind: 'forgery'
  readonly trust: Forged
  readonly timeline: Timeline | null
  readonly standing: Standing | null
}
export interface Unreadable {
  readonly kind: 'unreadable'
  readonly product: ProductId | null
  readonly form: Form | null
  readonly now: Instant
  readonly findings: NonEmpty<Finding>
  readonly exitCode: ExitCode
}
/** No key at all, which for some products is a tier. */
export interface Absent {
  readonly kind: 'absent'
  readonly product: ProductId
  readonly tier: string | null
  readonly now: Instant
  readonly findings: readonly Finding[]
  readonly exitCode: ExitCode
}

export type JudgedVerdict = Usable | OutOfTerm | Unproved | Refused | Forgery
export type Verdict = JudgedVerdict | Unreadable | Absent
