import { showPath } from '../../input/may-show.ts'
import { EXIT, type ExitCode } from '../../model/exit.ts'
import { type Instant, toIso } from '../../model/instant.ts'
import { findingLines } from '../findings.ts'
import { plainPaint } from '../look.ts'
import { type Conclusion, decisive, type Entry, keeper, MOST_KEYS, plainLine, type Report } from './report.ts'

/**
 * JUnit XML as GitLab, Jenkins and GitHub actions read it: a test case for each key; `failure` for one that is rejected,
 * `error` for one that could not be checked. 7-bit ASCII.
 */
export function junitReport({ version, now }: { readonly version: string; readonly now: Instant }): Report {
  const kept = keeper(MOST_KEYS)
  return {
    add: (entry) => {
      kept.add(entry)
      return ''
    },
    end: (conclusion) => document(kept.entries(), kept.left(), conclusion, version, now),
  }
}

function document(
  entries: readonly Entry[],
  left: number,
  { tally, trouble, exitCode }: Conclusion,
  version: string,
  now: Instant,
): string {
  const cases = entries.map(testCase)
  if (left > 0) cases.push(leftOut(left, exitCode))
  if (trouble !== null)
    cases.push(
      tag(
        'testcase',
        { name: 'lic check', classname: 'lic.check' },
        bad('error', trouble.code, trouble.message, [trouble.message, ...trouble.hints]),
      ),
    )
  else if (tally.checked === 0) cases.push(nothing())
  const count = (name: string) => `${cases.filter((one) => one.includes(`<${name} `)).length}`
  const counts = { tests: `${cases.length}`, failures: count('failure'), errors: count('error') }
  const properties = tag('properties', {}, [property('lic', version), property('at', toIso(now))].join(''))
  const suite = tag(
    'testsuite',
    { name: 'lic check', ...counts, skipped: count('skipped') },
    [properties, ...cases].join('\n'),
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n${tag('testsuites', { name: 'lic check', ...counts }, suite)}\n`
}

function testCase(entry: Entry): string {
  const { number, checked, where, fingerprint, findings, days } = entry
  const { location } = checked
  const name = `${number}: ${fingerprint === null ? 'key' : `key ${fingerprint}`} from ${where}`
  const told = tag(
    'properties',
    {},
    [
      property('exitCode', `${checked.exitCode}`),
      ...(fingerprint === null ? [] : [property('fingerprint', fingerprint)]),
      ...(days === null ? [] : [property('days', days.toFixed(1))]),
    ].join(''),
  )
  const found = decisive(entry)
  const lines = findings.flatMap((finding) => findingLines(finding, plainPaint))
  const what =
    checked.exitCode === EXIT.done
      ? tag('system-out', {}, xml([plainLine(entry), ...lines].join('\n')))
      : bad(kindOf(checked.exitCode), found?.code ?? 'lic', plainLine(entry), lines)
  return tag(
    'testcase',
    {
      name,
      classname: 'lic.check',
      ...(location ? { file: showPath(location.path), line: `${location.line ?? 1}` } : {}),
    },
    told + what,
  )
}

const kindOf = (exitCode: ExitCode) =>
  exitCode >= EXIT.noKey && exitCode <= EXIT.unproved ? 'error' : 'failure'

function leftOut(left: number, exitCode: ExitCode): string {
  const name = `${left} more keys are not in this report`
  const why =
    exitCode === EXIT.done ? tag('skipped', { message: name }) : bad('failure', 'check.report-cut', name, [])
  return tag('testcase', { name, classname: 'lic.check' }, why)
}

const nothing = () =>
  tag(
    'testcase',
    { name: 'lic check', classname: 'lic.check' },
    bad('error', 'source.empty', 'no key was found: nothing was checked', []),
  )

const bad = (kind: 'failure' | 'error', type: string, message: string, lines: readonly string[]): string =>
  tag(kind, { message, type }, xml(lines.join('\n')))

const property = (name: string, value: string): string => tag('property', { name, value })

function tag(name: string, attributes: Readonly<Record<string, string>>, inside?: string): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${xml(value)}"`)
  return inside === undefined
    ? `<${name}${pairs.join('')}/>`
    : `<${name}${pairs.join('')}>${inside}</${name}>`
}

const NOT_PLAIN = /[^\n\x20-\x7e]|[&<>"']/gu
/** What XML 1.0 has no way to write. */
const NO_CHARACTER = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/u

/** As a character reference, whatever it is. */
const xml = (text: string): string =>
  text.replace(NOT_PLAIN, (character) =>
    NO_CHARACTER.test(character) ? '&#xfffd;' : `&#x${(character.codePointAt(0) ?? 0).toString(16)};`,
  )
