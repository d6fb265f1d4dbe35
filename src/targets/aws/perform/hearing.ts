import type { AwsTrouble } from '../../../host/aws-api.ts'
import { distance, type Instant, SECOND } from '../../../model/instant.ts'
import { type Shown, says } from '../../../model/visible.ts'

const WORTH_SAYING = 10 * SECOND

/** Tells once that AWS has gone silent while a rollout is followed, and once that it answers again. */
export class Hearing {
  /** why there is no answer now; null: there is */
  trouble: AwsTrouble | null = null
  private last: Instant
  private said = false
  private readonly now: () => Instant
  private readonly note: (says: Shown) => void

  constructor(now: () => Instant, note: (says: Shown) => void) {
    this.now = now
    this.note = note
    this.last = now()
  }

  heard(): void {
    if (this.said) this.note(says`AWS answers again, after ${distance(this.now() - this.last)}`)
    this.said = false
    this.trouble = null
    this.last = this.now()
  }

  silent(trouble: AwsTrouble): void {
    this.trouble = trouble
    if (this.said || this.now() - this.last < WORTH_SAYING) return
    this.said = true
    this.note(
      says`AWS has not answered for ${distance(this.now() - this.last)} (${trouble.action}: ${trouble.reason}): the rollout goes on unseen, and AWS is asked again until the time is up`,
    )
  }
}
