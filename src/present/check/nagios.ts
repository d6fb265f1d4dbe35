import { DAY } from '../../model/instant.ts'
import { plainPaint } from '../look.ts'
import { exitOfState, type NagiosState, stateOf, statusLine } from '../nagios.ts'
import { verdictLine } from '../verdict-view.ts'
import type { Tally } from './checked.ts'
import { type Entry, plainLine, type Report } from './report.ts'
import { emptyLine, tallyLine } from './text.ts'

/** More than this many lines, most monitoring systems cut themselves. */
const MOST_LINES = 20

/**
 * The output of a monitoring plugin: a status line with performance data, then a line for each of the first keys that
 * are not fine. Thresholds are ranges: `30:` alerts below 30. Source: Monitoring Plugins development guidelines.
 *
 * @param within milliseconds before expiry of the warning and of the critical threshold
 */
export function nagiosReport(within: () => { readonly warn: number; readonly crit: number }): Report {
  let soonest: number | null = null
  let only: Entry | null = null
  let left = 0
  const lines: string[] = []
  return {
    add(entry) {
      only = entry.number === 1 ? entry : null
      if (entry.days !== null && (soonest === null || entry.days < soonest)) soonest = entry.days
      if (entry.checked.exitCode !== 0) {
        if (lines.length < MOST_LINES) lines.push(plainLine(entry))
        else left++
      }
      return ''
    },
    end({ tally }) {
      const [warn, crit] = [inDays(within().warn), inDays(within().crit)]
      const days = soonest === null ? [] : [`days=${soonest.toFixed(1)};${warn}:;${crit}:`]
      const data = [...days, `checked=${tally.checked}`, `failed=${tally.checked - tally.passed}`].join(' ')
      const more = left === 0 ? [] : [`and ${left} more`]
      const details = only === null ? [...lines, ...more].map((line) => line.replaceAll('|', '\\u{7c}')) : []
      return [`${statusLine(stateOfTally(tally), summary(tally, only))}|${data}`, ...details, ''].join('\n')
    },
  }
}

function summary(tally: Tally, only: Entry | null): string {
  if (tally.checked === 0) return emptyLine
  if (only === null) return tallyLine(tally)
  const { of, exitCode } = only.checked
  if (of.kind === 'format') return plainLine(only)
  const failed = only.checked.findings.find(({ severity }) => severity === 'error')
  return exitCode === 0 || failed === undefined
    ? verdictLine(of.verdict, plainPaint)
    : `${failed.says} [${failed.code}]; ${verdictLine(of.verdict, plainPaint)}`
}

const stateOfTally = ({ checked, passed, exitCodes }: Tally): NagiosState =>
  checked === 0 ? 'UNKNOWN' : stateOf([...(passed > 0 ? [0] : []), ...Object.keys(exitCodes).map(Number)])

/** @param whole whether every report could be written */
export function nagiosExit(tally: Tally, whole: boolean): number {
  const state = stateOfTally(tally)
  return exitOfState(!whole && state !== 'CRITICAL' ? 'UNKNOWN' : state)
}

const inDays = (milliseconds: number): number => Math.round((milliseconds / DAY) * 10) / 10
