import type { StepReport } from '../../model/plan.ts'
import type { Shown } from '../../model/visible.ts'
import type { UnitProgress } from '../../targets/target.ts'
import type { Paint } from '../look.ts'
import { changedLines } from './progress-lines.ts'
import { stepLines } from './report-view.ts'

/** Shows a run while it goes on. */
export interface Live {
  begins(says: Shown): void
  ends(report: StepReport): void
  progress(units: readonly UnitProgress[]): void
  close(): void
}

/** One line per step and per change, for pipes and logs. */
export function plainLive(write: (text: string) => void, paint: Paint): Live {
  const before = new Map<string, UnitProgress>()
  return {
    begins: () => {},
    ends: (report) => {
      before.clear()
      write(`${stepLines(report, paint).join('\n')}\n`)
    },
    progress: (units) => {
      for (const line of changedLines(units, before)) write(`  ${line}\n`)
    },
    close: () => {},
  }
}

export const silentLive: Live = { begins: () => {}, ends: () => {}, progress: () => {}, close: () => {} }
