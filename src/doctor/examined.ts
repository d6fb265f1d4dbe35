import type { Finding } from '../model/finding.ts'
import type { Shown } from '../model/visible.ts'
import { isUnseen, type Looked, type Seen, type Unseen } from './facts.ts'

export const STATES = ['ok', 'attention', 'failed', 'not-checked'] as const
export type State = (typeof STATES)[number]

/** What came of one check. */
export interface Result {
  readonly state: State
  readonly says: Shown
  readonly findings: readonly Finding[]
  /** how to let it be checked */
  readonly access: readonly Shown[]
}

export const ok = (says: Shown): Result => ({ state: 'ok', says, findings: [], access: [] })

/** By the worst of what was found; `says` where nothing was. */
export function found(says: Shown, findings: readonly Finding[]): Result {
  const worst =
    findings.find(({ severity }) => severity === 'error') ??
    findings.find(({ severity }) => severity === 'warning')
  if (worst === undefined) return { state: 'ok', says, findings, access: [] }
  return { state: worst.severity === 'error' ? 'failed' : 'attention', says, findings, access: [] }
}

export const notChecked = ({ why, access, trouble }: Unseen): Result => ({
  state: 'not-checked',
  says: why,
  findings: trouble === null ? [] : [trouble],
  access: trouble === null ? access : [],
})

/** What was looked at, weighed. */
export const weighed = <T>(looked: Looked<T>, weigh: (seen: T) => Result): Result =>
  isUnseen(looked) ? notChecked(looked) : weigh(looked.seen)

export const asSeen = (looked: Looked<Seen>): Result =>
  weighed(looked, ({ says, findings }) => found(says, findings))
