import { toIso } from '../../model/instant.ts'
import type { Planned, UndoStep } from '../../model/plan.ts'
import { type Shown, says } from '../../model/visible.ts'
import type { FileInFlight, FileSight } from './sight.ts'
import type { FileStep } from './steps.ts'

/** Archives that stay; older ones hold keys that nobody goes back to. */
const KEPT = 5

const unlock: UndoStep<FileStep> = {
  id: 'unlock',
  effect: 'prepares',
  step: { do: 'unlock' },
  says: says`remove the lock file`,
}

const lookAgain: Planned<FileStep> = {
  id: 'look-again',
  effect: 'reads',
  step: { do: 'look-again' },
  says: says`read the file again: it must be as planned`,
  undo: { none: says`it only reads` },
}

export const finishing: readonly Planned<FileStep>[] = [
  {
    id: 'read-again',
    effect: 'reads',
    step: { do: 'read-again' },
    says: says`read the file once more: it must hold the new key`,
    undo: { none: says`it only reads` },
  },
  {
    id: 'finish',
    effect: 'prepares',
    step: { do: 'finish' },
    says: says`remove the lock file`,
    undo: { none: says`nothing reads it` },
  },
]

export function archiving({ file, ref }: FileSight): readonly Planned<FileStep>[] {
  if (file === null) return []
  return [
    {
      id: 'archive',
      effect: 'prepares',
      step: { do: 'archive' },
      says: says`keep the file as it is beside it: ${ref.path}.lic-archive.…, for this user alone`,
      undo: [
        {
          id: 'drop-archive',
          effect: 'prepares',
          step: { do: 'drop-archive' },
          says: says`remove that copy, once the file is the same again`,
        },
      ],
    },
  ]
}

export function pruning({ archives }: FileSight): readonly Planned<FileStep>[] {
  const old = archives.slice(KEPT - 1)
  if (old.length === 0) return []
  return [
    {
      id: 'prune',
      effect: 'prepares',
      step: { do: 'prune', archives: old },
      says: says`remove the oldest of the kept files (${old.map(({ version }) => version).join(', ')})`,
      undo: { none: says`keys that old are let go: ${KEPT} kept files stay` },
    },
  ]
}

export type Back = Planned<FileStep>['undo']

export function undoOf({ ref, file, creates }: FileSight, noUndo: Shown | null): Back {
  if (noUndo !== null && creates === null) return { none: noUndo }
  const back: UndoStep<FileStep> = {
    id: 'take-back',
    effect: 'changes',
    step: { do: 'take-back' },
    says: file === null ? says`remove ${ref.path}` : says`put the file back as it was, byte for byte`,
  }
  return ref.restart === null
    ? [back]
    : [
        back,
        {
          id: 'restart-back',
          effect: 'changes',
          step: { do: 'restart', side: 'old' },
          says: says`restart again: ${ref.restart}`,
        },
      ]
}

export function restart({ ref }: FileSight, undo: Back): readonly Planned<FileStep>[] {
  if (ref.restart === null) return []
  return [
    {
      id: 'restart',
      effect: 'changes',
      step: { do: 'restart', side: 'new' },
      says: says`restart: ${ref.restart}`,
      undo,
    },
  ]
}

export function proof({ ref }: FileSight): readonly Planned<FileStep>[] {
  if (ref.health.length === 0 || ref.restart === null) return []
  return [
    {
      id: 'prove',
      effect: 'reads',
      step: { do: 'prove' },
      says: says`ask the runtime what it says of its license`,
      undo: { none: says`it only reads` },
    },
  ]
}

/** The lock, and what must be as planned behind it. */
export const locking = ({ ref }: FileSight): readonly Planned<FileStep>[] => [
  {
    id: 'lock',
    effect: 'prepares',
    step: { do: 'lock' },
    says: says`make the lock file ${ref.path}.lic-pending`,
    undo: [unlock],
  },
  lookAgain,
]

export const promoting = ({ ref }: FileSight, undo: Back): Planned<FileStep> => ({
  id: 'promote',
  effect: 'changes',
  step: { do: 'promote' },
  says: says`write the new key into ${ref.path}, variable ${ref.variable}, all at once`,
  undo,
})

export const takingUp = ({ lock }: FileInFlight, undo: Back): Planned<FileStep> => ({
  id: 'take-up',
  effect: 'changes',
  step: { do: 'take-up' },
  says: says`take up the rotation begun at ${toIso(lock.began)}: the file holds its key`,
  undo,
})
