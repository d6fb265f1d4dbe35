import type { Consent } from '../model/consent.ts'
import { type Finding, isNonEmpty, warning } from '../model/finding.ts'
import type { Line, Plan } from '../model/plan.ts'
import type { Verdict } from '../model/verdict.ts'
import { own, type Shown, says } from '../model/visible.ts'
import type { Intent, Performer, Sight, Target } from '../targets/target.ts'
import { remarks } from './compare.ts'
import { notNeeded, settle } from './consents.ts'

/** A plan, and who would carry it out; null where there is nothing to carry out. */
export interface Prepared<Step> {
  readonly plan: Plan<Step>
  readonly performer: Performer<Step> | null
  /** what the key that is there is worth; null where it could not be read */
  readonly current: Verdict | null
}

/** Steps after which another key counts, or is read from elsewhere. */
const TAKES_PLACE = /^(promote|create|update)\b/

/** What is known before the target drafts its steps. */
export interface Ours {
  readonly head: readonly Line[]
  /** refusals, but for consent */
  readonly doubts: readonly Finding[]
  readonly warnings: readonly Finding[]
  readonly noUndo: Shown | null
  readonly consents: readonly Consent[]
  /** where carrying it out completes an undo: why */
  readonly undoes?: Finding | null
}

/** Puts everything together: what the target drafts, what stands in the way, what was allowed. */
export function prepare<Seen extends Sight, Step, Wish = Intent>(
  target: Pick<Target<Seen, Step, Wish>, 'draft' | 'performer'>,
  seen: Seen,
  intent: Wish,
  kind: Plan<Step>['kind'],
  ours: Ours,
): Prepared<Step> {
  const readable = seen.current !== null || seen.creates !== null
  // Also where the key that is there cannot be read: everything that stands in the way is said at once.
  const draft = target.draft(seen, intent, ours.noUndo)
  const found = [...seen.refusals, ...ours.doubts, ...draft.refusals]
  const { refusals, allowed, consents } = settle(found, ours.consents)
  const noUndo = draft.steps.some(({ id }) => TAKES_PLACE.test(id)) ? ours.noUndo : null
  const plan: Plan<Step> = {
    kind,
    head: [...ours.head, ...seen.head, ...draft.head],
    refusals,
    warnings: [
      ...(noUndo === null ? [] : [warning('rotation.no-undo', says`there is no undo: ${own(noUndo)}`)]),
      ...allowed,
      ...ours.warnings,
      ...(seen.current === null ? [] : remarks(seen.current.verdict)),
      ...seen.warnings,
      ...draft.warnings,
      ...(readable ? notNeeded(consents) : []),
    ],
    consents,
    steps: draft.steps,
    noUndo,
    undoes: ours.undoes ?? null,
  }
  return {
    plan,
    performer: isNonEmpty(refusals) ? null : target.performer(seen, intent),
    current: seen.current?.verdict ?? null,
  }
}

/** Where there is nothing to plan. */
export const refused = (
  kind: Plan<never>['kind'],
  head: readonly Line[],
  refusals: readonly Finding[],
  consents: readonly Consent[],
): Prepared<never> => ({
  plan: {
    kind,
    head,
    refusals,
    warnings: [],
    consents: settle(refusals, consents).consents,
    steps: [],
    noUndo: null,
    undoes: null,
  },
  performer: null,
  current: null,
})
