import type { Json } from '../../model/answer.ts'
import { error, type Finding } from '../../model/finding.ts'
import { findingJson, findingLines } from '../findings.ts'
import { envelope, toJsonLine } from '../json.ts'
import { type Paint, plainPaint } from '../look.ts'
import { checkedJson, tallyJson } from './json.ts'
import { type Conclusion, type Entry, keeper, MOST_KEYS, type Report } from './report.ts'
import { checkedLine } from './text.ts'

/** A line a key, as on the terminal. @param quiet without those that pass */
export const textReport = (paint: Paint, quiet: boolean): Report => ({
  add: ({ checked }) => (quiet && checked.exitCode === 0 ? '' : checkedLine(checked, paint)),
  end: ({ trouble }) => (trouble === null ? '' : troubleLines(trouble)),
})

const troubleLines = ({ code, message, hints }: NonNullable<Conclusion['trouble']>): string =>
  findingLines(error(code, message, ...hints), plainPaint)
    .map((line) => `${line}\n`)
    .join('')

/** One object a key, then a summary; of one key that object alone. */
export function jsonlReport(single: boolean, quiet: boolean): Report {
  if (single) return jsonReport(true)
  return {
    add: ({ checked }) =>
      quiet && checked.exitCode === 0
        ? ''
        : toJsonLine(envelope('check', { exitCode: checked.exitCode, result: checkedJson(checked) })),
    end: ({ exitCode, tally, findings, trouble }) =>
      toJsonLine(
        envelope('check', {
          exitCode,
          result: tallyJson(tally, findings),
          ...(trouble && { error: trouble }),
        }),
      ),
  }
}

/** One object for the whole run. */
export function jsonReport(single: boolean): Report {
  const kept = keeper(MOST_KEYS)
  return {
    add: (entry) => {
      kept.add(entry)
      return ''
    },
    end: ({ exitCode, tally, findings, trouble }) => {
      const [first] = kept.entries()
      const result = !single
        ? { ...Object(tallyJson(tally, findings)), keys: kept.entries().map(keyJson), left: kept.left() }
        : first && oneKey(first, findings)
      return toJsonLine(
        envelope('check', {
          exitCode,
          ...(result === undefined ? {} : { result: result as Json }),
          ...(trouble && { error: trouble }),
        }),
      )
    },
  }
}

const keyJson = ({ checked }: Entry): Json => checkedJson(checked)

function oneKey({ checked }: Entry, findings: readonly Finding[]): Json {
  const also = [...checked.findings, ...findings]
  return {
    ...Object(checkedJson(checked)),
    ...(also.length === 0 ? {} : { alsoFound: also.map(findingJson) }),
  }
}
