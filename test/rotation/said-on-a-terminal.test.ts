import { describe, expect, test } from 'vitest'
import { error } from '../../src/model/finding.ts'
import { type Instant, instantAt } from '../../src/model/instant.ts'
import type { Report, StepReport } from '../../src/model/plan.ts'
import { says } from '../../src/model/visible.ts'
import { plainPaint } from '../../src/present/look.ts'
import { hang } from '../../src/present/rotation/hang.ts'
import { lasted } from '../../src/present/rotation/lasted.ts'
import { endedLines, reportText } from '../../src/present/rotation/report-view.ts'

test.each([
  [0, ''],
  [49, ''],
  [50, ' (0.1 s)'],
  [300, ' (0.3 s)'],
  [1000, ' (1.0 s)'],
  [59_940, ' (59.9 s)'],
  [60_000, ' (1 min)'],
  [125_400, ' (2 min 5 s)'],
])('%d ms are said as "%s"', (milliseconds, said) => {
  expect(lasted(milliseconds)).toBe(said)
})

describe('a line that is longer than the terminal', () => {
  test('breaks between words, and what follows is indented', () => {
    expect(hang(' 1. move the label to the new version', 20, 4)).toEqual([
      ' 1. move the label',
      '    to the new',
      '    version',
    ])
  })

  test('colours take no room', () => {
    const quiet = '\u001b[2m'
    expect(hang(`${quiet}    one two\u001b[22m`, 11, 4)).toEqual([`${quiet}    one two\u001b[22m`])
    expect(hang(`${quiet}    one two\u001b[22m`, 10, 4)).toEqual([`${quiet}    one`, '    two\u001b[22m'])
  })

  test('a command is not broken: it is to be copied', () => {
    const line = '  hint: look: aws ecs list-clusters --region us-east-1'
    expect(hang(line, 20, 4)).toEqual([line])
  })

  test('a word without end keeps its line', () => {
    expect(hang('see aaaaaaaaaaaaaaaaaaaaaaaa now', 10, 2)).toEqual([
      'see',
      '  aaaaaaaaaaaaaaaaaaaaaaaa',
      '  now',
    ])
  })
})

const at = (milliseconds: number): Instant => instantAt(milliseconds)
const step = (id: string, outcome: StepReport['outcome'], from = 0, to = 0): StepReport => ({
  id,
  says: says`${id} it`,
  outcome,
  started: at(from),
  ended: at(to),
})
const evidence = (label: string, value: string) =>
  ({ status: 'done', evidence: [{ label, value: says`${value}` }] }) as const

const STEPS = [
  step('stage', evidence('version', 'v2')),
  step('promote', evidence('live version', 'v2'), 0, 1200),
  step('follow', evidence('agent', '2 of 2')),
  step('finish', evidence('taken off', 'labels')),
]
const DONE: Report = {
  ending: 'done',
  kind: 'rotate',
  steps: STEPS,
  undo: [],
  cause: null,
  now: [],
  next: [],
  by: says`somebody`,
  keys: {
    from: { fingerprint: 'aaaa', tier: 'Plus', expires: at(86_400_000) },
    to: { fingerprint: 'bbbb', tier: null, expires: null },
  },
  proof: { rung: 'tasks only', cannotSee: says`the rest` },
  started: at(0),
  ended: at(1300),
}
const ACCOUNT = `  as            somebody
  old key       Plus, expires 1970-01-02T00:00:00Z, fingerprint aaaa
  new key       no tier, without expiry, fingerprint bbbb
  when          1970-01-01T00:00:00Z to 1970-01-01T00:00:01.300Z
  proof         tasks only; it cannot see the rest
`
const HEAD = { head: [{ label: 'secret', value: says`the/secret` }], consents: [] }

describe('the report', () => {
  test('where nobody watched: the plan in short, every step and its evidence', () => {
    expect(reportText(DONE, HEAD, plainPaint, null)).toBe(`done: the new key is in place (1.3 s)

  secret  the/secret
  when    1970-01-01T00:00:00Z to 1970-01-01T00:00:01.300Z
  proof   tasks only; it cannot see the rest

done       stage it
           version: v2
done       promote it (1.2 s)
           live version: v2
done       follow it
           agent: 2 of 2
done       finish it
           taken off: labels
`)
  })

  test('where the steps went by on the same terminal, and all went well: what proves it', () => {
    expect(reportText(DONE, HEAD, plainPaint, 80)).toBe(`
  live version  v2
  agent         2 of 2
${ACCOUNT}
done: the new key is in place (1.3 s)
`)
  })

  test('where it did not go well: why, what is true now, what to do, and all evidence', () => {
    const why = error('rotation.tasks-failed', says`tasks failed`, says`read the log`)
    const undone: Report = {
      ...DONE,
      ending: 'undone',
      steps: STEPS.slice(0, 2),
      undo: [step('take-back', evidence('live version', 'v1'))],
      cause: why,
      now: [says`the old key is live`],
      next: [says`aws ecs wait`],
    }
    expect(reportText(undone, HEAD, plainPaint, 40)).toBe(`
  version       v2
  live version  v2
  live version  v1
  as            somebody
  old key       Plus, expires
                1970-01-02T00:00:00Z,
                fingerprint aaaa
  new key       no tier, without expiry,
                fingerprint bbbb
  when          1970-01-01T00:00:00Z to
                1970-01-01T00:00:01.300Z
  proof         tasks only; it cannot
                see the rest

undone: the old key is live again (1.3 s)
error: tasks failed
    [rotation.tasks-failed]
  hint: read the log
now: the old key is live
next:
  aws ecs wait
`)
  })
})

test('left at once: what is true and what to do, and nothing that scrolls it away', () => {
  const report: Report = {
    ...DONE,
    ending: 'unfinished',
    cause: error('rotation.left', says`left at once`),
    now: [says`the new key is live`],
    next: [says`lic rotate --resume`],
  }
  const brief = `unfinished: stopped on the way (1.3 s)
error: left at once [rotation.left]
now: the new key is live
next:
  lic rotate --resume
`
  expect(reportText(report, HEAD, plainPaint, null)).toBe(brief)
  expect(reportText(report, HEAD, plainPaint, 80)).toBe(brief)
})

test('while it goes on: a line for a step, and why it failed; no evidence', () => {
  expect(endedLines(STEPS[1] as StepReport, plainPaint)).toEqual(['done       promote it (1.2 s)'])
  const failed = step('follow', { status: 'failed', error: error('rotation.tasks-failed', says`no`) })
  expect(endedLines(failed, plainPaint)).toEqual(['failed     follow it', '           no'])
})
