import { error, type Finding } from '../model/finding.ts'
import type { StepOutcome } from '../model/plan.ts'
import { own, type Shown, says } from '../model/visible.ts'

export const askedToStop = error('rotation.stopped', says`stopped as asked`)

export const askedBack = error('rotation.undo-asked', says`taken back as asked; nothing had failed`)

export const notBack = (why: Shown): Finding =>
  error('rotation.stopped', says`stopped as asked; nothing was taken back, for there is no undo: ${own(why)}`)

/** The step in hand goes on by itself for as long as this process lives. */
export const left: StepOutcome = {
  status: 'unknown',
  error: error('rotation.left', says`left at once, in the middle of a step: it may or may not have happened`),
  check: says`see below`,
}

/** Somebody wanted it to end here; nothing is wrong. */
export const isAsked = ({ code }: Finding): boolean => code === 'rotation.stopped' || code === 'rotation.left'

/** A fault of ours in the middle of things: what happened is not known. Its message is not shown: it may quote a key. */
export const fault = (thrown: unknown): StepOutcome => ({
  status: 'unknown',
  error: error(
    'lic.fault',
    says`a fault in lic itself (${thrown instanceof Error ? thrown.constructor.name : typeof thrown})`,
  ),
  check: says`see below`,
})
