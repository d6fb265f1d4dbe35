import type { Finding } from '../model/finding.ts'
import type { Ending, Planned, StepOutcome, UndoStep } from '../model/plan.ts'
import { own, type Shown, says } from '../model/visible.ts'
import { isAsked } from './why-stopped.ts'

/** What kept an undo from being complete. */
export type Stuck = (StepOutcome & { readonly error: Finding }) | null

export const wrote = (tried: readonly Planned<unknown>[]): boolean =>
  tried.some(({ effect }) => effect !== 'reads')
export const changed = (tried: readonly Planned<unknown>[]): boolean =>
  tried.some(({ effect }) => effect === 'changes')

/** What kept it from going back, and why it had to. */
export const notBackFrom = (
  { error }: NonNullable<Stuck>,
  why: 'failed' | 'overtaken' | 'asked',
  cause: Finding,
) =>
  why === 'failed'
    ? { ...error, hints: [...error.hints, says`it was being taken back because of this: ${own(cause.says)}`] }
    : error

export function endingAfter(why: 'failed' | 'overtaken' | 'asked', live: boolean, stuck: Stuck): Ending {
  if (why === 'overtaken' || stuck?.status === 'overtaken') return 'overtaken'
  if (stuck !== null) return live && !isAsked(stuck.error) ? 'stranded' : 'unfinished'
  return live ? 'undone' : 'refused'
}

/**
 * What to do to get back, last step first; shared undo steps once. Somebody else's doing is left alone: then
 * only what no process sees is tidied up. `none`: why something that changed has no undo.
 */
export function undoOf<S>(
  tried: readonly Planned<S>[],
  everything: boolean,
): { readonly steps: readonly UndoStep<S>[] } | { readonly none: Shown } {
  const steps = new Set<UndoStep<S>>()
  for (const { effect, undo } of [...tried].reverse()) {
    if (effect === 'changes' && !everything) continue
    if ('none' in undo) {
      if (effect === 'changes') return undo
      continue
    }
    for (const step of undo) steps.add(step)
  }
  return { steps: [...steps] }
}
