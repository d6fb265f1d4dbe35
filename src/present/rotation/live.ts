import type { StepReport } from '../../model/plan.ts'
import type { Shown } from '../../model/visible.ts'
import type { UnitProgress } from '../../targets/target.ts'
import type { Paint } from '../look.ts'
import { changedLines } from './progress-lines.ts'
import { endedLines, GOING_BACK } from './report-view.ts'

/** Shows a run while it goes on. */
export interface Live {
  begins(says: Shown): void
  ends(report: StepReport): void
  /** what was done is taken back from here on */
  turnsBack(): void
  progress(units: readonly UnitProgress[]): void
  /** one line in between */
  note(text: string): void
  /** a question that stands until it is taken back with null */
  asks(question: string | null): void
  close(): void
}

/** One line per step and per change, for pipes and logs. */
export function plainLive(write: (text: string) => void, paint: Paint): Live {
  const before = new Map<string, UnitProgress>()
  return {
    begins: () => {},
    ends: (report) => {
      before.clear()
      write(`${endedLines(report, paint).join('\n')}\n`)
    },
    turnsBack: () => write(`${GOING_BACK}\n`),
    progress: (units) => {
      for (const line of changedLines(units, before)) write(`  ${line}\n`)
    },
    note: (text) => write(`${text}\n`),
    asks: (question) => write(question === null ? '' : `${question}\n`),
    close: () => {},
  }
}

const nothing = () => {}

/** Nothing but what must be answered. */
export const silentLive = (write: (text: string) => void): Live => ({
  begins: nothing,
  ends: nothing,
  turnsBack: nothing,
  progress: nothing,
  note: nothing,
  asks: (question) => write(question === null ? '' : `${question}\n`),
  close: nothing,
})
