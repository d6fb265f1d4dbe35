import { error } from '../../model/finding.ts'
import type { Line, Planned } from '../../model/plan.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { Draft, Intent, Licensed } from '../target.ts'
import { identityDiffers, inFlight, unedited, unread } from './doubts.ts'
import { changesFor } from './perform/changes.ts'
import { edited } from './perform/edit.ts'
import {
  archiving,
  type Back,
  finishing,
  locking,
  promoting,
  proof,
  pruning,
  restart,
  takingUp,
  undoOf,
} from './planned.ts'
import type { FileSight } from './sight.ts'
import type { FileStep } from './steps.ts'

/** The steps in order, each with its undo, and what of the key does not fit this file. */
export function draft(
  seen: FileSight,
  intent: Intent,
  noUndo: Shown | null,
  product: Licensed,
): Draft<FileStep> {
  switch (intent.kind) {
    case 'redeploy':
      return restarting(seen)
    case 'abandon':
      return abandonment(seen)
    case 'resume':
      return resumption(seen, noUndo)
    case 'rotate':
      return rotation(seen, intent, noUndo, product)
  }
}

const nothing: Draft<FileStep> = { steps: [], head: [], refusals: [], warnings: [] }

function rotation(
  seen: FileSight,
  intent: Intent & { kind: 'rotate' },
  noUndo: Shown | null,
  product: Licensed,
): Draft<FileStep> {
  const { file } = seen
  const changes = changesFor(seen, intent)
  const made = file === null ? null : edited(file, changes)
  const why = made !== null && 'why' in made ? [unedited(seen, made)] : []
  const unchanged = made !== null && !('why' in made) && file !== null && made.equals(file)
  const refusals = [
    ...seen.obstacles,
    ...seen.noLock,
    ...(seen.inFlight === null ? [] : [inFlight(seen, seen.inFlight.lock)]),
    ...why,
    ...identityDiffers(seen, intent, product),
  ]
  const head: Line[] = [
    ...(unchanged
      ? [{ label: 'note', value: says`the file holds this very key already: nothing is written` }]
      : []),
    ...(changes.length > 1
      ? [{ label: 'note', value: says`${changes.map(({ name }) => name).join(' and ')} change together` }]
      : []),
  ]
  const back: Back = unchanged ? { none: says`the key was there before` } : undoOf(seen, noUndo)
  const writing: readonly Planned<FileStep>[] = unchanged
    ? []
    : [...locking(seen), ...pruning(seen), ...archiving(seen), promoting(seen, back)]
  return {
    head,
    refusals,
    warnings: unchanged ? [] : unread(seen, product),
    steps: [...writing, ...restart(seen, back), ...proof(seen), ...(unchanged ? [] : finishing)],
  }
}

function restarting(seen: FileSight): Draft<FileStep> {
  const { ref } = seen
  if (ref.restart === null)
    return {
      ...nothing,
      refusals: [
        error(
          'file.no-restart',
          says`nothing says how the product is restarted`,
          says`say it: --restart 'docker compose up -d --force-recreate'`,
        ),
      ],
    }
  const undo = { none: says`the file stays as it is; what the command did is its own` }
  return { ...nothing, steps: [...restart(seen, undo), ...proof(seen)] }
}

function resumption(seen: FileSight, noUndo: Shown | null): Draft<FileStep> {
  const { inFlight: begun } = seen
  if (begun === null) return { ...nothing, refusals: [...seen.refusals, ...seen.noLock] }
  if (begun.stand === 'staged')
    return {
      ...nothing,
      refusals: [
        error(
          'file.not-begun',
          says`the rotation that is in flight has not changed the file, and its key is kept nowhere`,
          says`let it be, then rotate again: ${own(begun.lines.abandon)}`,
        ),
      ],
    }
  const back = undoOf(seen, begun.lock.archive === null ? null : noUndo)
  return {
    ...nothing,
    refusals: seen.obstacles,
    steps: [takingUp(begun, back), ...restart(seen, back), ...proof(seen), ...finishing],
  }
}

function abandonment(seen: FileSight): Draft<FileStep> {
  if (seen.inFlight === null) return { ...nothing, refusals: [...seen.refusals, ...seen.noLock] }
  return { ...nothing, steps: finishing.slice(1) }
}
