import { withoutAnyKey } from '../../../input/redact.ts'
import { error } from '../../../model/finding.ts'
import type { KeyText } from '../../../model/key-text.ts'
import type { StepOutcome } from '../../../model/plan.ts'
import { own, says } from '../../../model/visible.ts'
import type { Watch } from '../../target.ts'
import type { Side } from '../steps.ts'
import { valueIn } from './edit.ts'
import type { Run } from './run.ts'

/** What is said of a command's own words; the rest is counted. */
const MOST_LINES = 200

/** Runs the restart command, with its words shown and keys taken out of them. */
export async function restart(run: Run, side: Side, watch: Watch): Promise<StepOutcome> {
  const { seen, tools, memory } = run
  const { restart: line, variable } = seen.ref
  if (line === null) throw new Error('there is nothing to run')
  let count = 0
  let last = says``
  const end = await tools.host.command({
    line,
    without: tools.product.variables,
    timeoutMs: Math.max(1, watch.deadline - tools.host.now()),
    onLine: (text) => {
      count++
      const safe = says`${withoutAnyKey(text, keysOf(run, variable))}`
      if (text.trim() !== '') last = safe
      if (count <= MOST_LINES) watch.note(says`  | ${own(safe)}`)
    },
  })
  const words = last.length === 0 ? says`it said nothing` : says`its last line: ${last}`
  if (end.kind === 'exited' && end.code === 0) {
    if (side !== 'old') memory.restarted = true
    return {
      status: 'done',
      evidence: [
        { label: 'restart', value: says`ended well after ${count} ${count === 1 ? 'line' : 'lines'}` },
      ],
    }
  }
  const how =
    end.kind === 'exited'
      ? says`ended with ${end.code}`
      : end.kind === 'killed'
        ? says`was ended by ${end.by}`
        : end.kind === 'timeout'
          ? says`did not end in the time given, and was ended`
          : says`could not be started`
  return {
    status: 'failed',
    error: error('file.restart-failed', says`the restart command ${how}; ${words}`, says`it was: ${line}`),
  }
}

/** Keys are plain ASCII: one that is quoted whole is found whole. */
function keysOf({ seen, wanted, before }: Run, variable: string): readonly KeyText[] {
  return [seen.file, wanted, before].flatMap((file) => (file === null ? [] : (valueIn(file, variable) ?? [])))
}
