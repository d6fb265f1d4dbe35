import type { Finding } from '../../model/finding.ts'
import type { Instant } from '../../model/instant.ts'
import type { TierTable } from '../../model/limit.ts'
import type { Support } from '../../model/support.ts'
import type { Verdict } from '../../model/verdict.ts'
import type { Shown } from '../../model/visible.ts'

/** Everything that `lic inspect` says, in words and as JSON. */
export interface Inspection {
  readonly verdict: Verdict
  /** which source won, and what was odd about how the key stood there */
  readonly from: Shown
  readonly strays: readonly Finding[]
  /** `--at` was given: the verdict is not about today */
  readonly asked: boolean
  /** the product's name for people; null where no product knows the text */
  readonly productName: string | null
  /** the tier whose limits count at that moment; null where no tier does */
  readonly tierInForce: string | null
  readonly tiers: TierTable | null
  /** `lic rotate` knows how its keys are put into place */
  readonly rotates: boolean
  /** how the vendor helps, where the key is to be renewed; null: nothing is published, or it is not */
  readonly support: Support | null
  /** the same in sentences */
  readonly ask: readonly Shown[]
  readonly reminders: readonly Reminder[]
  readonly explanations: readonly Explained[]
}

export interface Reminder {
  readonly at: Instant
  readonly says: Shown
}

/** One thing worth knowing: what an identifier is for, where documents and software disagree. */
export interface Explained {
  readonly label: string
  readonly says: Shown
}
